#include "rtc/congestion/limiter.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace gantry::rtc::congestion {
namespace {

using namespace std::chrono_literals;

constexpr Limiter::Time epoch{1000s};

struct Quality {
    double bytes_per_second = 125'000;
    double buffer = 37'500;  // 300 ms
    double random_loss = 0;
    double wanted = 300'000;
    std::chrono::microseconds delay = 20ms;
};

// Such a line with a buffer, and a sender that always has `wanted` to send.
class Line {
public:
    explicit Line(Quality quality = {}) : q(quality) {}

    Quality q;

    // One second, and the report at its end.
    void second(Limiter& limiter) {
        const auto sent = std::min(q.wanted, limiter.limit().value_or(q.wanted));
        auto arrived = sent * (1 - q.random_loss);
        queue_ += arrived - q.bytes_per_second;
        if (queue_ > q.buffer) {
            arrived -= queue_ - q.buffer;
            queue_ = q.buffer;
        }
        queue_ = std::max(0.0, queue_);
        bytes_ += static_cast<std::uint64_t>(sent);
        now_ += 1s;
        const auto queued =
            std::chrono::microseconds(static_cast<std::int64_t>(queue_ / q.bytes_per_second * 1e6));
        packets_ += sent / 1000;
        lost_ += std::max(0.0, sent - arrived) / 1000;
        limiter.on_report({.highest_sequence = static_cast<std::uint32_t>(packets_),
                           .lost = static_cast<std::int32_t>(lost_),
                           .round_trip = q.delay + queued,
                           .bytes_sent = bytes_,
                           .wanted = q.wanted},
                          now_);
    }

private:
    double queue_ = 0;
    double packets_ = 0;
    double lost_ = 0;
    std::uint64_t bytes_ = 0;
    Limiter::Time now_ = epoch;
};

TEST(Limiter, LimitsNothingOnAGoodLine) {
    Limiter limiter;
    Line line({.bytes_per_second = 10e6});
    for (int i = 0; i < 60; ++i) {
        line.second(limiter);
        EXPECT_FALSE(limiter.limit());
    }
}

TEST(Limiter, ComesBelowABottleneckWithinSecondsAndStaysNearIt) {
    Limiter limiter;
    Line line;
    limiter.on_report({.round_trip = 20ms}, epoch);
    for (int i = 0; i < 5; ++i)
        line.second(limiter);
    for (int i = 0; i < 100; ++i) {
        line.second(limiter);
        ASSERT_TRUE(limiter.limit());
        EXPECT_LT(*limiter.limit(), 1.4 * line.q.bytes_per_second);
        EXPECT_GT(*limiter.limit(), 0.4 * line.q.bytes_per_second);
    }
}

TEST(Limiter, SendsOnWhenPacketsAreLostWithoutAQueue) {
    Limiter limiter;
    Line line({.bytes_per_second = 10e6, .random_loss = 0.1});
    for (int i = 0; i < 60; ++i)
        line.second(limiter);
    EXPECT_FALSE(limiter.limit());
}

TEST(Limiter, JudgesNothingByAHandfulOfPackets) {
    Limiter limiter;
    limiter.start(epoch, 0);
    for (int i = 1; i < 200; ++i) {
        // Five packets each time, of which each third time two are lost: an unlucky 13 %.
        limiter.on_report({.highest_sequence = static_cast<std::uint32_t>(5 * i),
                           .lost = i / 3 * 2,
                           .round_trip = i % 4 == 0 ? 300ms : 20ms,
                           .bytes_sent = static_cast<std::uint64_t>(5000 * i),
                           .wanted = 25'000},
                          epoch + i * 200ms);
        ASSERT_FALSE(limiter.limit()) << i;
    }
}

TEST(Limiter, IgnoresReportsThatCannotBe) {
    Limiter limiter;
    limiter.start(epoch, 1000);
    for (int i = 1; i < 60; ++i) {
        limiter.on_report({.highest_sequence = i % 2 == 0 ? 5u : 0xffffff00u,
                           .lost = i % 2 == 0 ? -8'388'608 : 0,
                           .bytes_sent = static_cast<std::uint64_t>(50'000 * i)},
                          epoch + i * 1s);
        ASSERT_FALSE(limiter.limit()) << i;
    }
}

TEST(Limiter, GoesDownWhenAQuarterIsLostWhateverTheReason) {
    Limiter limiter;
    Line line({.bytes_per_second = 10e6, .random_loss = 0.4});
    for (int i = 0; i < 5; ++i)
        line.second(limiter);
    ASSERT_TRUE(limiter.limit());
    EXPECT_LT(*limiter.limit(), line.q.wanted);
    for (int i = 0; i < 100; ++i)
        line.second(limiter);
    EXPECT_GE(*limiter.limit(), Limiter::least);
}

TEST(Limiter, LiftsTheLimitWhenTheLineIsGoodAgain) {
    Limiter limiter;
    Line line;
    limiter.on_report({.round_trip = 20ms}, epoch);
    for (int i = 0; i < 10; ++i)
        line.second(limiter);
    ASSERT_TRUE(limiter.limit());
    line.q.bytes_per_second = 10e6;
    for (int i = 0; i < 30; ++i)
        line.second(limiter);
    EXPECT_FALSE(limiter.limit());
}

TEST(Limiter, KeepsTheLimitWhileTheStreamHasMoreThanThat) {
    Limiter limiter;
    Line line({.bytes_per_second = 10e6, .random_loss = 0.4});
    for (int i = 0; i < 5; ++i)
        line.second(limiter);
    line.q = {.bytes_per_second = 10e6, .wanted = 12'600};  // so little that nothing can be proved
    limiter.on_report({.round_trip = 20ms, .wanted = 1e6}, epoch + 6s);
    ASSERT_TRUE(limiter.limit());
    for (int i = 0; i < 60; ++i)
        limiter.on_report({.round_trip = 20ms, .wanted = 1e6}, epoch + 7s + i * 1s);
    EXPECT_TRUE(limiter.limit());
}

TEST(Limiter, DoesNotTakeAPauseForASlowWay) {
    Limiter limiter;
    Line line;
    limiter.on_report({.round_trip = 20ms}, epoch);
    for (int i = 0; i < 10; ++i)
        line.second(limiter);
    const auto before = *limiter.limit();
    line.q.wanted = 2000;  // the stream pauses, and something else makes a queue
    line.q.delay = 400ms;
    line.second(limiter);
    line.second(limiter);
    EXPECT_GE(*limiter.limit(), 0.7 * before);
}

TEST(Limiter, GetsUsedToALongerWay) {
    Limiter limiter;
    Line line({.bytes_per_second = 10e6});
    limiter.on_report({.round_trip = 20ms}, epoch);
    line.q.delay = 400ms;
    for (int i = 0; i < 150; ++i)
        line.second(limiter);
    EXPECT_FALSE(limiter.limit());
}

// A way that loses every tenth packet, and an interval of few packets in which it happened to be more.
TEST(Limiter, BelievesNoLossesOfAHandfulOfPackets) {
    for (const auto& [packets, lost, congested] :
         {std::tuple{8, 4, false}, {30, 9, false}, {40, 20, true}, {200, 60, true}, {200, 45, false}}) {
        Limiter limiter;
        limiter.start(epoch, 0);
        limiter.on_report({.highest_sequence = static_cast<std::uint32_t>(packets),
                           .lost = lost,
                           .round_trip = 20ms,
                           .bytes_sent = static_cast<std::uint64_t>(packets) * 1100,
                           .wanted = 40'000},
                          epoch + 3s);
        EXPECT_EQ(limiter.limit().has_value(), congested) << lost << " of " << packets;
    }
}

}  // namespace
}  // namespace gantry::rtc::congestion
