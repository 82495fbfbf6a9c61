#include "cloud/live/turn.hpp"

#include <gmock/gmock.h>

namespace gantry::cloud::live {
namespace {

const std::chrono::system_clock::time_point new_year{std::chrono::seconds(1767225000)};

TEST(TurnCredential, IsWhatCoturnComputes) {
    // printf '1767225600:olive:p1' | openssl dgst -sha1 -hmac 'north wind' -binary | base64
    EXPECT_EQ(turn_credential(Secret("north wind"), "1767225600:olive:p1"), "/u6Rch2eYQq2A4fpjK5cd5kpH/U=");
}

TEST(IceServers, NameUserAndPrinterAndExpire) {
    const IceOptions options{
        .stun = {"192.0.2.1:3478"},
        .turn = {"turn:192.0.2.1:3478?transport=udp", "turn:192.0.2.1:3478?transport=tcp"},
        .turn_secret = Secret("north wind")};
    const auto servers = ice_servers(options, "olive", "p1", new_year);
    ASSERT_EQ(servers.size(), 3u);
    EXPECT_EQ(servers[0].url, "stun:192.0.2.1:3478");
    EXPECT_EQ(servers[0].credential, "");
    EXPECT_EQ(servers[2].url, "turn:192.0.2.1:3478?transport=tcp");
    EXPECT_THAT(servers[2].username, ::testing::StartsWith("1767225600:olive:p1:"));
    EXPECT_EQ(servers[2].credential, turn_credential(options.turn_secret, servers[2].username));
    EXPECT_EQ(servers[1].username, servers[2].username);
    EXPECT_NE(ice_servers(options, "olive", "p1", new_year)[2].username, servers[2].username);
}

TEST(IceServers, OfferNoTurnWithoutItsSecret) {
    EXPECT_TRUE(ice_servers({.turn = {"turn:192.0.2.1"}}, "olive", "p1", new_year).empty());
}

}  // namespace
}  // namespace gantry::cloud::live
