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

// More than sockets hold.
Upload large_file() {
    auto file = small_file();
    file.bytes = 64'000'000;
    file.read = [](std::uint64_t, std::size_t limit) -> Result<Bytes> {
        return Bytes(limit, std::byte{'x'});
    };
    return file;
}

// Patience is 10 s: what ends much earlier was ended by the server's word.
awaitable<Error> failure_at_once(FileServer& server, Upload file) {
    const auto begin = std::chrono::steady_clock::now();
    auto error = co_await failure(server, std::move(file));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s) << error.detail;
    co_return error;
}

TEST(FtpsUpload, EndsAtOnceWhenTheFileIsRefusedWhateverBecomesOfTheDataConnection) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.keeps_data = true;
        server.answers["STOR"] = "553 Could not create file.";
        const auto error = co_await failure_at_once(server, small_file());
        EXPECT_EQ(error.code, Errc::storage);
        EXPECT_EQ(error.detail, "553 Could not create file.");
    });
}

TEST(FtpsUpload, EndsAtOnceWithTheServersReasonWhileDataIsOnItsWay) {
    const std::tuple<const char*, Errc, const char*> replies[] = {
        {"552 Disk full.", Errc::storage, "552 Disk full."},
        {"426-The card\r\n426 was taken out.", Errc::offline, "426-The card"},
        {"451 Local \x1b[31merror.", Errc::rejected, "451 Local [31merror."}};
    for (const auto& [says, code, detail] : replies) {
        run_coroutine([&](Executor executor) -> awaitable<void> {
            FileServer server(executor);
            server.answers["STOR"] = "150 Ok to send data.";
            server.takes_data = true;
            server.meanwhile = says;
            const auto error = co_await failure_at_once(server, large_file());
            EXPECT_EQ(error.code, code) << error.detail;
            EXPECT_EQ(error.detail, detail);
        });
    }
}

TEST(FtpsUpload, EndsAtOnceWhenTheServerHangsUpWhileDataIsOnItsWay) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["STOR"] = "150 Ok to send data.";
        server.takes_data = server.hangs_up = true;
        const auto error = co_await failure_at_once(server, large_file());
        EXPECT_EQ(error.code, Errc::offline) << error.detail;
    });
}

TEST(FtpsUpload, IsNotEndedByAWordThatRefusesNothing) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["STOR"] = "150 Ok to send data.";
        server.takes_data = true;
        server.meanwhile = "226-Still here";
        auto file = large_file();
        file.stall = 1500ms;
        EXPECT_EQ((co_await failure(server, std::move(file))).code, Errc::timeout);
    });
}

TEST(FtpsUpload, EndsWhenNothingMoves) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["STOR"] = "150 Ok to send data.";
        server.takes_data = true;
        auto file = large_file();
        file.stall = 300ms;
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
        target.limit = 2s;
        WorkerPool pool(1);
        const auto done = co_await upload(pool, std::move(target), small_file(), {});
        EXPECT_EQ(done.error().code, Errc::timeout);
        EXPECT_EQ(done.error().detail, "the printer takes the file on, and then hangs");
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
