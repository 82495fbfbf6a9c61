// Whom a credential reaches through Debian's coturn, and how much of it one gets.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/child_process.hpp"
#include "base/private_file.hpp"
#include "base/supervisor.hpp"
#include "cloud/relay/relay.hpp"
#include "net/tcp/listening.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/cloud/relay/turn_client.hpp"

namespace gantry::cloud::relay {
namespace {

using gantry::testing::TemporaryFolder;
constexpr int forbidden_peer = 403;
constexpr int unauthorized = 401;
constexpr int unsupported_transport = 442;
constexpr int quota_reached = 486;

Options on_loopback(unsigned allocations_of_one = Options{}.allocations_of_one) {
    return {.enabled = true,
            .addresses = {"127.0.0.1"},
            .port = net::tcp::free_port("127.0.0.1"),
            .allocations_of_one = allocations_of_one};
}

// A relay for this machine alone, as the demonstration has it.
struct Demonstration {
    explicit Demonstration(Executor executor, Options wanted = on_loopback())
        : options(std::move(wanted)), relay(std::move(executor), options, folder.path()) {
        relay.offer(offered, "http://127.0.0.1:8080");
    }
    TurnClient client(const std::string& user, std::chrono::seconds lifetime = 10min) const {
        return {options.port, user, offered.turn_secret, lifetime};
    }

    TemporaryFolder folder;
    Options options;
    live::IceOptions offered;
    Relay relay;
};

// The rules of a relay with an address of its own, 198.51.100.7, on a machine that has 9.9.9.9 as well. This
// machine has neither, so that what it lets through is relayed from loopback.
class Public {
public:
    explicit Public(Executor executor) : supervisor_(std::move(executor), "test") {
        const Addresses addresses{.relayed = {"198.51.100.7"}, .others = {"9.9.9.9"}};
        auto text = configuration(on_loopback_at(port_), secret_, addresses, folder_.path(), "",
                                  folder_.path() + "/pid");
        const std::string relayed = "relay-ip=198.51.100.7";
        text.replace(text.find(relayed), relayed.size(), "relay-ip=127.0.0.1");
        write_private_file(folder_.path() + "/turnserver.conf", text);
        const Program program{.path = "/usr/bin/turnserver",
                              .arguments = {"-c", folder_.path() + "/turnserver.conf"},
                              .environment = {},
                              .log_file = folder_.path() + "/log"};
        running_ = supervisor_.spawn("coturn", [program] { return run_forever(program); });
    }

    awaitable<bool> is_up() const {
        co_return (co_await net::tcp::wait_until_listening("127.0.0.1", port_)).has_value();
    }
    TurnClient client(const std::string& user) const { return {port_, user, secret_}; }

private:
    static Options on_loopback_at(std::uint16_t port) {
        auto options = on_loopback();
        options.port = port;
        return options;
    }

    TemporaryFolder folder_;
    std::uint16_t port_ = net::tcp::free_port("127.0.0.1");
    Secret secret_{"north wind"};
    Supervisor supervisor_;
    Task running_;
};

TEST(RelayPeers, OnThisMachineAndInItsNetworkAreRefused) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Public relay(executor);
        EXPECT_TRUE(co_await relay.is_up());
        auto client = relay.client("somebody:p1");
        EXPECT_EQ(co_await client.allocate(), 0);
        for (const auto* address : {"127.0.0.1", "127.0.0.2", "0.0.0.0", "10.0.0.1", "172.17.0.1",
                                    "192.168.1.1", "169.254.169.254", "100.64.0.1", "9.9.9.9", "224.0.0.1"})
            EXPECT_EQ(co_await client.permit(peer_at(address)), forbidden_peer) << address;
        EXPECT_EQ(co_await client.permit(peer_at("198.51.100.7")), 0) << "the relay itself";
        EXPECT_EQ(co_await client.permit(peer_at("8.8.8.8")), 0) << "somebody in the internet";
    });
}

TEST(RelayPeers, AreTheRelayItselfWhereBothSidesAreRelayed) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Demonstration here(executor);
        EXPECT_TRUE(co_await here.relay.start());
        auto page = here.client("page:p1");
        auto fuse = here.client("fuse:p1");
        EXPECT_EQ(co_await page.allocate(), 0);
        EXPECT_EQ(co_await fuse.allocate(), 0);
        EXPECT_GE(page.relayed().port(), here.options.relayed.first);
        EXPECT_LE(page.relayed().port(), here.options.relayed.last);
        EXPECT_EQ(co_await page.permit(fuse.relayed()), 0);
        EXPECT_EQ(co_await fuse.permit(page.relayed()), 0);
        co_await page.send(fuse.relayed(), "to Fuse");
        EXPECT_EQ(co_await fuse.receive(), "to Fuse");
        co_await fuse.send(page.relayed(), "to the page");
        EXPECT_EQ(co_await page.receive(), "to the page");
        for (const auto* address : {"127.0.0.2", "10.0.0.1", "169.254.169.254"})
            EXPECT_EQ(co_await page.permit(peer_at(address)), forbidden_peer) << address;
    });
}

TEST(RelayPeers, AreNeverConnectedToByTcp) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Demonstration here(executor);
        EXPECT_TRUE(co_await here.relay.start());
        auto client = here.client("somebody:p1");
        EXPECT_EQ(co_await client.allocate(TurnClient::Transport::tcp), unsupported_transport);
    });
}

// Whoever watches longer than a credential lasts goes on watching.
TEST(RelayCredential, OpensNoRelayWhenItHasEndedButRenewsTheOpenOne) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Demonstration here(executor);
        EXPECT_TRUE(co_await here.relay.start());
        auto early = here.client("early:p1", 2s);
        auto late = here.client("late:p1", 2s);
        EXPECT_EQ(co_await early.allocate(), 0);
        co_await sleep_for(4s);
        EXPECT_EQ(co_await late.allocate(), unauthorized);
        EXPECT_EQ(co_await early.permit(early.relayed()), 0);
        EXPECT_EQ(co_await early.refresh(), 0);
    });
}

TEST(RelayQuota, IsOfOneCredential) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Demonstration here(executor, on_loopback(1));
        EXPECT_TRUE(co_await here.relay.start());
        auto first = here.client("somebody:p1");
        auto second = here.client("somebody:p1");
        auto another = here.client("somebody:p2");
        EXPECT_EQ(co_await first.allocate(), 0);
        EXPECT_EQ(co_await second.allocate(), quota_reached);
        EXPECT_EQ(co_await another.allocate(), 0);
    });
}

// A tab that was closed leaves its relay behind for minutes, and one Fuse serves many viewers of a printer.
TEST(RelayQuota, IsOfOneLiveViewHoweverManyOfAPrinterThereAre) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Demonstration here(executor, on_loopback(1));
        EXPECT_TRUE(co_await here.relay.start());
        std::vector<TurnClient> open;
        for (int view = 0; view < 10; ++view) {
            const auto servers =
                live::ice_servers(here.offered, "olive", "p1", std::chrono::system_clock::now());
            const auto& name = servers.back().username;
            open.push_back(here.client(name.substr(name.find(':') + 1)));
            EXPECT_EQ(co_await open.back().allocate(), 0) << view;
        }
    });
}

TEST(RelayQuota, IsOfAllTogetherToo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto options = on_loopback();
        options.allocations = 2;
        Demonstration here(executor, options);
        EXPECT_TRUE(co_await here.relay.start());
        auto first = here.client("one:p1");
        auto second = here.client("two:p1");
        auto third = here.client("three:p1");
        EXPECT_EQ(co_await first.allocate(), 0);
        EXPECT_EQ(co_await second.allocate(), 0);
        EXPECT_EQ(co_await third.allocate(), quota_reached);
    });
}

}  // namespace
}  // namespace gantry::cloud::relay
