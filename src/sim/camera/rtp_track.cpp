#include "sim/camera/rtp_track.hpp"

#include "base/random.hpp"
#include "media/rtp/header.hpp"
#include "media/rtp/packetiser.hpp"

namespace gantry::sim::camera {
namespace {

constexpr std::size_t max_payload = 1400;
constexpr std::uint8_t payload_type = 96;
constexpr std::size_t interleaved_header = 4;
constexpr std::size_t report_bytes = 28;
constexpr std::uint64_t ntp_epoch_s = 2'208'988'800;  // 1900 to 1970
constexpr std::uint32_t standing_offset = 5'400;      // 0.06 s, as seen on a P2S

std::uint32_t random32() {
    return read_be32(random_bytes(4));
}

void begin_interleaved(Bytes& bytes, std::uint8_t channel, std::size_t size) {
    const auto at = bytes.size();
    bytes.resize(at + interleaved_header + size);
    bytes[at] = std::byte{'$'};
    bytes[at + 1] = std::byte{channel};
    write_be16(std::span(bytes).subspan(at + 2), static_cast<std::uint16_t>(size));
}

}  // namespace

RtpTrack::RtpTrack(std::uint8_t rtp_channel, std::uint8_t rtcp_channel, Time time)
    : rtp_channel_(rtp_channel),
      rtcp_channel_(rtcp_channel),
      time_(time),
      source_(random32()),
      first_timestamp_(random32()),
      began_(std::chrono::steady_clock::now()),
      sequence_(static_cast<std::uint16_t>(random_below(0x10000))) {}

std::uint32_t RtpTrack::timestamp_at(std::chrono::steady_clock::time_point moment) const {
    if (time_ == Time::stands_still) return first_timestamp_ + standing_offset;
    using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, media::rtp::video_clock_hz>>;
    return first_timestamp_ +
           static_cast<std::uint32_t>(std::chrono::duration_cast<Ticks>(moment - began_).count());
}

Bytes RtpTrack::picture(const media::h264::AccessUnit& unit) {
    const auto cut = media::rtp::packetise(unit, max_payload);
    Bytes bytes;
    bytes.reserve(cut.data.size() + cut.payloads.size() * (interleaved_header + media::rtp::header_bytes));
    for (std::size_t i = 0; i < cut.payloads.size(); ++i) {
        const auto payload = cut.payload(i);
        const auto at = bytes.size() + interleaved_header;
        begin_interleaved(bytes, rtp_channel_, media::rtp::header_bytes + payload.size());
        media::rtp::write_header(std::span(bytes).subspan(at), {.payload_type = payload_type,
                                                                .marker = i + 1 == cut.payloads.size(),
                                                                .sequence = sequence_++,
                                                                .timestamp = timestamp_at(unit.captured_at),
                                                                .ssrc = source_});
        std::ranges::copy(payload,
                          bytes.begin() + static_cast<std::ptrdiff_t>(at + media::rtp::header_bytes));
        ++packets_;
        octets_ += static_cast<std::uint32_t>(payload.size());
    }
    return bytes;
}

Bytes RtpTrack::sender_report(std::chrono::system_clock::time_point now) {
    constexpr std::string_view name = "printer";
    constexpr std::size_t description = 8 + (2 + name.size() + 1 + 3) / 4 * 4;
    Bytes bytes;
    begin_interleaved(bytes, rtcp_channel_, report_bytes + description);
    const auto report = std::span(bytes).subspan(interleaved_header);
    const auto since_1970 =
        std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    const auto seconds = static_cast<std::uint64_t>(since_1970) / 1'000'000'000;
    const auto fraction = (static_cast<std::uint64_t>(since_1970) % 1'000'000'000 << 32) / 1'000'000'000;
    write_be32(report, 0x80C80006);
    write_be32(report.subspan(4), source_);
    write_be32(report.subspan(8), static_cast<std::uint32_t>(seconds + ntp_epoch_s));
    write_be32(report.subspan(12), static_cast<std::uint32_t>(fraction));
    write_be32(report.subspan(16), timestamp_at(std::chrono::steady_clock::now()));
    write_be32(report.subspan(20), packets_);
    write_be32(report.subspan(24), octets_);
    const auto names = report.subspan(report_bytes);
    write_be32(names, 0x81CA0000 | static_cast<std::uint32_t>(description / 4 - 1));
    write_be32(names.subspan(4), source_);
    names[8] = std::byte{1};
    names[9] = std::byte{name.size()};
    std::ranges::copy(as_bytes(name), names.begin() + 10);
    return bytes;
}

}  // namespace gantry::sim::camera
