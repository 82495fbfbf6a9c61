// With Debian's coturn on loopback.
#include "cloud/relay/relay.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/child_process.hpp"
#include "base/private_file.hpp"
#include "net/tcp/listening.hpp"
#include "net/tcp/stream.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::cloud::relay {
namespace {

using gantry::testing::TemporaryFolder;

Options on_loopback() {
    return {.enabled = true, .addresses = {"127.0.0.1"}, .port = net::tcp::free_port("127.0.0.1")};
}

// coturn's own client allocates twice and sends from one allocation to the other: a relay's whole use.
awaitable<std::string> use(const Options& options, const live::IceOptions& offered,
                           const std::string& folder) {
    Program client{
        .path = "/usr/bin/turnutils_uclient",
        .arguments = {"-t", "-y", "-n", "2", "-m", "1", "-u", "somebody", "-W", offered.turn_secret.reveal(),
                      "-p", std::to_string(options.port), "127.0.0.1"},
        .environment = {},
        .log_file = folder + "/client.log"};
    static_cast<void>(co_await run_to_end(std::move(client)));
    co_return read_file(folder + "/client.log");
}

TEST(Relay, RelaysWithTheSecretThatItOffers) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto options = on_loopback();
        Relay relay(executor, options, folder.path());
        live::IceOptions offered;
        relay.offer(offered, "http://127.0.0.1:8080");
        EXPECT_EQ(offered.turn.front(), fmt::format("turn:127.0.0.1:{}?transport=udp", options.port));
        const auto started = co_await relay.start();
        EXPECT_TRUE(started) << (started ? "" : started.error().detail);
        const auto said = co_await use(options, offered, folder.path());
        EXPECT_NE(said.find("Total lost packets 0"), std::string::npos) << said;
    });
}

TEST(Relay, RefusesWhoDoesNotKnowTheSecret) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto options = on_loopback();
        Relay relay(executor, options, folder.path());
        EXPECT_TRUE(co_await relay.start());
        const live::IceOptions guessed{.turn_secret = Secret("guessed")};
        const auto said = co_await use(options, guessed, folder.path());
        EXPECT_EQ(said.find("Total lost packets 0"), std::string::npos) << said;
        EXPECT_NE(read_file(folder.path() + "/relay.log").find("credentials"), std::string::npos);
    });
}

TEST(Relay, SaysThatItsPortIsTaken) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const net::tcp::Listener other(executor, "127.0.0.1", 0);
        auto options = on_loopback();
        options.port = other.port();
        Relay relay(executor, options, folder.path());
        const auto started = co_await relay.start();
        EXPECT_FALSE(started);
        if (started) co_return;
        EXPECT_EQ(started.error().code, Errc::busy);
        EXPECT_NE(started.error().detail.find(std::to_string(other.port())), std::string::npos);
    });
}

TEST(Relay, SaysThatItsCertificateCannotBeRead) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        auto options = on_loopback();
        options.certificate = options.key = "/nowhere/relay.pem";
        Relay relay(executor, options, folder.path());
        const auto started = co_await relay.start();
        EXPECT_FALSE(started);
        if (!started)
            EXPECT_EQ(started.error(), (Error{Errc::not_found, "/nowhere/relay.pem cannot be read"}));
    });
}

TEST(Relay, StartsCoturnAgainAndTakesItAlong) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        {
            const auto options = on_loopback();
            Relay relay(executor, options, folder.path());
            EXPECT_TRUE(co_await relay.start());
            const auto first = descendants(getpid());
            EXPECT_EQ(first.size(), 1u);
            kill(first.front(), SIGKILL);
            EXPECT_TRUE(co_await eventually([&] {
                const auto now = descendants(getpid());
                return now.size() == 1 && now != first;
            }));
            EXPECT_TRUE(co_await net::tcp::wait_until_listening("127.0.0.1", options.port));
        }
        EXPECT_TRUE(co_await eventually([] { return descendants(getpid()).empty(); }));
    });
}

TEST(Relay, EndsTheCoturnThatAKilledCloudLeftBehind) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto options = on_loopback();
        Relay first(executor, options, folder.path());
        EXPECT_TRUE(co_await first.start());
        // What the first one runs is, for the second one, of a Cloud that is no more.
        Relay second(executor, options, folder.path());
        const auto started = co_await second.start();
        EXPECT_TRUE(started) << (started ? "" : started.error().detail);
    });
}

TEST(Relay, OffersNothingUnlessItIsAskedFor) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Relay relay(executor, {}, folder.path());
        live::IceOptions offered;
        relay.offer(offered, "http://127.0.0.1:8080");
        EXPECT_TRUE(offered.turn.empty());
        EXPECT_TRUE(offered.turn_secret.empty());
        EXPECT_TRUE(co_await relay.start());
        EXPECT_TRUE(descendants(getpid()).empty());
    });
}

}  // namespace
}  // namespace gantry::cloud::relay
