#include "net/interfaces.hpp"

#include <gtest/gtest.h>

namespace gantry::net {
namespace {

const Interface lo{.name = "lo", .index = 1, .address = "127.0.0.1", .prefix = 8, .loopback = true};
const Interface ethernet{
    .name = "eth0", .index = 2, .address = "192.168.0.2", .prefix = 24, .hardware = true};
const Interface docker{.name = "docker0", .index = 3, .address = "172.17.0.1", .prefix = 16};

TEST(Interfaces, IncludeLoopback) {
    const auto all = interfaces();
    const auto found = std::ranges::find(all, "127.0.0.1", &Interface::address);
    ASSERT_NE(found, all.end());
    EXPECT_TRUE(found->loopback);
    EXPECT_FALSE(found->hardware);
    EXPECT_GT(found->index, 0u);
    EXPECT_EQ(found->prefix, 8u);
}

TEST(Interfaces, HaveTheAddressThatLeadsOutUnlessNoneDoes) {
    const auto outward = outward_address();
    const auto all = interfaces();
    if (outward) EXPECT_NE(std::ranges::find(all, *outward, &Interface::address), all.end()) << *outward;
    if (std::ranges::all_of(all, &Interface::loopback)) EXPECT_FALSE(outward);
}

TEST(Interfaces, AreHardwareAndLoopbackUnlessThereIsNoHardware) {
    EXPECT_EQ(usual_interfaces({lo, ethernet, docker}), (std::vector{lo, ethernet}));
    EXPECT_EQ(usual_interfaces({lo, docker}), (std::vector{lo, docker}));
    EXPECT_TRUE(usual_interfaces({}).empty());
}

TEST(Interfaces, AreChosenByNameOrAddress) {
    EXPECT_EQ(interfaces_named({lo, ethernet, docker}, {"172.17.0.1", "lo"}), (std::vector{lo, docker}));
    EXPECT_TRUE(interfaces_named({lo}, {"eth7"}).empty());
}

}  // namespace
}  // namespace gantry::net
