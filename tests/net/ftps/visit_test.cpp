#include "net/ftps/visit.hpp"

#include <gtest/gtest.h>

#include "tests/base/run_coroutine.hpp"
#include "tests/net/ftps/file_server.hpp"

namespace gantry::net::ftps {
namespace {

using testing::FileServer;

TEST(FtpsVisit, TellsHowMuchRoomThereIs) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target(), {});
        EXPECT_EQ(room->free_bytes, 29'800'000'000u) << (room ? "" : room.error().detail);
        EXPECT_EQ(server.commands.at(0), "USER bblp");
        EXPECT_EQ(server.commands.at(1), "PASS 12345678");
        for (const auto& command : server.commands)
            EXPECT_FALSE(command.starts_with("EPSV") || command.starts_with("LIST")) << command;
    });
}

TEST(FtpsVisit, DoesNotNeedToKnowTheRoom) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers.erase("AVBL");
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target(), {});
        EXPECT_TRUE(room) << room.error().detail;
        EXPECT_FALSE(room->free_bytes);
    });
}

TEST(FtpsVisit, NamesAWrongPassword) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["PASS"] = "530 Login incorrect.";
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target("wrong"), {});
        EXPECT_EQ(room.error().code, Errc::unauthorized);
        EXPECT_TRUE(room.error().detail.ends_with("530 Login incorrect.")) << room.error().detail;
        EXPECT_EQ(room.error().detail.find("wrong"), std::string::npos);
    });
}

TEST(FtpsVisit, SendsNoPasswordToAnotherDevice) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        WorkerPool pool(1);
        auto target = server.target();
        target.verify = tls::expect("01P00A000000002", std::nullopt);
        const auto room = co_await visit(pool, std::move(target), {});
        EXPECT_EQ(room.error().code, Errc::untrusted) << room.error().detail;
        EXPECT_TRUE(server.commands.empty());
    });
}

TEST(FtpsVisit, EndsAtItsLimitAndWhenItIsStopped) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.silent = true;
        WorkerPool pool(1);
        auto target = server.target();
        target.limit = 200ms;
        EXPECT_EQ((co_await visit(pool, std::move(target), {})).error().code, Errc::timeout);
        std::stop_source stop;
        stop.request_stop();
        const auto began = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await visit(pool, server.target(), stop.get_token())).error().code, Errc::cancelled);
        EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
        auto closed = server.target();
        closed.port = 1;
        EXPECT_EQ((co_await visit(pool, std::move(closed), {})).error().code, Errc::offline);
    });
}

TEST(FtpsVisit, ReadsTheRoomFromItsLineOnly) {
    EXPECT_EQ(number_of("213 1024"), 1024u);
    EXPECT_EQ(number_of("213 1024 "), 1024u);
    for (const auto* other :
         {"213", "213 ", "213 -1", "213 12 files", "214 1024", "213-1024", "", "213 99999999999999999999999"})
        EXPECT_FALSE(number_of(other)) << other;
}

}  // namespace
}  // namespace gantry::net::ftps
