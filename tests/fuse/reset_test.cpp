// What a reset leaves on the disk, seen from beside the program.
#include <set>
#include <sstream>

#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/fuse/fuse_process.hpp"

namespace gantry::fuse {
namespace {

namespace fs = std::filesystem;
using net::http::Method;
using testing::FuseProcess;
using testing::TemporaryFolder;

constexpr auto printer_name = "Shelf under the stairs";
constexpr auto file_name = "lamp-shade.gcode";

// Without what the test itself keeps there.
std::set<std::string> names_in(const TemporaryFolder& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
        names.insert(entry.path().lexically_relative(folder.path()).string());
    names.erase("output");
    return names;
}

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The files in which these words stand.
std::set<std::string> files_that_tell(const TemporaryFolder& folder, std::string_view words) {
    std::set<std::string> files;
    for (const auto& name : names_in(folder))
        if (fs::is_regular_file(folder / name) && contents(folder / name).contains(words)) files.insert(name);
    return files;
}

awaitable<void> expect(FuseProcess& fuse, Method method, std::string path, std::string body, int status,
                       net::http::Headers headers = {}) {
    const auto answer = co_await fuse.call(method, path, std::move(body), std::move(headers));
    EXPECT_TRUE(answer && answer->status == status) << path << " " << (answer ? answer->body : "no answer");
}

// Something of everything that Fuse keeps.
awaitable<void> live_in(FuseProcess& fuse) {
    const json::value printer = {{"driver", "virtual"}, {"name", printer_name}};
    co_await expect(fuse, Method::post, "/api/printers", to_text(printer), 201);
    const auto id = (co_await fuse.get("/api/printers")).at(0).at("printer").at("id");
    const auto path = "/api/printers/" + std::string(id.as_string());
    co_await expect(fuse, Method::get, path + "/snapshot.jpg", "", 200);
    co_await expect(fuse, Method::post, path + "/command", R"({"action":"light_on"})", 204);
    co_await expect(fuse, Method::post, "/api/files", "; a file", 201,
                    {{"content-disposition", std::string("attachment; filename=\"") + file_name + '"'},
                     {"content-type", "application/octet-stream"}});
    co_await expect(fuse, Method::patch, "/api/settings", R"({"file_cache_gb":7})", 200);
    co_await expect(fuse, Method::put, "/api/access/password", R"({"password":"a long password"})", 204);
}

awaitable<void> reset(FuseProcess& fuse) {
    const auto before = (co_await fuse.get("/api/status")).at("started_at");
    co_await expect(fuse, Method::post, "/api/client/reset", "", 202);
    const auto is_back = [&]() -> awaitable<bool> {
        const auto status = co_await fuse.call(Method::get, "/api/status");
        co_return status && status->status == 200 && parse_json(status->body)->at("started_at") != before;
    };
    const auto end = std::chrono::steady_clock::now() + 15s;
    while (!co_await is_back() && std::chrono::steady_clock::now() < end)
        co_await sleep_for(20ms);
    EXPECT_TRUE(co_await is_back());
}

TEST(Reset, LeavesTheDataFolderAsAfterTheInstallation) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder installed;
        FuseProcess fresh(executor, installed.path());
        co_await fresh.start();
        const auto expected = names_in(installed);
        co_await fresh.end();

        const TemporaryFolder folder;
        std::ofstream(folder / "fuse.3.log") << printer_name << ": of last week\n";
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        co_await live_in(fuse);
        const auto key = contents(folder / "key");
        EXPECT_GT(names_in(folder).size(), expected.size());
        EXPECT_TRUE(files_that_tell(folder, printer_name).contains("fuse.log"));
        co_await reset(fuse);
        EXPECT_EQ(names_in(folder), expected);
        for (const auto* words : {printer_name, file_name})
            EXPECT_EQ(files_that_tell(folder, words), std::set<std::string>{}) << words;
        EXPECT_NE(contents(folder / "key"), key);
        const auto log = co_await fuse.call(Method::get, "/api/logs");
        EXPECT_TRUE(log && log->body.contains("reset: everything begins anew"));
        EXPECT_FALSE(log && log->body.contains(printer_name)) << "in memory";
        co_await fuse.end();
    });
}

TEST(Reset, BeginsAnewAlsoWhenItWasInterrupted) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        co_await live_in(fuse);
        co_await expect(fuse, Method::post, "/api/client/reset", "", 202);
        co_await fuse.kill();
        // As far as a power cut may have let it come.
        fs::remove(folder / "key");
        fs::remove(folder / "fuse.log");
        co_await fuse.start();
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty());
        EXPECT_EQ((co_await fuse.get("/api/files")).at("usage").at("files"), 0);
        for (const auto* words : {printer_name, file_name})
            EXPECT_EQ(files_that_tell(folder, words), std::set<std::string>{}) << words;
        co_await fuse.end();
    });
}

}  // namespace
}  // namespace gantry::fuse
