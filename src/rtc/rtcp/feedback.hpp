// What a receiver tells us in one RTCP datagram. Pure functions: any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::rtc::rtcp {

struct ReceiverReport {
    std::uint32_t ssrc = 0;  // the stream it is about
    std::uint8_t fraction_lost = 0;
    std::int32_t lost = 0;               // since the beginning; negative where packets came twice
    std::uint32_t highest_sequence = 0;  // extended by the number of its cycles
    std::uint32_t last_report = 0;       // middle 32 bits of the NTP time of our report; 0: none yet
    std::uint32_t since_report = 0;      // in 1/65536 s
};

struct Missing {
    std::uint32_t ssrc = 0;
    std::uint16_t sequence = 0;
};

struct Feedback {
    std::vector<ReceiverReport> reports;
    std::vector<Missing> missing;              // at most max_missing
    std::vector<std::uint32_t> key_frame_for;  // SSRCs of PLI and FIR requests, at most 32
};

inline constexpr std::size_t max_missing = 512;

// A compound or reduced-size packet, decrypted. Unknown packet types are skipped. Errc::malformed.
Result<Feedback> parse_feedback(BytesView datagram);

}  // namespace gantry::rtc::rtcp
