// Every route and the messages of a page's socket, asked by everybody there is, for their own store and for
// another one: what happens is what docs/permissions.md says.
#include <gmock/gmock.h>

#include "tests/cloud/web/scene.hpp"

namespace gantry::cloud {
namespace {

// What changes what the asker may ask; asked last, in this order.
int end_of_the_asker(const net::http::Route& route) {
    static const std::vector<std::string> last = {"post /api/stores", "post /api/store/leave",
                                                  "del /api/sessions"};
    const auto found = std::ranges::find(last, name_of(route));
    return found == last.end() ? 0 : static_cast<int>(found - last.begin()) + 1;
}

constexpr auto unknown_asker = "401 unauthorized";
constexpr auto refused = "403 forbidden";

std::string expected(const Asker& asker, const Door& door) {
    static const std::set<std::string> of_others = {"device", "grant", "metrics", "wall"};
    if (of_others.contains(door.needs)) {
        const bool is_the_wall = asker.is_wall && asker.headers.contains("cookie");
        return door.needs == "wall" && is_the_wall ? door.answer : unknown_asker;
    }
    // Its cookie means nothing there: as if nobody asked.
    if (asker.is_wall)
        return door.needs == "anybody" && asker.headers.contains("cookie") ? "204" : unknown_asker;
    if (door.needs == "server") return asker.is_administrator ? door.answer : refused;
    if (door.needs == "person" || door.needs == "anybody") return asker.is_key ? refused : door.answer;
    return asker.holds.contains(door.needs) ? door.answer : refused;
}

// Those that ask who comes.
std::vector<net::http::Route> routes_of(TestCloud& cloud) {
    std::vector<net::http::Route> routes;
    for (const int end : {0, 1, 2, 3}) {
        for (const auto& route : cloud.cloud().routes()) {
            if (route.permission != "public" && !route.socket && end_of_the_asker(route) == end)
                routes.push_back(route);
        }
    }
    return routes;
}

bool is_about_an_object(const net::http::Route& route) {
    return route.pattern.contains('{') && route.permission != "grant" && route.permission != "wall";
}

TEST(Matrix, KnowsEveryRouteAndEveryPermissionOfTheList) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        std::set<std::string> in_program;
        for (const auto& route : routes_of(cloud))
            in_program.insert(name_of(route));
        std::set<std::string> in_table;
        const auto list = documented_permissions();
        for (const auto& [name, door] : doors()) {
            in_table.insert(name);
            EXPECT_TRUE(!door.needs.contains('.') || list.contains(door.needs)) << name;
        }
        EXPECT_EQ(in_table, in_program);
        EXPECT_EQ(list.size(), farm::permission::all.size());
        co_return;
    });
}

// Of what there is: whoever may gets what they asked for, of the store's own things; nobody else does.
TEST(Matrix, OfRoutesAndPeopleIsTheDocumentedList) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        scene.let_the_fuse_answer();
        int let_in = 0;
        int shut_out = 0;
        for (const auto& route : routes_of(scene.cloud)) {
            for (auto& asker : scene.askers) {
                if (end_of_the_asker(route) != 0) co_await scene.sign_in_again(asker);
                auto wanted = expected(asker, doors().at(name_of(route)));
                // The last owner stays.
                if (name_of(route) == "post /api/store/leave" && asker.is_administrator)
                    wanted = "409 conflict";
                const auto response = co_await scene.ask(route, asker);
                EXPECT_EQ(outcome_of(response), wanted)
                    << asker.name << ": " << name_of(route) << ": " << response.body;
                ++(wanted == refused || wanted == unknown_asker ? shut_out : let_in);
            }
        }
        EXPECT_GT(let_in, 150);
        EXPECT_GT(shut_out, 150);
    });
}

TEST(Matrix, OfRefusedRoutesDoesNotTellWhatThereIs) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        const Asker of_nobody{.name = "nobody", .headers = {{"cookie", scene.nobody}}};
        auto all = scene.askers;
        all.push_back(of_nobody);
        for (const auto& route : routes_of(scene.cloud)) {
            const auto& door = doors().at(name_of(route));
            if (!is_about_an_object(route) || !farm::is_permission(door.needs)) continue;
            for (const auto& asker : all) {
                if (asker.is_wall || asker.holds.contains(door.needs)) continue;
                const auto path = Scene::path_to_nothing(route) + door.query;
                const auto body = scene.filled(door.body);
                const auto to_nothing =
                    co_await scene.cloud.call_with(route.method, path, asker.headers, body);
                const auto to_something = co_await scene.ask(route, asker);
                EXPECT_EQ(outcome_of(to_nothing), refused) << asker.name << ": " << name_of(route);
                EXPECT_EQ(to_something.body, to_nothing.body) << asker.name << ": " << name_of(route);
            }
        }
    });
}

// Asked for by somebody who may everything, in another store: as if it were not there.
TEST(Matrix, OfAnotherStoresIdsAnswers404) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        int asked = 0;
        const Asker person{.name = "stranger", .headers = {{"cookie", scene.stranger}}};
        const Asker key{.name = "a stranger's key", .headers = scene.stranger_key, .is_key = true};
        for (const auto& route : routes_of(scene.cloud)) {
            const auto& needs = doors().at(name_of(route)).needs;
            if (!is_about_an_object(route) || route.pattern.starts_with("/api/activation/")) continue;
            for (const auto& asker : {person, key}) {
                const bool may = !asker.is_key || farm::is_for_keys(needs);
                const auto response = co_await scene.ask(route, asker);
                EXPECT_EQ(outcome_of(response), may ? "404 not_found" : refused)
                    << asker.name << ": " << name_of(route) << ": " << response.body;
                ++asked;
            }
        }
        EXPECT_GE(asked, 28);
        // Ids in bodies are ids too.
        const std::string tag = R"({"printers":["p1"],"add":["Lab"]})";
        EXPECT_EQ((co_await scene.cloud.call(Method::patch, "/api/tags", tag, scene.stranger)).status, 404);
        const auto move = to_text(json::object{{"store", scene.store}});
        EXPECT_EQ((co_await scene.cloud.call(Method::put, "/api/session/store", move, scene.stranger)).status,
                  404);
        const auto code = text_at(co_await scene.waiting.request_code(), "user_code");
        EXPECT_EQ((co_await scene.cloud.confirm(code, scene.stranger, scene.store)).status, 404);
        EXPECT_EQ((co_await scene.cloud.confirm(code, scene.owner, scene.stranger_store)).status, 404);
        // Lists are of one's own store alone, and everything is still there.
        for (const auto* path : {"/api/printers", "/api/fuses", "/api/invitations", "/api/walls"}) {
            EXPECT_EQ((co_await scene.cloud.call(Method::get, path, "", scene.stranger)).body, "[]") << path;
            EXPECT_NE((co_await scene.cloud.call(Method::get, path, "", scene.owner)).body, "[]") << path;
        }
        const auto keys = co_await scene.cloud.call(Method::get, "/api/keys", "", scene.owner);
        EXPECT_EQ(parse_json(keys.body)->as_array().size(), 2u);
        const auto users = co_await scene.cloud.call(Method::get, "/api/users", "", scene.owner);
        EXPECT_THAT(users.body, ::testing::HasSubstr("somebody"));
        EXPECT_THAT((co_await scene.cloud.call(Method::get, "/api/users", "", scene.stranger)).body,
                    ::testing::Not(::testing::HasSubstr("somebody")));
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
            const auto response = co_await scene.ask(route, {.headers = {{"cookie", bound}}});
            EXPECT_EQ(outcome_of(response), "404 not_found") << name_of(route);
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
            const auto response = co_await scene.ask(route, {.headers = {{"cookie", bound}}});
            EXPECT_EQ(outcome_of(response), "404 not_found") << name_of(route);
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
                const auto own = co_await scene.path_of(route, asker);
                EXPECT_EQ(co_await let_in(scene, route, own, asker.headers), is_the_wall)
                    << asker.name << ": " << name_of(route);
                EXPECT_FALSE(co_await let_in(scene, route, Scene::path_to_nothing(route), asker.headers))
                    << asker.name << ": " << name_of(route);
            }
        }
        EXPECT_EQ(walls, 2);
    });
}

// A Fuse's door opens to its device token alone.
TEST(Matrix, OfTheGatewayIsForDeviceTokensAlone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        const auto dial = [&](net::http::Headers headers) -> awaitable<Errc> {
            const auto connection = co_await net::websocket::connect(
                {.url = scene.cloud.url("/gateway", "ws"), .headers = std::move(headers)});
            co_return connection ? Errc::internal : connection.error().code;
        };
        int asked = 0;
        for (const auto& asker : scene.askers) {
            EXPECT_EQ(co_await dial(asker.headers), Errc::unauthorized) << asker.name;
            // Nor does what is in a cookie, shown as a token, or the other way round.
            const auto cookie = asker.headers.find("cookie");
            if (cookie == asker.headers.end()) continue;
            const auto token = cookie->second.substr(cookie->second.find('=') + 1);
            EXPECT_EQ(co_await dial({{"authorization", "Bearer " + token}}), Errc::unauthorized)
                << asker.name;
            ++asked;
        }
        EXPECT_EQ(asked, 7);
        EXPECT_EQ(co_await dial({{"cookie", "gantry_access=" + scene.fuse.token()}}), Errc::unauthorized);
        EXPECT_EQ(co_await dial({}), Errc::unauthorized);
        EXPECT_TRUE((co_await scene.fuse.dial(scene.fuse.token())).has_value());
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
