#include "fuse/files/files.hpp"
#include "net/http/disposition.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using testing::TemporaryFolder;

awaitable<Response> upload(WholeFuse& fuse, std::string name, std::string content) {
    net::http::ClientRequest request{.method = Method::post, .url = fuse.url("/api/files"), .limit = 30s};
    request.headers["content-disposition"] = net::http::attachment(name);
    request.headers["content-type"] = "application/octet-stream";
    request.body = std::move(content);
    auto response = co_await net::http::fetch(std::move(request));
    if (!response) throw std::runtime_error(response.error().detail);
    co_return std::move(*response);
}

std::string text_of(const json::value& value, std::string_view member) {
    return std::string(value.at(member).as_string());
}

TEST(FileRoutes, TakeAFileWhateverItIsCalledAndGiveItBack) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const std::string name = "\"x\" <img src=x onerror=alert(1)> 🦀 100%.gcode";
        const std::string content = "; generated\n" + std::string(300'000, 'G');
        const auto added = co_await upload(fuse, "..\\..\\" + name, content);
        EXPECT_EQ(added.status, 201) << added.body;
        const auto file = *parse_json(added.body);
        EXPECT_EQ(text_of(file, "name"), name);
        const auto path = "/api/files/" + text_of(file, "id");
        const auto all = co_await fuse.get("/api/files");
        EXPECT_EQ(all.at("files").as_array().size(), 1u);
        EXPECT_EQ(all.at("usage").at("bytes").to_number<std::size_t>(), content.size());
        EXPECT_EQ(all.at("usage").at("limit_bytes").to_number<std::uint64_t>(), 10'000'000'000u);
        const auto saved = co_await fuse.call(Method::get, path + "/content");
        EXPECT_EQ(saved.body, content);
        EXPECT_EQ(saved.headers.at("content-type"), "application/octet-stream");
        EXPECT_EQ(saved.headers.at("content-security-policy"), "sandbox");
        EXPECT_EQ(net::http::file_name_of(saved.headers.at("content-disposition")), name);
        net::http::ClientRequest part{.url = fuse.url(path + "/content")};
        part.headers["range"] = "bytes=2-10";
        EXPECT_EQ((co_await net::http::fetch(part))->body, "generated");
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 204);
        EXPECT_EQ((co_await fuse.call(Method::get, path + "/content")).status, 404);
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 404);
    });
}

TEST(FileRoutes, RefuseWithTheReasonAndKeepNothing) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        EXPECT_EQ((co_await upload(fuse, "photo.jpg", "x")).status, 501);
        EXPECT_EQ((co_await upload(fuse, "page.3mf", "<html>")).status, 400);
        EXPECT_EQ((co_await upload(fuse, "empty.gcode", "")).status, 400);
        EXPECT_EQ((co_await upload(fuse, std::string(600, 'x') + ".gcode", "G28")).status, 413);
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/files", "G28")).status, 400);
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/files", "G28", "text/plain", "http://evil.example"))
                      .status,
                  403);
        EXPECT_EQ((co_await fuse.get("/api/files")).at("usage").at("bytes"), 0);
    });
}

TEST(FileRoutes, ClearTheCacheAndSayHowMuchThatWas) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        {
            WholeFuse fuse(executor, folder.path(), no_cloud);
            co_await upload(fuse, "1.gcode", "G28\n");
            co_await upload(fuse, "2.gcode", "G28\nG29\n");
            co_await fuse.stop();
        }
        WholeFuse fuse(executor, folder.path(), no_cloud);
        EXPECT_EQ((co_await fuse.get("/api/files")).at("files").as_array().size(), 2u);
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/files")).body, R"({"files":2,"bytes":12,"kept":0})");
        EXPECT_TRUE((co_await fuse.get("/api/files")).at("files").as_array().empty());
        co_await fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
