// What a receiver of RTP tells its sender (RFC 3550 section 6.4.2). Owned by one camera connection; one
// thread at a time. Some X1C cameras fall silent after about 10 s without such reports.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace gantry::media::rtp {

class ReceiverReport {
public:
    using Clock = std::chrono::steady_clock;
    enum class Control { none, goodbye };

    ReceiverReport(std::uint32_t ssrc, std::string name) : ssrc_(ssrc), name_(std::move(name)) {}

    // Each RTP packet of the stream.
    void add_packet(BytesView packet, Clock::time_point arrived);
    // Each RTCP packet of the sender; goodbye when it ends the stream. What does not follow the format is
    // ignored.
    Control add_control(BytesView packet, Clock::time_point arrived);
    // A compound RTCP packet: receiver report and our name.
    Bytes write(Clock::time_point now);

private:
    Bytes report_block(Clock::time_point now);

    std::uint32_t ssrc_;
    std::string name_;
    std::optional<std::uint32_t> source_;
    std::uint32_t first_sequence_ = 0;
    std::uint32_t highest_sequence_ = 0;  // with the number of its wraps above 16 bits
    std::uint32_t received_ = 0;
    std::uint32_t expected_before_ = 0;
    std::uint32_t received_before_ = 0;
    std::int64_t last_transit_ = 0;
    double jitter_ = 0;
    std::uint32_t last_report_ = 0;  // middle of the sender report's NTP time
    Clock::time_point last_report_at_;
};

}  // namespace gantry::media::rtp
