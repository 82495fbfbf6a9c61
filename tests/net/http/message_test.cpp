#include "net/http/message.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "net/http/origin.hpp"
#include "net/http/router.hpp"
#include "net/http/url.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::net::http {
namespace {

TEST(HttpRequest, FindsACookieAmongOthers) {
    Request request{.headers = {{"cookie", "xsession=1; session=abc=; b=2"}}};
    EXPECT_EQ(request.cookie("session"), "abc=");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("c"), "");
}

TEST(SameOrigin, RefusesOtherPagesThatChangeSomethingOrOpenASocket) {
    struct Case {
        Method method;
        Headers headers;
        bool same;
    };
    const Case cases[] = {
        {Method::post, {{"host", "farm:8080"}}, true},
        {Method::post, {{"host", "farm:8080"}, {"origin", "http://farm:8080"}}, true},
        {Method::post, {{"host", "farm"}, {"origin", "https://FARM:443"}}, true},
        {Method::post, {{"host", "farm:8080"}, {"origin", "http://farm"}}, false},
        {Method::post, {{"host", "farm"}, {"origin", "http://farm.evil"}}, false},
        {Method::post, {{"host", "farm"}, {"origin", "null"}}, false},
        {Method::get, {{"host", "farm"}, {"origin", "http://evil"}}, true},
        {Method::get, {{"host", "farm"}, {"origin", "http://evil"}, {"upgrade", "websocket"}}, false},
        {Method::get, {{"host", "farm"}, {"origin", "http://farm"}, {"upgrade", "websocket"}}, true},
        {Method::post, {{"host", "farm"}, {"sec-fetch-site", "same-origin"}}, true},
        {Method::del, {{"host", "farm"}, {"sec-fetch-site", "cross-site"}}, false},
        {Method::put, {{"host", "farm"}, {"sec-fetch-site", "same-site"}}, false},
        {Method::get, {{"host", "farm"}, {"sec-fetch-site", "cross-site"}, {"upgrade", "websocket"}}, false},
    };
    for (const auto& c : cases)
        EXPECT_EQ(same_origin({.method = c.method, .headers = c.headers}), c.same);
}

TEST(Origin, KnowsAForeignPageByTheBrowsersWord) {
    const auto asked = [](std::string site) {
        return asked_by_foreign_page({.headers = {{"sec-fetch-site", std::move(site)}}});
    };
    EXPECT_TRUE(asked("cross-site"));
    EXPECT_TRUE(asked("same-site"));  // another port of the same host
    EXPECT_TRUE(asked("whatever comes next"));
    EXPECT_FALSE(asked("same-origin"));
    EXPECT_FALSE(asked("none"));
    EXPECT_FALSE(asked_by_foreign_page({}));
}

TEST(Origin, TellsPeopleAtThisMachineFromAProxyOnIt) {
    const auto direct = [](Headers headers, HttpVersion version = HttpVersion::http_1_1) {
        return came_directly({.headers = std::move(headers)}, version);
    };
    for (const auto* host : {"localhost:8888", "LOCALHOST", "127.0.0.1:8888", "127.0.0.1", "[::1]:8888"})
        EXPECT_TRUE(direct({{"host", host}})) << host;
    for (const auto* host : {"192.168.0.9:8888", "workshop", "workshop.local:8888", "localhost.evil.example",
                             "", "[::ffff:192.168.0.9]"})
        EXPECT_FALSE(direct({{"host", host}})) << host;
    for (const auto* header :
         {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"})
        EXPECT_FALSE(direct({{"host", "localhost"}, {header, ""}})) << header;
    EXPECT_FALSE(direct({{"host", "localhost"}}, HttpVersion::http_1_0));
}

TEST(Url, IsSplitOrRefused) {
    const Url expected{.encrypted = true,
                       .host = "farm.example",
                       .port = 8443,
                       .target = "/gateway?x=%20",
                       .authority = "farm.example:8443"};
    EXPECT_EQ(*parse_url("wss://farm.example:8443/gateway?x=%20"), expected);
    EXPECT_EQ(parse_url("http://[::1]/")->host, "::1");
    EXPECT_EQ(parse_url("http://[::1]/")->authority, "[::1]");
    EXPECT_EQ(parse_url("https://a")->port, 443);
    for (const auto* host : {"::1", "127.0.0.1", "farm.example"})
        EXPECT_EQ(parse_url("http://" + bracketed(host))->host, host);
    EXPECT_EQ(bracketed("[::1]"), "[::1]");
    EXPECT_EQ(parse_url("https://a")->target, "/");
    for (const auto* bad : {"", "a", "ftp://a/", "http:///x", "http://a:99999/", "http://a b/"})
        EXPECT_FALSE(parse_url(bad)) << bad;
}

Route route(Method method, std::string pattern) {
    return {.method = method, .pattern = std::move(pattern), .permission = "public"};
}

TEST(Router, PrefersTheMoreLiteralPattern) {
    Router router(Authorize{});
    router.add(route(Method::get, "/{rest*}"));
    router.add(route(Method::get, "/api/printers/{id}"));
    router.add(route(Method::get, "/api/printers/import"));
    router.add(route(Method::post, "/api/files/{name*}"));
    const auto find = [&](Method method, std::string path) -> std::string {
        Request request{.method = method, .path = std::move(path)};
        const auto found = router.find(request);
        if (!found) return std::string(name_of(found.error().code));
        std::string text = (*found)->pattern;
        for (const auto& [name, value] : request.parts)
            text += " " + name + "=" + value;
        return text;
    };
    EXPECT_EQ(find(Method::get, "/api/printers/p1"), "/api/printers/{id} id=p1");
    EXPECT_EQ(find(Method::get, "/api/printers/import"), "/api/printers/import");
    EXPECT_EQ(find(Method::get, "/api/printers/"), "/{rest*} rest=api/printers/");
    EXPECT_EQ(find(Method::get, "/"), "/{rest*} rest=");
    EXPECT_EQ(find(Method::post, "/api/files/a/b.3mf"), "/api/files/{name*} name=a/b.3mf");
    EXPECT_EQ(find(Method::post, "/api/printers/p1"), "unsupported");
    EXPECT_EQ(find(Method::post, "/api/nothing"), "not_found");
}

class Application : public testing::Test {
protected:
    Application() {
        std::filesystem::create_directories(folder_ / "assets");
        write("index.html", "<script>theme()</script><p>page</p>");
        write("assets/app-1a2b.js", "code");
        write("assets/app-1a2b.js.gz", "zipped");
        serve_application(router_, folder_.string());
    }
    ~Application() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
    Response get(std::string path, Headers headers = {}) {
        Request request{.path = std::move(path), .headers = std::move(headers)};
        const auto found = router_.find(request);
        Response response;
        run_coroutine([&](Executor) -> awaitable<void> { response = co_await (*found)->handler(request); });
        return response;
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("gantry-app-" + std::to_string(::getpid()));
    Router router_{Authorize{}};
};

TEST_F(Application, IsServedWithItsTypesAndCaching) {
    const auto script = get("/assets/app-1a2b.js");
    EXPECT_EQ(script.body, "code");
    EXPECT_EQ(script.headers.at("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(script.headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/assets/app-1a2b.js", {{"accept-encoding", "br, gzip"}}).body, "zipped");
    EXPECT_EQ(get("/assets/app-1a2b.js", {{"if-none-match", script.headers.at("etag")}}).status, 304);
}

TEST_F(Application, AnswersItsOwnAddressesWithThePageAndMissingFilesWithAnError) {
    const auto page = get("/printers/p1");
    EXPECT_EQ(page.body, "<script>theme()</script><p>page</p>");
    EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
    EXPECT_NE(page.headers.at("content-security-policy").find("'sha256-"), std::string::npos);
    EXPECT_EQ(get("/api/unknown").status, 404);
    EXPECT_EQ(get("/assets/old-9.js").status, 404);
}

}  // namespace
}  // namespace gantry::net::http
