#include <gtest/gtest.h>

#include "rtc/rtcp/feedback.hpp"
#include "rtc/rtcp/sender_report.hpp"

namespace gantry::rtc::rtcp {
namespace {

Feedback parse(const std::string& hex) {
    const auto feedback = parse_feedback(*from_hex(hex));
    EXPECT_TRUE(feedback) << hex;
    return feedback.value_or(Feedback{});
}

TEST(RtcpFeedback, ReadsACompoundPacket) {
    // Receiver report with one block, then a NACK with a mask, then PLI.
    const auto feedback = parse(
        "81c90007000000010000aaaa05000002000103e8000000100a0b0c0d00008000"
        "81cd0003000000010000aaaafffe0005"
        "81ce0002000000010000aaaa");
    ASSERT_EQ(feedback.reports.size(), 1u);
    EXPECT_EQ(feedback.reports[0].ssrc, 0xaaaau);
    EXPECT_EQ(feedback.reports[0].fraction_lost, 5);
    EXPECT_EQ(feedback.reports[0].lost, 2);
    EXPECT_EQ(feedback.reports[0].highest_sequence, 0x103e8u);
    EXPECT_EQ(feedback.reports[0].last_report, 0x0a0b0c0du);
    EXPECT_EQ(feedback.reports[0].since_report, 0x8000u);
    ASSERT_EQ(feedback.missing.size(), 3u);
    EXPECT_EQ(feedback.missing[0].sequence, 0xfffe);
    EXPECT_EQ(feedback.missing[1].sequence, 0xffff);
    EXPECT_EQ(feedback.missing[2].sequence, 1);  // wraps
    EXPECT_EQ(feedback.key_frame_for, std::vector<std::uint32_t>{0xaaaa});
}

TEST(RtcpFeedback, ReadsFullIntraRequestsForEachStream) {
    const auto feedback = parse("84ce000600000001000000000000aaaa010000000000bbbb02000000");
    EXPECT_EQ(feedback.key_frame_for, (std::vector<std::uint32_t>{0xaaaa, 0xbbbb}));
}

TEST(RtcpFeedback, SkipsWhatItDoesNotKnow) {
    // BYE, application-defined, REMB.
    const auto feedback = parse(
        "81cb000100000001"
        "80cc00020000000161626364"
        "8fce0005000000010000000052454d42010b00000000aaaa");
    EXPECT_TRUE(feedback.reports.empty() && feedback.missing.empty() && feedback.key_frame_for.empty());
}

TEST(RtcpFeedback, RefusesBrokenPackets) {
    for (const auto* hex : {"", "81", "81c90007", "41c90000", "81cd000300000001", "81c9000000"})
        EXPECT_EQ(parse_feedback(*from_hex(hex)).error().code, Errc::malformed) << hex;
}

TEST(RtcpFeedback, IgnoresCountsThatTheLengthDoesNotCover) {
    EXPECT_TRUE(parse("9fc9000100000001").reports.empty());
    EXPECT_TRUE(parse("81cd0001"
                      "00000001")
                    .missing.empty());
    EXPECT_TRUE(parse("84ce000200000001"
                      "00000000")
                    .key_frame_for.empty());
}

TEST(RtcpSenderReport, CarriesTimeAndCounts) {
    std::array<std::byte, report_bytes> buffer{};
    const auto length = write_sender_report(buffer, {.ssrc = 0xaabbccdd,
                                                     .ntp = 0x0102030405060708,
                                                     .rtp_timestamp = 0x11121314,
                                                     .packets = 5,
                                                     .payload_bytes = 6});
    EXPECT_EQ(length, report_bytes);
    EXPECT_EQ(to_hex(buffer),
              "80c80006aabbccdd0102030405060708111213140000000500000006"
              "81ca0004aabbccdd010667616e74727900000000");
}

TEST(RtcpSenderReport, MeasuresTheRoundTrip) {
    EXPECT_EQ(round_trip(0x00020000, 0x00010000, 0x8000).count(), 500'000);
    EXPECT_EQ(round_trip(0x00010000, 0, 0).count(), 0);            // no report yet
    EXPECT_EQ(round_trip(0x00010000, 0x00010000, 10).count(), 0);  // clock too coarse
    using std::chrono::system_clock;
    EXPECT_EQ(to_ntp(system_clock::from_time_t(0) + std::chrono::milliseconds(500)),
              (2'208'988'800ull << 32) | 0x80000000u);
}

}  // namespace
}  // namespace gantry::rtc::rtcp
