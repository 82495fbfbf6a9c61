#include "net/ftps/upload.hpp"

#include <gtest/gtest.h>

#include "tests/base/run_coroutine.hpp"
#include "tests/net/ftps/file_server.hpp"

namespace gantry::net::ftps {
namespace {

using testing::FileServer;

Upload small_file(std::string name = "part.gcode") {
    return {.name = std::move(name),
            .bytes = 1000,
            .read = [](std::uint64_t offset, std::size_t limit) -> Result<Bytes> {
                return Bytes(std::min<std::size_t>(limit, 1000 - offset), std::byte{'x'});
            },
            .stall = 10s,
            .last_word = 10s};
}

awaitable<Error> failure(FileServer& server, Upload file = small_file()) {
    WorkerPool pool(1);
    const auto done = co_await upload(pool, server.target(), std::move(file), {});
    co_return done ? Error{} : done.error();
}

TEST(FtpsUpload, TellsAFullStorageFromOneThatTakesNothing) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        for (const auto* answer :
             {"552 Disk full.", "553 Could not create file.", "550 Permission denied."}) {
            server.answers["STOR"] = answer;
            const auto error = co_await failure(server);
            EXPECT_EQ(error.code, Errc::storage) << error.detail;
            EXPECT_EQ(error.detail, answer);
        }
        server.answers["AVBL"] = "213 999";
        const auto full = co_await failure(server);
        EXPECT_EQ(full.code, Errc::storage);
        EXPECT_EQ(full.detail, "999 bytes are free, and the file has 1000");
    });
}

TEST(FtpsUpload, EndsWhenNothingMoves) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["STOR"] = "150 Ok to send data.";
        server.takes_data = true;
        auto file = small_file();
        file.bytes = 64'000'000;  // more than sockets hold
        file.stall = 300ms;
        file.read = [](std::uint64_t, std::size_t limit) -> Result<Bytes> {
            return Bytes(limit, std::byte{'x'});
        };
        const auto stalled = co_await failure(server, std::move(file));
        EXPECT_EQ(stalled.code, Errc::timeout);
        EXPECT_TRUE(stalled.detail.starts_with("nothing moved for ")) << stalled.detail;
    });
}

TEST(FtpsUpload, NamesAServerThatHangsBeforeTheData) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["STOR"] = "150 Ok to send data.";
        auto target = server.target();
        target.limit = 1s;
        WorkerPool pool(1);
        const auto done = co_await upload(pool, std::move(target), small_file(), {});
        EXPECT_EQ(done.error().code, Errc::timeout) << done.error().detail;
    });
}

TEST(FtpsUpload, IsStoppedAndTakesNoNameThatIsACommand) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        for (const auto* name : {"", "a\r\nDELE b", "../a", "a b\n", "x/y"})
            EXPECT_EQ((co_await failure(server, small_file(name))).code, Errc::malformed) << name;
        EXPECT_TRUE(server.commands.empty());
        WorkerPool pool(1);
        std::stop_source stop;
        stop.request_stop();
        const auto done = co_await upload(pool, server.target(), small_file(), stop.get_token());
        EXPECT_EQ(done.error().code, Errc::cancelled);
    });
}

}  // namespace
}  // namespace gantry::net::ftps
