// Cuts H.264 pictures into RTP payloads (RFC 6184, packetization-mode 1). Pure functions: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.hpp"
#include "media/h264/access_unit.hpp"

namespace gantry::media::rtp {

// With header, extension, retransmission prefix and SRTP tag this stays within a 1200-byte datagram, which
// passes every tunnel and relay.
inline constexpr std::size_t max_payload_bytes = 1160;

// One picture as payloads. Immutable once published, shared by all viewers' senders. Any thread.
struct Picture {
    struct Payload {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };

    Bytes data;
    std::vector<Payload> payloads;  // in sending order; the last one carries the marker
    bool key = false;
    std::chrono::steady_clock::time_point captured_at;

    BytesView payload(std::size_t index) const {
        return BytesView(data).subspan(payloads[index].offset, payloads[index].size);
    }
};

using PicturePtr = std::shared_ptr<const Picture>;  // the track's history and every viewer's sender

// Access unit delimiters and filler are left out; SPS and PPS travel together (STAP-A); large NAL units are
// cut into pieces of equal size but the last (FU-A), so that one system call can send them all. A picture
// without anything to send has no payloads.
Picture packetise(const h264::AccessUnit& unit, std::size_t max_payload = max_payload_bytes);

}  // namespace gantry::media::rtp
