#include "base/rate_limit.hpp"

#include <gtest/gtest.h>

namespace gantry {
namespace {

using namespace std::chrono_literals;

const RateLimit::Time start{};

TEST(RateLimit, AllowsABurstAndRefillsByTheClock) {
    RateLimit limit(3, 10s);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(limit.allow("a", start));
    EXPECT_FALSE(limit.allow("a", start + 9s));
    EXPECT_TRUE(limit.allow("a", start + 10s));
    EXPECT_FALSE(limit.allow("a", start + 10s));
    EXPECT_TRUE(limit.allow("b", start + 10s));
}

TEST(RateLimit, RefusesNewKeysWhileItsTableIsFull) {
    RateLimit limit(1, 10s, 2);
    EXPECT_TRUE(limit.allow("a", start));
    EXPECT_TRUE(limit.allow("b", start));
    EXPECT_FALSE(limit.allow("c", start));
    EXPECT_FALSE(limit.allow("a", start));  // not washed out
    EXPECT_TRUE(limit.allow("c", start + 10s));
}

TEST(RateLimit, CountsAHouseholdsIpv6AddressesAsOne) {
    EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:2:ffff::9"));
    EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
    EXPECT_EQ(address_key("192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace gantry
