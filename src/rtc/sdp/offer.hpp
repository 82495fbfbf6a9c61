// What a browser offers to receive. Values and pure functions: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::rtc::sdp {

struct IceCredentials {
    std::string fragment;
    std::string password;
};

struct Fingerprint {
    enum class Hash { sha_256, sha_384, sha_512 };
    Hash hash = Hash::sha_256;
    Bytes digest;
};

// Who opens the DTLS handshake, seen from the side that wrote the line.
enum class Setup { actpass, active, passive };

// One H.264 payload type with packetization-mode=1.
struct Format {
    std::uint8_t payload_type = 0;
    std::uint32_t profile_level_id = 0x42000a;   // RFC 6184: the default when the parameter is absent
    std::string parameters;                      // the offer's fmtp text, which the answer repeats
    std::optional<std::uint8_t> retransmission;  // the payload type of its RTX
    bool nack = false;
    bool picture_loss = false;
    bool full_intra = false;
};

// An m-section as the answer must mirror it.
struct Section {
    std::string media;     // "video", "audio", "application"
    std::string protocol;  // "UDP/TLS/RTP/SAVPF"
    std::string format;    // the first of its formats
    std::string mid;
};

struct Offer {
    std::vector<Section> sections;
    std::size_t video = 0;  // the section that we answer
    bool bundled = false;   // the group names that section
    bool trickle = false;
    bool reduced_size = false;
    IceCredentials ice;
    Fingerprint fingerprint;
    Setup setup = Setup::actpass;
    std::vector<Format> formats;                // never empty
    std::optional<std::uint8_t> playout_delay;  // the extension's id
    std::vector<std::string> candidates;        // "candidate:…" of the video section, at most 64
};

// Errors: malformed or too_large; unsupported when no section can take H.264 in packetization-mode 1 over
// DTLS-SRTP with rtcp-mux.
Result<Offer> parse_offer(std::string_view text);

}  // namespace gantry::rtc::sdp
