// Our sender report: maps RTP time to wall-clock time. Pure functions: any thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/bytes.hpp"

namespace gantry::rtc::rtcp {

// 32 bits of seconds since 1900, 32 bits of fraction.
std::uint64_t to_ntp(std::chrono::system_clock::time_point time);
// The middle 32 bits, as receivers return them.
std::uint32_t compact_ntp(std::uint64_t ntp);

struct SenderReport {
    std::uint32_t ssrc = 0;
    std::uint64_t ntp = 0;
    std::uint32_t rtp_timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t payload_bytes = 0;
};

inline constexpr std::size_t report_bytes = 28 + 20;
// SR and the SDES with our CNAME; returns the length, report_bytes.
std::size_t write_sender_report(std::span<std::byte> buffer, const SenderReport& report);

// Round trip from a receiver report that arrives at `now`; nothing when it cannot be told.
std::chrono::microseconds round_trip(std::uint32_t now, std::uint32_t last_report,
                                     std::uint32_t since_report);

}  // namespace gantry::rtc::rtcp
