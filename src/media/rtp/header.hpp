// The RTP packet header (RFC 3550 section 5.1). Values and pure functions: any thread.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace gantry::media::rtp {

inline constexpr std::size_t header_bytes = 12;
inline constexpr std::uint32_t video_clock_hz = 90'000;

struct Header {
    std::uint8_t payload_type = 0;
    bool marker = false;
    bool extension = false;  // an extension block follows
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;

    friend bool operator==(const Header&, const Header&) = default;
};

// Writes header_bytes bytes.
void write_header(std::span<std::byte> bytes, const Header& header);

struct Parsed {
    Header header;
    std::size_t payload_offset = 0;  // behind contributing sources and the extension block
    std::size_t payload_bytes = 0;   // without padding
};

// A packet as it came from the network. Errc::malformed.
Result<Parsed> parse_packet(BytesView packet);

}  // namespace gantry::media::rtp
