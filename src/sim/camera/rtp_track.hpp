// One RTP stream inside an RTSP connection: pictures and sender reports as interleaved packets. Owned by one
// session; one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/bytes.hpp"
#include "media/h264/access_unit.hpp"

namespace gantry::sim::camera {

class RtpTrack {
public:
    enum class Time { advances, stands_still };

    RtpTrack(std::uint8_t rtp_channel, std::uint8_t rtcp_channel, Time time);

    // Every packet of the picture behind its `$` header.
    Bytes picture(const media::h264::AccessUnit& unit);
    // A sender report (RFC 3550 section 6.4.1) and the source's name.
    Bytes sender_report(std::chrono::system_clock::time_point now);

    std::uint16_t next_sequence() const { return sequence_; }
    std::uint32_t timestamp_at(std::chrono::steady_clock::time_point moment) const;
    std::uint32_t source() const { return source_; }

private:
    std::uint8_t rtp_channel_;
    std::uint8_t rtcp_channel_;
    Time time_;
    std::uint32_t source_;
    std::uint32_t first_timestamp_;
    std::chrono::steady_clock::time_point began_;
    std::uint16_t sequence_;
    std::uint32_t packets_ = 0;
    std::uint32_t octets_ = 0;
};

}  // namespace gantry::sim::camera
