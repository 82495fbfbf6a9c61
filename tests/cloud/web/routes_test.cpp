// Walks the table of routes: each has a permission, and each asks who comes.
#include <gmock/gmock.h>

#include <boost/algorithm/string/replace.hpp>
#include <set>

#include "tests/cloud/test_cloud.hpp"
#include "tests/cloud/web/scene.hpp"

namespace gantry::cloud {
namespace {

TEST(Routes, HaveAPermissionThatIsKnown) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const std::set<std::string> of_nobody = {"public", "anybody", "person", "member", "wall",
                                                 "device", "grant",   "server", "metrics"};
        std::set<std::string> open;
        for (const auto& route : cloud.cloud().routes()) {
            const auto& name = route.permission;
            EXPECT_TRUE(farm::is_permission(name) || of_nobody.contains(name))
                << name_of(route) << ": " << name;
            if (name == "public") open.insert(name_of(route));
        }
        EXPECT_THAT(open,
                    ::testing::ElementsAre(
                        "del /api/session", "get /api/password", "get /api/server", "get /api/setup",
                        "get /healthz", "get /readyz", "post /api/device/code", "post /api/device/token",
                        "post /api/invitation/accept", "post /api/invitation/show",
                        "post /api/password/forgotten", "post /api/password/reset", "post /api/registration",
                        "post /api/session", "post /api/session/refresh", "post /api/session/second-factor",
                        "post /api/setup", "post /api/wall"));
        co_return;
    });
}

net::http::ClientRequest request_to(TestCloud& cloud, const net::http::Route& route) {
    auto path = boost::replace_all_copy(route.pattern, "{id}", "unknown");
    boost::replace_all(path, "{printer}", "unknown");
    boost::replace_all(path, "{code}", "unknown");
    net::http::ClientRequest request{.method = route.method, .url = cloud.url(path), .body = "{}"};
    if (!route.socket) return request;
    request.body.clear();
    request.headers = {{"connection", "Upgrade"},
                       {"upgrade", "websocket"},
                       {"sec-websocket-version", "13"},
                       {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    return request;
}

awaitable<int> ask(net::http::ClientRequest request) {
    const auto response = co_await net::http::fetch(std::move(request));
    co_return response ? response->status : 0;
}

TEST(Routes, AskEveryoneWhoTheyAreUnlessPublic) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto refresh = (co_await cloud.sign_in("owner@example.org")).refresh;
        const auto token = owner.substr(owner.find('=') + 1);
        const std::vector<net::http::Headers> strangers = {
            {},
            {{"cookie", "gantry_access=forged"}},
            {{"cookie", refresh}},
            {{"cookie", "gantry_access=" + refresh.substr(refresh.find('=') + 1)}},
            {{"authorization", "Bearer " + token}}};
        for (const auto& route : cloud.cloud().routes()) {
            if (route.permission == "public" || route.permission == "anybody") continue;
            for (const auto& headers : strangers) {
                auto request = request_to(cloud, route);
                request.headers.insert(headers.begin(), headers.end());
                EXPECT_EQ(co_await ask(std::move(request)), 401) << name_of(route);
            }
        }
    });
}

TEST(Routes, RefusePagesOfOtherSites) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        int changing = 0;
        for (const auto& route : cloud.cloud().routes()) {
            if (route.method == Method::get && !route.socket) continue;
            for (const auto& [header, value] :
                 {std::pair{"origin", "https://evil.example"}, std::pair{"origin", "null"},
                  std::pair{"sec-fetch-site", "cross-site"}}) {
                auto request = request_to(cloud, route);
                request.headers["cookie"] = owner;
                request.headers[header] = value;
                EXPECT_EQ(co_await ask(std::move(request)), 403) << name_of(route) << ": " << value;
            }
            ++changing;
        }
        EXPECT_GT(changing, 25);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/stores", "", owner)).status, 200);
    });
}

TEST(Routes, LeadNowhereElse) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        for (const auto* path :
             {"//evil.example/", "/%5Cevil.example", "/api/session?next=https://evil.example",
              "/activate?code=https://evil.example", "/?redirect=//evil.example"}) {
            const auto response = co_await cloud.call(Method::get, path, "", owner);
            EXPECT_TRUE(response.status < 300 || response.status >= 400) << path;
            EXPECT_FALSE(response.headers.contains("location")) << path;
        }
    });
}

}  // namespace
}  // namespace gantry::cloud
