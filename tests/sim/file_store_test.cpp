#include <gtest/gtest.h>
#include <unistd.h>

#include "base/random.hpp"
#include "base/worker_pool.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/curl_upload.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::sim {
namespace {

std::string url(const Rig& rig, std::string_view path) {
    return fmt::format("ftps://{}:{}/{}", rig.printer.address(), rig.printer.ports().ftps, path);
}

std::string big_file() {
    return std::string(as_text(random_bytes(700'000)));
}

// vsftpd checks logins as root only: elsewhere the printer must say why it has no file store.
awaitable<bool> has_files(Rig& rig) {
    const auto started = co_await rig.printer.start();
    if (!started) throw std::runtime_error(started.error().detail);
    if (geteuid() == 0) {
        EXPECT_EQ(rig.printer.files_missing(), "");
        co_return true;
    }
    EXPECT_NE(rig.printer.files_missing(), "");
    EXPECT_EQ(rig.printer.ports().ftps, 0);
    co_return false;
}

// One session at a time, and the one before may need a moment to end.
awaitable<CurlOutcome> in_turn(WorkerPool& pool, CurlTransfer wanted) {
    CurlOutcome outcome;
    for (int i = 0; i < 100; ++i) {
        outcome = co_await pool.run([wanted] { return transfer(wanted); });
        if (outcome.code != CURLE_SSL_CONNECT_ERROR) break;
        co_await sleep_for(20ms);
    }
    co_return outcome;
}

class FileStoreOf : public ::testing::TestWithParam<const char*> {};

TEST_P(FileStoreOf, TakesAnUploadAndGivesItBack) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = GetParam()});
        if (!co_await has_files(rig)) co_return co_await rig.printer.stop();
        WorkerPool pool(1);
        const auto content = big_file();
        CurlTransfer upload{.url = url(rig, "part.gcode.3mf"), .login = "bblp:12345678", .upload = content};
        EXPECT_EQ((co_await in_turn(pool, upload)).code, CURLE_OK);
        EXPECT_EQ(file_size_of(rig.printer.storage(), "ftp://part.gcode.3mf"), content.size());
        CurlTransfer download{.url = url(rig, "part.gcode.3mf"), .login = "bblp:12345678"};
        EXPECT_EQ((co_await in_turn(pool, download)).received, content);
        CurlTransfer listing{.url = url(rig, ""), .login = "bblp:12345678", .list_names = true};
        const auto names = (co_await in_turn(pool, listing)).received;
        EXPECT_NE(names.find("timelapse"), names.npos);
        co_await rig.printer.stop();
    });
}

INSTANTIATE_TEST_SUITE_P(Models, FileStoreOf, ::testing::Values("p1s", "x1c"));

TEST(FileStore, RefusesAWrongAccessCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        if (!co_await has_files(rig)) co_return co_await rig.printer.stop();
        WorkerPool pool(1);
        CurlTransfer download{.url = url(rig, ""), .login = "bblp:00000000"};
        EXPECT_EQ((co_await in_turn(pool, download)).code, CURLE_LOGIN_DENIED);
        co_await rig.printer.stop();
    });
}

TEST(FileStore, IsSlowOnRequest) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        if (!co_await has_files(rig)) co_return co_await rig.printer.stop();
        WorkerPool pool(1);
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("slow-ftp", "500")));
        CurlTransfer upload{.url = url(rig, "slow.3mf"), .login = "bblp:12345678", .upload = big_file()};
        const auto began = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await in_turn(pool, upload)).code, CURLE_OK);
        EXPECT_GT(std::chrono::steady_clock::now() - began, 1s);
        co_await rig.printer.stop();
    });
}

TEST(FileStore, TakesOneSessionAtATime) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        if (!co_await has_files(rig)) co_return co_await rig.printer.stop();
        WorkerPool pool(2);
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("slow-ftp", "500")));
        CurlTransfer upload{.url = url(rig, "long.3mf"), .login = "bblp:12345678", .upload = big_file()};
        CurlOutcome first;
        Supervisor supervisor(executor, "test");
        auto uploading =
            supervisor.spawn("upload", [&]() -> awaitable<void> { first = co_await in_turn(pool, upload); });
        EXPECT_TRUE(co_await eventually(
            [&] { return file_size_of(rig.printer.storage(), "ftp://long.3mf").value_or(0) > 0; }));
        CurlTransfer listing{.url = url(rig, ""), .login = "bblp:12345678", .list_names = true};
        const auto second = co_await pool.run([listing] { return transfer(listing); });
        EXPECT_NE(second.code, CURLE_OK);
        EXPECT_EQ(second.received, "");
        co_await uploading.join();
        EXPECT_EQ(first.code, CURLE_OK);
        EXPECT_EQ((co_await in_turn(pool, listing)).code, CURLE_OK);
        co_await rig.printer.stop();
    });
}

TEST(FileStore, EndsItsSessionsWhenThePrinterIsSwitchedOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        if (!co_await has_files(rig)) co_return co_await rig.printer.stop();
        WorkerPool pool(1);
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("slow-ftp", "100")));
        CurlTransfer upload{.url = url(rig, "long.3mf"), .login = "bblp:12345678", .upload = big_file()};
        std::optional<CURLcode> code;
        Supervisor supervisor(executor, "test");
        auto uploading = supervisor.spawn(
            "upload", [&]() -> awaitable<void> { code = (co_await in_turn(pool, upload)).code; });
        EXPECT_TRUE(co_await eventually(
            [&] { return file_size_of(rig.printer.storage(), "ftp://long.3mf").value_or(0) > 0; }));
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("printer-off", "")));
        co_await uploading.join();
        EXPECT_NE(code, CURLE_OK);
        EXPECT_TRUE(descendants(getpid()).empty());
        co_await rig.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::sim
