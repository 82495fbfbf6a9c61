// Every route and the messages of a page's socket, asked by everybody there is, for their own store and for
// another one: what happens is what docs/permissions.md says.
#include <gmock/gmock.h>

#include "tests/cloud/web/scene.hpp"

namespace gantry::cloud {
namespace {

std::string name_of(const net::http::Route& route) {
    return std::string(boost::describe::enum_to_string(route.method, "")) + " " + route.pattern;
}

// Bodies with which a request would succeed if its object were one's own.
std::string body_for(const net::http::Route& route) {
    if (route.pattern == "/api/printers/{id}/command") return R"({"action":"pause"})";
    if (name_of(route) == "patch /api/users/{id}") return R"({"role":"admin"})";
    return "{}";
}

// What ends the asker's own right to ask; asked last, in this order.
int end_of_the_asker(const net::http::Route& route) {
    const auto name = name_of(route);
    return name == "post /api/store/leave" ? 1 : name == "del /api/sessions" ? 2 : 0;
}

enum class Answer { unknown_asker, refused, let_in };

Answer answer_of(int status) {
    if (status == 401) return Answer::unknown_asker;
    return status == 403 ? Answer::refused : Answer::let_in;
}

Answer expected(const Asker& asker, const std::string& permission) {
    if (permission == "device" || permission == "grant" || permission == "wall" || permission == "metrics")
        return Answer::unknown_asker;
    // Its cookie means nothing there: as if nobody asked.
    if (asker.is_wall)
        return permission == "anybody" && asker.headers.contains("cookie") ? Answer::let_in
                                                                           : Answer::unknown_asker;
    if (permission == "server") return asker.is_administrator ? Answer::let_in : Answer::refused;
    if (permission == "person" || permission == "anybody")
        return asker.is_key ? Answer::refused : Answer::let_in;
    if (permission == "member") return Answer::let_in;
    return asker.holds.contains(permission) ? Answer::let_in : Answer::refused;
}

std::vector<net::http::Route> routes_of(TestCloud& cloud) {
    std::vector<net::http::Route> routes;
    for (const int end : {0, 1, 2}) {
        for (const auto& route : cloud.cloud().routes()) {
            if (route.permission != "public" && !route.socket && end_of_the_asker(route) == end)
                routes.push_back(route);
        }
    }
    return routes;
}

TEST(Matrix, OfRoutesAndPeopleIsTheDocumentedList) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        int asked = 0;
        for (const auto& route : routes_of(scene.cloud)) {
            for (auto& asker : scene.askers) {
                if (end_of_the_asker(route) != 0) co_await scene.sign_in_again(asker);
                const auto path = Scene::path_to_nothing(route);
                const auto response = co_await scene.cloud.call_with(route.method, path, asker.headers, "{}");
                EXPECT_EQ(answer_of(response.status), expected(asker, route.permission))
                    << asker.name << ": " << name_of(route) << ": " << response.status << response.body;
                ++asked;
            }
        }
        EXPECT_GT(asked, 200);
    });
}

TEST(Matrix, OfRefusedRoutesDoesNotTellWhatThereIs) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        for (const auto& route : routes_of(scene.cloud)) {
            if (!farm::is_permission(route.permission)) continue;
            for (const auto& asker : scene.askers) {
                if (asker.is_wall || asker.holds.contains(route.permission)) continue;
                for (const auto& path : {scene.path_of(route), Scene::path_to_nothing(route)}) {
                    const auto body = body_for(route);
                    const auto response =
                        co_await scene.cloud.call_with(route.method, path, asker.headers, body);
                    EXPECT_EQ(response.status, 403) << asker.name << ": " << name_of(route);
                }
            }
            const auto of_nobody =
                co_await scene.cloud.call(route.method, scene.path_of(route), "{}", scene.nobody);
            EXPECT_EQ(of_nobody.status, 403) << name_of(route);
        }
    });
}

TEST(Matrix, OfAnotherStoresIdsAnswers404) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        int asked = 0;
        for (const auto& route : routes_of(scene.cloud)) {
            if (!route.pattern.contains("{id}") || route.permission == "grant" || route.permission == "wall")
                continue;
            const auto path = scene.path_of(route);
            EXPECT_FALSE(path.contains("unknown")) << name_of(route) << ": the scene has no such object";
            const auto response =
                co_await scene.cloud.call(route.method, path, body_for(route), scene.stranger);
            EXPECT_EQ(response.status, 404) << name_of(route) << ": " << response.body;
            ++asked;
        }
        EXPECT_GE(asked, 11);
        // Lists are of one's own store alone, and everything is still there.
        for (const auto* path :
             {"/api/printers", "/api/fuses", "/api/invitations", "/api/keys", "/api/walls"}) {
            EXPECT_EQ((co_await scene.cloud.call(Method::get, path, "", scene.stranger)).body, "[]") << path;
            EXPECT_NE((co_await scene.cloud.call(Method::get, path, "", scene.owner)).body, "[]") << path;
        }
        const auto users = co_await scene.cloud.call(Method::get, "/api/users", "", scene.owner);
        EXPECT_THAT(users.body, ::testing::HasSubstr("vic@example.org"));
        EXPECT_THAT((co_await scene.cloud.call(Method::get, "/api/users", "", scene.stranger)).body,
                    ::testing::Not(::testing::HasSubstr("vic@example.org")));
    });
}

TEST(Matrix, OfPrintersOutOfAPersonsScopeAnswers404) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        json::object more;
        more["scope"] = json::object{{"all", false}, {"printers", json::array{"p2"}}};
        const auto bound = co_await scene.cloud.add_user(scene.owner, "bound", "operator", more);
        for (const auto& route : routes_of(scene.cloud)) {
            if (!route.pattern.starts_with("/api/printers/{id}")) continue;
            const auto response =
                co_await scene.cloud.call(route.method, scene.path_of(route), body_for(route), bound);
            EXPECT_EQ(response.status, 404) << name_of(route);
        }
        const auto listed = co_await scene.cloud.call(Method::get, "/api/printers", "", bound);
        EXPECT_EQ(parse_json(listed.body)->as_array().size(), 1u);
    });
}

TEST(Matrix, OfPrintersWithoutATagOfAPersonsScopeAnswers404) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        const auto tag = [&](const char* body, const std::string& who) {
            return scene.cloud.call(Method::patch, "/api/tags", body, who);
        };
        EXPECT_EQ((co_await tag(R"({"printers":["p2"],"add":["Lab"]})", scene.owner)).status, 204);
        json::object more;
        more["scope"] = json::object{{"all", false}, {"tags", json::array{"Lab"}}};
        const auto bound = co_await scene.cloud.add_user(scene.owner, "bound", "admin", more);
        for (const auto& route : routes_of(scene.cloud)) {
            if (!route.pattern.starts_with("/api/printers/{id}")) continue;
            const auto response =
                co_await scene.cloud.call(route.method, scene.path_of(route), body_for(route), bound);
            EXPECT_EQ(response.status, 404) << name_of(route);
        }
        EXPECT_EQ((co_await tag(R"({"printers":["p1"],"add":["Lab"]})", bound)).status, 404);
        EXPECT_EQ((co_await tag(R"({"printers":["p1"],"add":["Lab"]})", scene.stranger)).status, 404);
        const auto listed = co_await scene.cloud.call(Method::get, "/api/printers", "", bound);
        const auto printers = parse_json(listed.body)->as_array();
        EXPECT_EQ(printers.size(), 1u);
        EXPECT_EQ(to_text(printers.at(0).at("tags")), R"(["Lab"])");
        EXPECT_EQ((co_await scene.cloud.call(Method::get, "/api/printers/p2", "", bound)).status, 200);
    });
}

// Whether they are let in, by a request or by an upgrade to a WebSocket.
awaitable<bool> let_in(Scene& scene, const net::http::Route& route, std::string path,
                       net::http::Headers headers) {
    if (!route.socket) {
        const auto response = co_await scene.cloud.call_with(route.method, path, headers, "");
        co_return response.status != 401;
    }
    const auto url = scene.cloud.url(path, "ws");
    const auto connection = co_await net::websocket::connect({.url = url, .headers = headers});
    co_return connection.has_value();
}

// A wall's token opens that wall's own addresses, and nobody else's token does.
TEST(Matrix, OfWallsIsTheirOwnAddressesAlone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        int walls = 0;
        for (const auto& route : scene.cloud.cloud().routes()) {
            if (route.permission != "wall") continue;
            ++walls;
            for (const auto& asker : scene.askers) {
                const bool is_the_wall = asker.is_wall && asker.headers.contains("cookie");
                EXPECT_EQ(co_await let_in(scene, route, scene.path_of(route), asker.headers), is_the_wall)
                    << asker.name << ": " << name_of(route);
                const auto path = Scene::path_to_nothing(route);
                EXPECT_FALSE(co_await let_in(scene, route, path, asker.headers))
                    << asker.name << ": " << name_of(route);
            }
        }
        EXPECT_EQ(walls, 2);
    });
}

// What a page is told at once, and with which code what it starts at p1 is refused; empty: it is begun.
struct Heard {
    std::size_t printers = 0;
    std::string live;
    std::string check;
};

awaitable<std::string> refusal(Peer& page, std::string what) {
    page.send({{"type", what + ".start"}, {"request", "1"}, {"printer", "p1"}});
    // A start with an unknown printer is answered after it, so that one of the two is refused.
    page.send({{"type", what + ".start"}, {"request", "2"}, {"printer", "unknown"}});
    const auto ended = co_await page.expect(what + ".ended");
    co_return text_at(ended, "request") == "1" ? text_at(ended, "code") : "";
}

awaitable<Heard> listen(Scene& scene, net::http::Headers headers) {
    auto page = co_await open_page_with(scene.cloud, headers);
    const auto printers = co_await page.expect("printers");
    Heard heard{.printers = printers.at("printers").as_array().size(), .live = {}, .check = {}};
    heard.live = co_await refusal(page, "live");
    heard.check = co_await refusal(page, "check");
    co_return heard;
}

TEST(Matrix, OfSocketMessagesAndPeopleIsTheDocumentedList) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        for (const auto& asker : scene.askers) {
            if (asker.is_wall) continue;  // its socket is another one
            const auto heard = co_await listen(scene, asker.headers);
            const auto* code = asker.holds.contains("printer.camera") ? "" : "forbidden";
            EXPECT_EQ(heard.printers, asker.holds.contains("printer.view") ? 2u : 0u) << asker.name;
            EXPECT_EQ(heard.live, code) << asker.name;
            EXPECT_EQ(heard.check, code) << asker.name;
        }
        const auto foreign = co_await listen(scene, {{"cookie", scene.stranger}});
        EXPECT_EQ(foreign.printers, 0u);
        EXPECT_EQ(foreign.live, "not_found");
        EXPECT_EQ(foreign.check, "not_found");
        net::websocket::ClientRequest of_nobody{.url = scene.cloud.url("/api/events", "ws"),
                                                .headers = {{"cookie", scene.nobody}}};
        EXPECT_FALSE(co_await net::websocket::connect(std::move(of_nobody)));
    });
}

TEST(Matrix, OfSocketMessagesKeepsSessionsOfOthersOutOfReach) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        auto watching = co_await open_page(scene.cloud, scene.owner);
        watching.send({{"type", "live.start"}, {"request", "1"}, {"printer", "p1"}});
        const auto session = text_at(co_await watching.expect("live.ready"), "session");
        const json::object stop = {{"type", "live.stop"}, {"session", session}};
        const json::object offer = {{"type", "live.offer"}, {"session", session}, {"sdp", "theirs"}};
        const json::object candidate = {
            {"type", "live.candidate"}, {"session", session}, {"candidate", "c"}, {"mid", "0"}};
        std::vector<net::http::Headers> all = {{{"cookie", scene.stranger}}};
        for (const auto& asker : scene.askers) {
            if (!asker.is_wall) all.push_back(asker.headers);
        }
        for (const auto& headers : all) {
            auto other = co_await open_page_with(scene.cloud, headers);
            for (const auto& message : {offer, candidate, stop})
                other.send(message);
            // Answered after them.
            other.send({{"type", "live.start"}, {"request", "2"}, {"printer", "unknown"}});
            co_await other.expect("live.ended");
        }
        watching.send({{"type", "live.offer"}, {"session", session}, {"sdp", "mine"}});
        EXPECT_EQ(text_at(co_await scene.gateway->expect("live.offer"), "sdp"), "mine");
    });
}

}  // namespace
}  // namespace gantry::cloud
