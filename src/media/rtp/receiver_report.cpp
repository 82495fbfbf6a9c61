#include "media/rtp/receiver_report.hpp"

#include <algorithm>
#include <cmath>

#include "media/rtp/header.hpp"

namespace gantry::media::rtp {
namespace {

constexpr int sender_report = 200;
constexpr int receiver_report = 201;
constexpr int source_description = 202;
constexpr int goodbye = 203;
constexpr std::size_t sender_report_bytes = 28;

void append_be32(Bytes& bytes, std::uint32_t value) {
    bytes.resize(bytes.size() + 4);
    write_be32(std::span(bytes).last(4), value);
}

// Version 2, `count` items, length in words without the first.
void append_head(Bytes& bytes, int count, int type, std::size_t words) {
    append_be32(bytes, 0x8000'0000u | static_cast<std::uint32_t>(count) << 24 |
                           static_cast<std::uint32_t>(type) << 16 | static_cast<std::uint32_t>(words));
}

}  // namespace

void ReceiverReport::add_packet(BytesView packet, Clock::time_point arrived) {
    const auto parsed = parse_packet(packet);
    if (!parsed) return;
    const auto& header = parsed->header;
    const auto clock = std::chrono::duration<double>(arrived.time_since_epoch()).count() * video_clock_hz;
    const auto transit = static_cast<std::int64_t>(clock) - header.timestamp;
    if (source_ != header.ssrc) {
        source_ = header.ssrc;
        first_sequence_ = highest_sequence_ = header.sequence;
        received_ = expected_before_ = received_before_ = 0;
        jitter_ = 0;
        last_transit_ = transit;
    }
    ++received_;
    const auto step =
        static_cast<std::int16_t>(header.sequence - static_cast<std::uint16_t>(highest_sequence_));
    if (step > 0) highest_sequence_ += static_cast<std::uint32_t>(step);
    const auto change = static_cast<double>(std::abs(transit - last_transit_));
    last_transit_ = transit;
    // A jump of more than a second is a new clock, not jitter.
    if (change < video_clock_hz) jitter_ += (change - jitter_) / 16;
}

ReceiverReport::Control ReceiverReport::add_control(BytesView packet, Clock::time_point arrived) {
    while (packet.size() >= 4) {
        const int type = std::to_integer<int>(packet[1]);
        const std::size_t length = (std::size_t{read_be16(packet, 2)} + 1) * 4;
        if (std::to_integer<int>(packet[0]) >> 6 != 2 || length > packet.size()) break;
        if (type == goodbye) return Control::goodbye;
        if (type == sender_report && length >= sender_report_bytes) {
            last_report_ = read_be32(packet, 8) << 16 | read_be32(packet, 12) >> 16;
            last_report_at_ = arrived;
        }
        packet = packet.subspan(length);
    }
    return Control::none;
}

Bytes ReceiverReport::report_block(Clock::time_point now) {
    const std::uint32_t expected = highest_sequence_ - first_sequence_ + 1;
    const auto lost = static_cast<std::int64_t>(expected) - received_;
    const std::uint32_t expected_now = expected - expected_before_;
    const auto lost_now = static_cast<std::int64_t>(expected_now) - (received_ - received_before_);
    expected_before_ = expected;
    received_before_ = received_;
    const auto fraction =
        expected_now == 0 || lost_now <= 0 ? 0 : static_cast<std::uint32_t>(lost_now * 256 / expected_now);
    const auto total = static_cast<std::uint32_t>(std::clamp<std::int64_t>(lost, 0, 0x7f'ffff));
    const double since = std::chrono::duration<double>(now - last_report_at_).count();
    Bytes block;
    append_be32(block, *source_);
    append_be32(block, std::min(fraction, 255u) << 24 | total);
    append_be32(block, highest_sequence_);
    append_be32(block, static_cast<std::uint32_t>(jitter_));
    append_be32(block, last_report_);
    append_be32(block,
                last_report_ == 0 ? 0 : static_cast<std::uint32_t>(std::min(since, 65'535.0) * 65'536));
    return block;
}

Bytes ReceiverReport::write(Clock::time_point now) {
    Bytes packet;
    append_head(packet, source_ ? 1 : 0, receiver_report, source_ ? 7 : 1);
    append_be32(packet, ssrc_);
    if (source_) {
        const auto block = report_block(now);
        packet.insert(packet.end(), block.begin(), block.end());
    }
    const std::size_t item = 2 + name_.size();
    const std::size_t words = 1 + (item + 1 + 3) / 4;  // at least one zero ends the list
    append_head(packet, 1, source_description, words);
    const std::size_t end = packet.size() + words * 4;
    append_be32(packet, ssrc_);
    packet.push_back(std::byte{1});
    packet.push_back(static_cast<std::byte>(name_.size()));
    const auto name = as_bytes(name_);
    packet.insert(packet.end(), name.begin(), name.end());
    packet.resize(end);
    return packet;
}

}  // namespace gantry::media::rtp
