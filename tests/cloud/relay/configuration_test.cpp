#include "cloud/relay/configuration.hpp"

#include <gtest/gtest.h>

namespace gantry::cloud::relay {
namespace {

std::string configured(const Options& options,
                       const Addresses& addresses = {.relayed = {"198.51.100.7"}, .others = {"192.0.2.9"}}) {
    return configuration(options, Secret("north wind"), addresses, "/run/relay", "turnserver",
                         "/data/relay.pid");
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(RelayConfiguration, LetsNothingPrivateBeReachedButItself) {
    const auto text = configured({});
    EXPECT_TRUE(has_line(text, "denied-peer-ip=192.168.0.0-192.168.255.255"));
    EXPECT_TRUE(has_line(text, "denied-peer-ip=127.0.0.0-127.255.255.255"));
    EXPECT_TRUE(has_line(text, "denied-peer-ip=169.254.0.0-169.254.255.255"));
    EXPECT_TRUE(has_line(text, "denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    EXPECT_TRUE(has_line(text, "no-multicast-peers"));
    EXPECT_TRUE(has_line(text, "no-tcp-relay"));
    EXPECT_TRUE(has_line(text, "relay-ip=198.51.100.7"));
    EXPECT_TRUE(has_line(text, "allowed-peer-ip=198.51.100.7"));
    EXPECT_TRUE(has_line(text, "denied-peer-ip=192.0.2.9"));
    EXPECT_FALSE(has_line(text, "allow-loopback-peers"));
    EXPECT_TRUE(has_line(configured({.external_address = "203.0.113.4"}), "allowed-peer-ip=203.0.113.4"));
    EXPECT_TRUE(has_line(configured({}, {.relayed = {"127.0.0.1"}}), "allow-loopback-peers"));
}

const net::Interface lo{.name = "lo", .index = 1, .address = "127.0.0.1", .prefix = 8, .loopback = true};
const net::Interface ethernet{.name = "eth0", .index = 2, .address = "192.168.0.2", .prefix = 24};
const net::Interface internet{.name = "eth1", .index = 3, .address = "198.51.100.7", .prefix = 24};

TEST(RelayAddresses, AreTheOneTowardsTheInternetUnlessOthersAreNamed) {
    const std::vector interfaces{lo, ethernet, internet};
    const std::vector<std::string> ipv6{"::1", "2001:db8::7"};
    const auto usual = addresses_of({}, interfaces, ipv6, "198.51.100.7");
    ASSERT_TRUE(usual);
    EXPECT_EQ(usual->relayed, std::vector<std::string>{"198.51.100.7"});
    EXPECT_EQ(usual->others, (std::vector<std::string>{"127.0.0.1", "192.168.0.2", "::1", "2001:db8::7"}));
    const auto named = addresses_of({.addresses = {"192.168.0.2"}}, interfaces, ipv6, "198.51.100.7");
    ASSERT_TRUE(named);
    EXPECT_EQ(named->relayed, std::vector<std::string>{"192.168.0.2"});
    EXPECT_EQ(named->others, (std::vector<std::string>{"127.0.0.1", "198.51.100.7", "::1", "2001:db8::7"}));
    EXPECT_EQ(addresses_of({}, {lo, ethernet}, {}, std::nullopt)->relayed,
              std::vector<std::string>{"192.168.0.2"});
}

TEST(RelayAddresses, AreOfLoopbackOnlyWhenThatIsNamed) {
    const auto refused = addresses_of({}, {lo}, {}, std::nullopt);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_NE(refused.error().detail.find("--relay-address 127.0.0.1"), std::string::npos);
    EXPECT_TRUE(addresses_of({.addresses = {"127.0.0.1"}}, {lo}, {}, std::nullopt));
}

TEST(RelayConfiguration, HasTheSecretQuotasAndNoDoorForAdministrators) {
    const auto text = configured({.allocations = 5, .allocations_of_one = 2, .bytes_per_second = 1000});
    EXPECT_TRUE(has_line(text, "static-auth-secret=north wind"));
    EXPECT_TRUE(has_line(text, "total-quota=5"));
    EXPECT_TRUE(has_line(text, "user-quota=2"));
    EXPECT_TRUE(has_line(text, "max-bps=1000"));
    EXPECT_TRUE(has_line(text, "no-cli"));
    EXPECT_TRUE(has_line(text, "proc-user=turnserver"));
}

TEST(RelayConfiguration, SpeaksTlsOnlyWithACertificate) {
    EXPECT_TRUE(has_line(configured({}), "no-tls"));
    const auto text = configured({.tls_port = 443, .certificate = "/c.pem", .key = "/k.pem"});
    EXPECT_FALSE(has_line(text, "no-tls"));
    EXPECT_TRUE(has_line(text, "tls-listening-port=443"));
    EXPECT_TRUE(has_line(text, "cert=/c.pem"));
    EXPECT_TRUE(has_line(text, "no-tlsv1"));
}

TEST(RelayOptions, AreRefusedByName) {
    const auto refused = [](const Options& options, const std::string& option) {
        const auto checked = check(options);
        return !checked && checked.error().code == Errc::malformed &&
               checked.error().detail.starts_with(option);
    };
    EXPECT_TRUE(check({}));
    EXPECT_TRUE(check({.allowed_peers = {"10.0.0.5", "192.168.1.0-192.168.1.255"}}));
    EXPECT_TRUE(refused({.addresses = {"localhost"}}, "--relay-address"));
    EXPECT_TRUE(refused({.addresses = {"127.0.0.1\nno-auth"}}, "--relay-address"));
    EXPECT_TRUE(refused({.external_address = "example.org"}, "--relay-external-address"));
    EXPECT_TRUE(refused({.allowed_peers = {"10.0.0.0/8"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.allowed_peers = {"127.0.0.1"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.allowed_peers = {"127.0.0.0-127.0.0.255"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.allowed_peers = {"126.0.0.0-128.0.0.0"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.allowed_peers = {"::-::ffff"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.allowed_peers = {"10.0.0.0-fd00::1"}}, "--relay-allow-peer"));
    EXPECT_TRUE(refused({.certificate = "/c.pem"}, "--relay-certificate"));
    EXPECT_TRUE(refused({.certificate = "/c.pem\nno-auth", .key = "/k"}, "--relay-certificate"));
    EXPECT_TRUE(refused({.relayed = {.first = 50'000, .last = 49'000}}, "--relay-ports"));
}

TEST(RelayUrls, NameTheHostOfTheCloudUnlessToldAnother) {
    const auto plain = urls({}, "gantry.example.org");
    EXPECT_EQ(plain.stun, "gantry.example.org:3478");
    EXPECT_EQ(plain.turn, (std::vector<std::string>{"turn:gantry.example.org:3478?transport=udp",
                                                    "turn:gantry.example.org:3478?transport=tcp"}));
    const auto other =
        urls({.public_host = "2001:db8::1", .tls_port = 443, .certificate = "c", .key = "k"}, "x");
    EXPECT_EQ(other.stun, "[2001:db8::1]:3478");
    EXPECT_EQ(other.turn.back(), "turns:[2001:db8::1]:443?transport=tcp");
}

}  // namespace
}  // namespace gantry::cloud::relay
