#include "net/subnet/subnet.hpp"

#include <gtest/gtest.h>

namespace gantry::net {
namespace {

struct Accepted {
    const char* given;
    const char* network;
    std::uint32_t hosts;
    const char* first;
    const char* last;
};

TEST(Subnet, HasTheAddressesThatHostsCanHave) {
    for (const auto& [given, network, hosts, first, last] : {
             Accepted{"192.168.0.0/24", "192.168.0.0/24", 254, "192.168.0.1", "192.168.0.254"},
             Accepted{"192.168.1.0/24", "192.168.1.0/24", 254, "192.168.1.1", "192.168.1.254"},
             Accepted{"10.0.1.0/24", "10.0.1.0/24", 254, "10.0.1.1", "10.0.1.254"},
             Accepted{" 192.168.0.77/24\n", "192.168.0.0/24", 254, "192.168.0.1", "192.168.0.254"},
             Accepted{"10.1.2.3/16", "10.1.0.0/16", 65'534, "10.1.0.1", "10.1.255.254"},
             Accepted{"172.16.4.0/22", "172.16.4.0/22", 1022, "172.16.4.1", "172.16.7.254"},
             Accepted{"10.0.0.8/30", "10.0.0.8/30", 2, "10.0.0.9", "10.0.0.10"},
             Accepted{"10.0.0.9/31", "10.0.0.8/31", 2, "10.0.0.8", "10.0.0.9"},
             Accepted{"10.0.0.9/32", "10.0.0.9/32", 1, "10.0.0.9", "10.0.0.9"},
         }) {
        const auto subnet = Subnet::parse(given);
        ASSERT_TRUE(subnet) << given;
        EXPECT_EQ(subnet->text(), network);
        EXPECT_EQ(subnet->hosts(), hosts) << given;
        EXPECT_EQ(subnet->host(0), first);
        EXPECT_EQ(subnet->host(subnet->hosts() - 1), last);
    }
}

struct Refused {
    const char* given;
    Errc code;
    const char* advice;
};

TEST(Subnet, SaysWhatToWriteInstead) {
    for (const auto& [given, code, advice] : {
             Refused{"", Errc::malformed, "192.168.0.0/24"},
             Refused{"   ", Errc::malformed, "192.168.0.0/24"},
             Refused{"printers", Errc::malformed, "\"printers\" is not a network"},
             Refused{"192.168.0/24", Errc::malformed, "is not a network"},
             Refused{"192.168.0.256/24", Errc::malformed, "is not a network"},
             Refused{"192.168.0.1-254", Errc::malformed, "is not a network"},
             Refused{"192.168.0.30", Errc::malformed, "192.168.0.0/24 for its network, or 192.168.0.30/32"},
             Refused{"192.168.0.0/", Errc::malformed, "no prefix length"},
             Refused{"192.168.0.0/33", Errc::malformed, "no prefix length"},
             Refused{"192.168.0.0/-1", Errc::malformed, "no prefix length"},
             Refused{"192.168.0.0/24/24", Errc::malformed, "no prefix length"},
             Refused{"192.168.0.0/255.255.255.0", Errc::malformed, "no prefix length"},
             Refused{"10.0.0.0/15", Errc::too_large, "such as 10.0.0.0/24"},
             Refused{"10.0.0.0/8", Errc::too_large, "such as 10.0.0.0/24"},
             Refused{"0.0.0.0/0", Errc::too_large, "parts of it"},
             Refused{"fe80::1/64", Errc::unsupported, "IPv4"},
             Refused{"::/0", Errc::unsupported, "IPv4"},
             Refused{"0.0.0.0/24", Errc::malformed, "no printer has an address"},
             Refused{"239.255.255.0/24", Errc::malformed, "no printer has an address"},
             Refused{"255.255.255.255/32", Errc::malformed, "no printer has an address"},
         }) {
        const auto subnet = Subnet::parse(given);
        ASSERT_FALSE(subnet) << given;
        EXPECT_EQ(subnet.error().code, code) << given;
        EXPECT_NE(subnet.error().detail.find(advice), std::string::npos) << subnet.error().detail;
    }
    const auto endless = Subnet::parse(std::string(1'000'000, '1'));
    EXPECT_EQ(endless.error().code, Errc::malformed);
    EXPECT_LT(endless.error().detail.size(), 200u);
}

}  // namespace
}  // namespace gantry::net
