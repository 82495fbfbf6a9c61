#include "net/subnet/sweep.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <set>

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "net/tcp/stream.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::net {
namespace {

constexpr std::uint16_t port = 28'883;

TEST(Sweep, FindsWhatListensAndIsDoneWithEveryAddress) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const tcp::Listener first(executor, "127.31.1.5", port);
        const tcp::Listener last(executor, "127.31.1.254", port);
        const tcp::Listener network(executor, "127.31.1.0", port);
        const tcp::Listener broadcast(executor, "127.31.1.255", port);
        std::set<std::string> open;
        std::size_t done = 0;
        Sweep wanted{.subnet = *Subnet::parse("127.31.1.0/24"), .ports = {port}};
        wanted.on_open = [&open](std::string address, std::uint16_t) -> awaitable<void> {
            open.insert(address);
            co_return;
        };
        wanted.on_done = [&done] { ++done; };
        EXPECT_TRUE(co_await sweep(std::move(wanted)));
        const std::set<std::string> expected{"127.31.1.5", "127.31.1.254"};
        EXPECT_EQ(open, expected);
        EXPECT_EQ(done, 254u);
    });
}

TEST(Sweep, AsksEachPortAndSkipsWhatItIsTold) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const tcp::Listener one(executor, "127.31.2.1", port);
        const tcp::Listener other(executor, "127.31.2.1", port + 1);
        const tcp::Listener skipped(executor, "127.31.2.2", port);
        std::set<std::pair<std::string, int>> open;
        std::size_t done = 0;
        Sweep wanted{.subnet = *Subnet::parse("127.31.2.0/30"), .ports = {port, port + 1}};
        wanted.skip = [](const std::string& address) { return address == "127.31.2.2"; };
        wanted.on_open = [&open](std::string address, std::uint16_t which) -> awaitable<void> {
            open.emplace(address, which);
            co_return;
        };
        wanted.on_done = [&done] { ++done; };
        EXPECT_TRUE(co_await sweep(std::move(wanted)));
        const std::set<std::pair<std::string, int>> expected{{"127.31.2.1", port}, {"127.31.2.1", port + 1}};
        EXPECT_EQ(open, expected);
        EXPECT_EQ(done, 2u);
    });
}

// How many addresses are under way at the same time.
struct Crowd {
    std::size_t now = 0;
    std::size_t most = 0;
    std::size_t seen = 0;
};

TEST(Sweep, NeverAsksMoreAtOnceThanItMay) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        std::vector<std::unique_ptr<tcp::Listener>> listeners;
        for (int i = 1; i < 63; ++i)
            listeners.push_back(
                std::make_unique<tcp::Listener>(executor, "127.31.3." + std::to_string(i), port));
        Crowd crowd;
        Sweep wanted{.subnet = *Subnet::parse("127.31.3.0/26"), .ports = {port}, .at_once = 7};
        wanted.on_open = [&crowd](std::string, std::uint16_t) -> awaitable<void> {
            ++crowd.seen;
            crowd.most = std::max(crowd.most, ++crowd.now);
            co_await sleep_for(2ms);
            --crowd.now;
        };
        EXPECT_TRUE(co_await sweep(std::move(wanted)));
        EXPECT_EQ(crowd.seen, 62u);
        EXPECT_EQ(crowd.most, 7u);
    });
}

TEST(Sweep, AsksNoMoreThan256AddressesAtOnceUnlessItIsTold) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const tcp::Listener everywhere(executor, "0.0.0.0", port + 2);
        Crowd crowd;
        Sweep wanted{.subnet = *Subnet::parse("127.31.8.0/22"), .ports = {port + 2}};
        wanted.on_open = [&crowd](std::string, std::uint16_t) -> awaitable<void> {
            ++crowd.seen;
            crowd.most = std::max(crowd.most, ++crowd.now);
            // Nobody leaves before all who may come are here.
            while (crowd.most < 256)
                co_await sleep_for(1ms);
            co_await sleep_for(1ms);
            --crowd.now;
        };
        EXPECT_TRUE(co_await within(60s, sweep(std::move(wanted))));
        EXPECT_EQ(crowd.seen, 1022u);
        EXPECT_EQ(crowd.most, 256u);
    });
}

TEST(Sweep, EndsItsProbesBeforeItEndsWhenItIsCancelled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const tcp::Listener open(executor, "127.31.4.1", port);
        bool asked = false;
        bool ended = false;
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("sweep", [&]() -> awaitable<void> {
            Sweep wanted{.subnet = *Subnet::parse("127.31.4.0/24"), .ports = {port}};
            wanted.on_open = [&](std::string, std::uint16_t) -> awaitable<void> {
                const std::shared_ptr<void> at_the_end(nullptr, [&ended](void*) { ended = true; });
                asked = true;
                co_await sleep_for(1h);
            };
            static_cast<void>(co_await sweep(std::move(wanted)));
        });
        EXPECT_TRUE(co_await eventually([&] { return asked; }));
        task.cancel();
        co_await task.join();
        EXPECT_TRUE(ended);
    });
}

// The system lets this process have so many descriptors only, until the end of the test.
class FewDescriptors {
public:
    explicit FewDescriptors(rlim_t count) {
        getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit limit{count, before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

private:
    rlimit before_{};
};

TEST(Sweep, SaysWhenTheSystemHasNoSocketsLeft) {
    run_coroutine([](Executor) -> awaitable<void> {
        Sweep wanted{.subnet = *Subnet::parse("127.31.5.0/24"), .ports = {port}};
        // The loop has its own descriptors after a first sweep, and the sanitizer knows every type: to look
        // at one that it has not seen takes it a pipe, which it would not get below.
        EXPECT_TRUE(co_await sweep(Sweep{.subnet = *Subnet::parse("127.31.5.0/30"), .ports = {port}}));
        const FewDescriptors few(3);
        const auto done = co_await sweep(std::move(wanted));
        EXPECT_FALSE(done);
        if (done) co_return;
        EXPECT_EQ(done.error().code, Errc::busy);
        EXPECT_NE(done.error().detail.find("ulimit"), std::string::npos);
    });
}

}  // namespace
}  // namespace gantry::net
