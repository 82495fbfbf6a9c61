#include "fuse/gateway/ice_servers.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::gateway {
namespace {

using Kind = rtc::IceServer::Kind;

TEST(IceServers, AreReadAsWebRtcWritesThem) {
    const auto servers = ice_servers_of({{"stun:stun.example.com", "", ""},
                                         {"turn:127.0.0.1:3479?transport=udp", "u", "p"},
                                         {"turn:[::1]:3480?transport=tcp", "u", "p"},
                                         {"turn:relay.example.com", "u", "p"}});
    ASSERT_EQ(servers.size(), 4u);
    EXPECT_EQ(servers[0].kind, Kind::stun);
    EXPECT_EQ(servers[0].port, 3478);
    EXPECT_EQ(servers[1].kind, Kind::turn_udp);
    EXPECT_EQ(servers[1].port, 3479);
    EXPECT_EQ(servers[1].username, "u");
    EXPECT_EQ(servers[1].password, Secret("p"));
    EXPECT_EQ(servers[2].kind, Kind::turn_tcp);
    EXPECT_EQ(servers[2].host, "::1");
    EXPECT_EQ(servers[3].kind, Kind::turn_udp);
}

TEST(IceServers, LeaveOutWhatWeCannotUse) {
    for (const auto* url : {"", "stun", "http://x", "turns:x:5349", "turn:x?transport=tls",
                            "turn:", "turn:x:0", "turn:x:99999", "turn:x:12a", "turn:[::1"})
        EXPECT_TRUE(ice_servers_of({{url, "", ""}}).empty()) << url;
    EXPECT_EQ(ice_servers_of(std::vector<farm::gateway::IceServer>(20, {"stun:x", "", ""})).size(), 8u);
}

}  // namespace
}  // namespace gantry::fuse::gateway
