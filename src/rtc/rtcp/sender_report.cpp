#include "rtc/rtcp/sender_report.hpp"

#include <cassert>
#include <cstring>

namespace gantry::rtc::rtcp {
namespace {

constexpr std::uint64_t unix_to_ntp_seconds = 2'208'988'800;
constexpr std::string_view cname = "gantry";
constexpr std::size_t sender_report_bytes = 28;

}  // namespace

std::uint64_t to_ntp(std::chrono::system_clock::time_point time) {
    const auto since = time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
    const auto fraction = (static_cast<std::uint64_t>(rest.count()) << 32) / 1'000'000'000;
    return ((static_cast<std::uint64_t>(seconds.count()) + unix_to_ntp_seconds) << 32) | fraction;
}

std::uint32_t compact_ntp(std::uint64_t ntp) {
    return static_cast<std::uint32_t>(ntp >> 16);
}

std::size_t write_sender_report(std::span<std::byte> buffer, const SenderReport& report) {
    assert(buffer.size() >= report_bytes);
    std::memset(buffer.data(), 0, report_bytes);
    buffer[0] = std::byte{0x80};
    buffer[1] = std::byte{200};
    write_be16(buffer.subspan(2), sender_report_bytes / 4 - 1);
    write_be32(buffer.subspan(4), report.ssrc);
    write_be32(buffer.subspan(8), static_cast<std::uint32_t>(report.ntp >> 32));
    write_be32(buffer.subspan(12), static_cast<std::uint32_t>(report.ntp));
    write_be32(buffer.subspan(16), report.rtp_timestamp);
    write_be32(buffer.subspan(20), report.packets);
    write_be32(buffer.subspan(24), report.payload_bytes);

    const auto description = buffer.subspan(sender_report_bytes);
    constexpr auto description_bytes = report_bytes - sender_report_bytes;
    static_assert(description_bytes % 4 == 0 && description_bytes >= 8 + 2 + cname.size() + 1);
    description[0] = std::byte{0x81};
    description[1] = std::byte{202};
    write_be16(description.subspan(2), description_bytes / 4 - 1);
    write_be32(description.subspan(4), report.ssrc);
    description[8] = std::byte{1};
    description[9] = static_cast<std::byte>(cname.size());
    std::memcpy(description.data() + 10, cname.data(), cname.size());
    return report_bytes;
}

std::chrono::microseconds round_trip(std::uint32_t now, std::uint32_t last_report,
                                     std::uint32_t since_report) {
    if (last_report == 0) return {};
    const auto elapsed = static_cast<std::int32_t>(now - last_report - since_report);
    if (elapsed <= 0) return {};  // clocks are coarser than a LAN's round trip
    return std::chrono::microseconds(static_cast<std::int64_t>(elapsed) * 1'000'000 / 65'536);
}

}  // namespace gantry::rtc::rtcp
