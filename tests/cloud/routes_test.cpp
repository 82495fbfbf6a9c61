// Walks the table of routes: each has a permission, and each permission is asked for.
#include <gmock/gmock.h>

#include <boost/algorithm/string/replace.hpp>
#include <set>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

bool is_public(const net::http::Route& route) {
    return route.permission == "public";
}

std::string name_of(const net::http::Route& route) {
    return std::string(boost::describe::enum_to_string(route.method, "")) + " " + route.pattern;
}

TEST(Routes, HaveAPermissionThatIsKnown) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        std::set<std::string> open;
        for (const auto& route : cloud.cloud().routes()) {
            const auto& name = route.permission;
            EXPECT_TRUE(farm::is_permission(name) || name == "public" || name == "session" ||
                        name == "device")
                << name_of(route) << ": " << name;
            if (is_public(route)) open.insert(name_of(route));
        }
        EXPECT_THAT(open,
                    testing::ElementsAre("get /api/setup", "get /healthz", "post /api/device/code",
                                         "post /api/device/token", "post /api/session", "post /api/setup"));
        co_return;
    });
}

awaitable<Response> ask(TestCloud& cloud, const net::http::Route& route, std::string cookie) {
    auto path = boost::replace_all_copy(route.pattern, "{id}", "unknown");
    boost::replace_all(path, "{code}", "unknown");
    net::http::ClientRequest request{.method = route.method, .url = cloud.url(path), .body = "{}"};
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    if (route.socket) {
        request.body.clear();
        request.headers["connection"] = "Upgrade";
        request.headers["upgrade"] = "websocket";
        request.headers["sec-websocket-version"] = "13";
        request.headers["sec-websocket-key"] = "dGhlIHNhbXBsZSBub25jZQ==";
    }
    auto response = co_await net::http::fetch(std::move(request));
    co_return response.value_or(Response{.status = 0});
}

TEST(Routes, AskEveryoneWhoTheyAreUnlessPublic) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        for (const auto& route : cloud.cloud().routes()) {
            if (is_public(route)) continue;
            EXPECT_EQ((co_await ask(cloud, route, "")).status, 401) << name_of(route);
            EXPECT_EQ((co_await ask(cloud, route, "gantry_session=forged")).status, 401) << name_of(route);
        }
    });
}

TEST(Routes, RefuseEachRoleWhatItLacks) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        int refused = 0;
        for (const auto role : {farm::Role::admin, farm::Role::operator_, farm::Role::viewer}) {
            const std::string name(farm::role_name(role));
            const auto cookie = co_await cloud.add_user(owner, name, name);
            for (const auto& route : cloud.cloud().routes()) {
                if (is_public(route) || route.socket || route.permission == "session") continue;
                const auto response = co_await ask(cloud, route, cookie);
                if (route.permission == "device") {
                    EXPECT_EQ(response.status, 401) << name << ": " << name_of(route);
                    continue;
                }
                const bool allowed = farm::allows({.role = role}, route.permission);
                EXPECT_EQ(response.status == 403, !allowed) << name << ": " << name_of(route);
                refused += allowed ? 0 : 1;
            }
        }
        EXPECT_GT(refused, 5);
    });
}

TEST(Routes, RefusePagesOfOtherSites) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        for (const auto& [method, path] :
             {std::pair{Method::post, "/api/session"}, std::pair{Method::del, "/api/session"},
              std::pair{Method::patch, "/api/users/x"}}) {
            net::http::ClientRequest request{.method = method, .url = cloud.url(path), .body = "{}"};
            request.headers = {{"origin", "https://evil.example"}, {"cookie", owner}};
            const auto response = co_await net::http::fetch(std::move(request));
            EXPECT_EQ(response->status, 403) << path;
        }
        net::websocket::ClientRequest socket{.url = cloud.url("/api/events", "ws")};
        socket.headers = {{"origin", "https://evil.example"}, {"cookie", owner}};
        EXPECT_EQ((co_await net::websocket::connect(std::move(socket))).error().code, Errc::unauthorized);
    });
}

}  // namespace
}  // namespace gantry::cloud
