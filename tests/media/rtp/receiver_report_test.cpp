#include "media/rtp/receiver_report.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"
#include "media/rtp/header.hpp"

namespace gantry::media::rtp {
namespace {

using Clock = std::chrono::steady_clock;

Bytes packet(std::uint16_t sequence, std::uint32_t timestamp = 0) {
    Bytes bytes(header_bytes + 1);
    write_header(bytes,
                 {.payload_type = 96, .sequence = sequence, .timestamp = timestamp, .ssrc = 0x11223344});
    return bytes;
}

TEST(RtpReceiverReport, IsEmptyBeforeTheFirstPacket) {
    ReceiverReport report(0xaabbccdd, "gantry");
    EXPECT_EQ(to_hex(report.write({})),
              "80c90001aabbccdd"
              "81ca0004aabbccdd0106"
              "67616e747279"
              "00000000");
}

TEST(RtpReceiverReport, CountsWhatIsMissing) {
    ReceiverReport report(1, "g");
    for (const std::uint16_t sequence : {65534, 65535, 0, 3})
        report.add_packet(packet(sequence), {});
    const auto bytes = report.write({});
    EXPECT_EQ(read_be32(bytes, 0), 0x81c90007u);
    EXPECT_EQ(read_be32(bytes, 8), 0x11223344u);
    EXPECT_EQ(read_be32(bytes, 12), 85u << 24 | 2u);  // 2 of 6
    EXPECT_EQ(read_be32(bytes, 16), 0x10003u);
    report.add_packet(packet(4), {});
    EXPECT_EQ(read_be32(report.write({}), 12), 2u);  // nothing since the last report
}

TEST(RtpReceiverReport, AnswersTheSendersReport) {
    ReceiverReport report(1, "g");
    report.add_packet(packet(1), {});
    const Clock::time_point now{};
    const auto sender = *from_hex(
        "80c8000611223344"
        "aaaabbbbccccdddd"
        "000000010000000200000003");
    EXPECT_EQ(report.add_control(sender, now), ReceiverReport::Control::none);
    const auto bytes = report.write(now + 500ms);
    EXPECT_EQ(read_be32(bytes, 24), 0xbbbbccccu);
    EXPECT_EQ(read_be32(bytes, 28), 32'768u);
}

TEST(RtpReceiverReport, NoticesGoodbyeAndIgnoresNonsense) {
    ReceiverReport report(1, "g");
    EXPECT_EQ(report.add_control(*from_hex("80c900010000000181cb000111223344"), {}),
              ReceiverReport::Control::goodbye);
    EXPECT_EQ(report.add_control(*from_hex("80cbffff"), {}), ReceiverReport::Control::none);
    EXPECT_EQ(report.add_control(*from_hex("80"), {}), ReceiverReport::Control::none);
}

}  // namespace
}  // namespace gantry::media::rtp
