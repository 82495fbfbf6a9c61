#include "fuse/access/attempts.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::access {
namespace {

using namespace std::chrono_literals;

const Attempts::Time start = Attempts::Time{} + 24h;

TEST(Attempts, GrowSlowerWithEachWrongOne) {
    Attempts attempts;
    auto now = start;
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(attempts.take("192.0.2.1", now), 0s);
    for (const auto pause : {2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 512s, 900s, 900s}) {
        EXPECT_EQ(attempts.wait("192.0.2.1", now), pause);
        EXPECT_EQ(attempts.take("192.0.2.1", now), pause) << "asking early is no attempt";
        EXPECT_EQ(attempts.take("192.0.2.1", now + pause - 1s), 1s);
        now += pause;
        EXPECT_EQ(attempts.take("192.0.2.1", now), 0s);
    }
    EXPECT_EQ(attempts.wait("192.0.2.2", now), 0s) << "others are not concerned";
}

TEST(Attempts, BeginAnewAfterARightOneOrAnHour) {
    Attempts attempts;
    for (int i = 0; i < 5; ++i)
        attempts.take("192.0.2.1", start);
    attempts.succeeded("192.0.2.1");
    EXPECT_EQ(attempts.wait("192.0.2.1", start), 0s);
    for (int i = 0; i < 5; ++i)
        attempts.take("192.0.2.2", start);
    EXPECT_EQ(attempts.take("192.0.2.2", start + 61min), 0s);
    EXPECT_EQ(attempts.wait("192.0.2.2", start + 61min), 0s);
}

TEST(Attempts, AreBoundedForEverybodyTogether) {
    Attempts attempts;
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(attempts.take("192.0.2." + std::to_string(i), start), 0s);
    EXPECT_EQ(attempts.take("192.0.2.99", start), 5s);
    EXPECT_EQ(attempts.take("192.0.2.99", start + 5s), 0s);
    EXPECT_EQ(attempts.take("192.0.2.98", start + 5s), 5s);
}

TEST(Attempts, RefuseNewAddressesWhileTheirTableIsFull) {
    Attempts attempts({.max_addresses = 2});
    EXPECT_EQ(attempts.take("192.0.2.1", start), 0s);
    EXPECT_EQ(attempts.take("192.0.2.2", start), 0s);
    EXPECT_EQ(attempts.take("192.0.2.3", start), 900s);
    EXPECT_EQ(attempts.take("192.0.2.1", start), 0s);
    EXPECT_EQ(attempts.take("192.0.2.3", start + 2h), 0s);
}

TEST(Attempts, CountAHouseholdsIpv6AddressesAsOne) {
    Attempts attempts;
    for (int i = 0; i < 5; ++i)
        attempts.take("2001:db8:1:2::" + std::to_string(i), start);
    EXPECT_EQ(attempts.wait("2001:db8:1:2:ffff::9", start), 2s);
}

}  // namespace
}  // namespace gantry::fuse::access
