// A disk that is really full: a small one of Fuse's own, and a file that takes all that is left of it.
#include <fstream>

#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/fuse/fuse_process.hpp"

namespace gantry::fuse {
namespace {

using net::http::Method;
using testing::FuseProcess;
using testing::TemporaryFolder;

constexpr std::size_t disk_bytes = 24 * 1024 * 1024;

void fill(const std::string& path) {
    std::ofstream file(path, std::ios::binary);
    for (std::size_t block = 64 * 1024; block > 0; block /= 16) {
        const std::string zeros(block, '\0');
        while (file.write(zeros.data(), static_cast<std::streamsize>(block)).flush())
            continue;
        file.clear();
    }
}

awaitable<void> expect_full(FuseProcess& fuse, Method method, std::string path, std::string body) {
    const auto refused = co_await fuse.call(method, path, std::move(body));
    EXPECT_TRUE(refused) << path;
    if (!refused) co_return;
    EXPECT_EQ(refused->status, 500) << path << ": " << refused->body;
    EXPECT_TRUE(refused->body.contains("\"storage\"")) << refused->body;
    EXPECT_TRUE(refused->body.contains("the disk is full")) << path << ": " << refused->body;
}

TEST(Faults, SayThatTheDiskIsFullAndGoOnWhenThereIsRoom) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start_on_a_disk_of(disk_bytes);
        EXPECT_EQ(std::filesystem::space(fuse.data_inside()).capacity, disk_bytes);
        const auto added =
            co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"First"})");
        EXPECT_EQ(added->status, 201);
        const auto path =
            "/api/printers/" + std::string(parse_json(added->body)->at("printer").at("id").as_string());
        const auto filler = fuse.data_inside() + "/filler";
        fill(filler);
        EXPECT_EQ(std::filesystem::space(fuse.data_inside()).available, 0u);
        // What is there already may have room for some more: until it has not.
        for (int i = 0; i < 2000; ++i) {
            const auto text = R"({"file_cache_gb":)" + std::to_string(i % 7 + 2) + "}";
            const auto answer = co_await fuse.call(Method::patch, "/api/settings", text);
            if (!answer || answer->status != 200) break;
        }
        co_await expect_full(fuse, Method::patch, "/api/settings", R"({"file_cache_gb":1})");
        co_await expect_full(fuse, Method::post, "/api/printers", R"({"driver":"virtual","name":"Second"})");
        co_await expect_full(fuse, Method::patch, path, R"({"name":"Other"})");
        co_await expect_full(fuse, Method::del, path, "");
        co_await expect_full(fuse, Method::post, "/api/client/reset", "");
        const auto upload = co_await fuse.call(Method::post, "/api/files", "; a file that does not fit",
                                               {{"content-disposition", "attachment; filename=\"a.gcode\""}});
        EXPECT_TRUE(upload && upload->status == 500 && upload->body.contains("the disk is full"))
            << (upload ? upload->body : "no answer");
        const auto unchanged = [&]() -> awaitable<void> {
            const auto printers = co_await fuse.get("/api/printers");
            EXPECT_EQ(printers.as_array().size(), 1u);
            EXPECT_EQ(printers.at(0).at("printer").at("name"), "First");
            EXPECT_NE((co_await fuse.get("/api/settings")).at("file_cache_gb"), 1);
        };
        co_await unchanged();
        EXPECT_TRUE(std::filesystem::remove(filler));
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/restart"))->status, 202);
        const auto name = R"({"name":"Renamed"})";
        std::optional<net::http::Response> renamed;
        for (int i = 0; i < 500 && (!renamed || renamed->status != 200); ++i) {
            renamed = co_await fuse.call(Method::patch, path, name);
            co_await sleep_for(20ms);
        }
        EXPECT_TRUE(renamed && renamed->status == 200) << "there is room again, for what was read anew";
        co_await fuse.end();
    });
}

}  // namespace
}  // namespace gantry::fuse
