// Every route of a whole Fuse against everybody who may ask.
#include "fuse/web/authorize.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::Headers;
using net::http::Request;
using net::http::Route;
using testing::TemporaryFolder;

// As a proxy on this machine hands on what comes from the network.
const Headers away = {{"x-forwarded-for", "192.0.2.7"}};

std::string path_of(const Route& route) {
    std::string path;
    bool inside = false;
    for (const char c : route.pattern) {
        if (c == '{') path += "none";
        if (c == '{') inside = true;
        if (!inside) path += c;
        if (c == '}') inside = false;
    }
    return path;
}

Headers with(Headers headers, const Headers& more) {
    headers.insert(more.begin(), more.end());
    return headers;
}

// What opens a WebSocket, where the route is one.
Headers upgrade_of(const Route& route) {
    if (!route.socket) return {};
    return {{"connection", "Upgrade"},
            {"upgrade", "websocket"},
            {"sec-websocket-version", "13"},
            {"sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="}};
}

struct Rig {
    explicit Rig(Executor executor, const std::string& folder) : fuse(executor, folder, no_cloud) {}

    // Signs in as somebody on the network; the Cookie header.
    awaitable<std::string> set_up() {
        const auto access = co_await fuse.get("/api/access");
        const json::value body = {{"code", access.at("setup_code")}, {"password", "correct horse"}};
        const auto answer = co_await fuse.ask(Method::post, "/api/setup", away, to_text(body));
        EXPECT_EQ(answer.status, 200) << answer.body;
        co_return answer.cookies.at(0).substr(0, answer.cookies.at(0).find(';'));
    }
    awaitable<int> status(const Route& route, Headers headers) {
        const auto answer = co_await fuse.ask(route.method, path_of(route), with(upgrade_of(route), headers));
        co_return answer.status;
    }

    WholeFuse fuse;
};

TEST(Authorize, LeavesOnlyTheseRoutesToEverybody) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        std::set<std::string> open;
        for (const auto& route : rig.fuse.routes()) {
            EXPECT_TRUE((std::set<std::string>{everyone, watcher, user, machine}.contains(route.permission)))
                << route.pattern << ": " << route.permission;
            if (route.permission == everyone) open.insert(route.pattern);
        }
        EXPECT_EQ(open, (std::set<std::string>{"/healthz", "/api/session", "/api/setup"}));
        co_await rig.fuse.stop();
    });
}

TEST(Authorize, LetsNobodyInFromTheNetworkWithoutASession) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        const auto cookie = co_await rig.set_up();
        const Headers guess = with(away, {{"cookie", "gantry_fuse_session=guess"}});
        const Headers token = with(away, {{"authorization", "Bearer guess"}});
        for (const auto& route : rig.fuse.routes()) {
            if (route.permission == everyone) continue;
            const int refused = route.permission == machine ? 403 : 401;
            for (const auto& headers : {away, guess, token})
                EXPECT_EQ(co_await rig.status(route, headers), refused) << route.pattern;
        }
        co_await rig.fuse.stop();
    });
}

TEST(Authorize, AnswersNoOtherNameAndNoForeignPage) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        for (const auto& route : rig.fuse.routes()) {
            const auto headers = upgrade_of(route);
            const bool reads = route.method == Method::get && !route.socket;
            const Headers foreign = {{"origin", "http://evil.example"}};
            if (!reads) EXPECT_EQ(co_await rig.status(route, foreign), 403) << route.pattern;
            for (const auto* site : {"cross-site", "same-site"}) {
                if (reads && route.permission == everyone) continue;
                EXPECT_EQ(co_await rig.status(route, {{"sec-fetch-site", site}}), 403)
                    << route.pattern << site;
            }
            const auto answer =
                co_await rig.fuse.ask_as("evil.example:8888", route.method, path_of(route), headers);
            EXPECT_TRUE(answer.starts_with("HTTP/1.1 403")) << route.pattern << answer;
        }
        co_await rig.fuse.stop();
    });
}

TEST(Authorize, LetsInWhoIsHereOrSignedIn) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Store store(folder.path());
        access::Access access(store, {.hash_cost = HashCost::cheapest});
        access.load();
        const auto person = *co_await access.set_up(access.setup_code(), Secret("correct horse"), {});
        const auto player = *co_await access.add_player("OBS", {});
        const auto authorize = make_authorize(access);
        const auto cookie = "other=1; gantry_fuse_session=" + person.token.reveal();
        struct Case {
            std::string who;
            Request request;
            std::set<std::string> may;
        };
        const std::vector<Case> cases = {
            {"here", {.from_this_machine = true}, {everyone, watcher, user, machine}},
            {"network", {}, {everyone}},
            {"signed in", {.headers = {{"cookie", cookie}}}, {everyone, watcher, user}},
            {"player",
             {.headers = {{"authorization", "Bearer " + player.token.reveal()}}},
             {everyone, watcher}},
            {"a person's token as a player's",
             {.headers = {{"authorization", "Bearer " + person.token.reveal()}}},
             {everyone}},
            {"a player's token as a person's",
             {.headers = {{"cookie", "gantry_fuse_session=" + player.token.reveal()}}},
             {everyone}},
        };
        for (const auto& [who, request, may] : cases) {
            for (const std::string permission : {everyone, watcher, user, machine}) {
                auto asked = request;
                const auto answer = co_await authorize(asked, permission);
                EXPECT_EQ(answer.has_value(), may.contains(permission)) << who << " " << permission;
            }
            auto asked = request;
            const auto unknown = co_await authorize(asked, "a permission that nobody knows");
            EXPECT_FALSE(unknown) << who;
        }
    });
}

TEST(Authorize, AsksPeopleAtTheMachineTooWhenToldTo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        WholeFuse fuse(executor, folder.path(), no_cloud,
                       {.local_people = access::LocalPeople::sign_in, .hash_cost = HashCost::cheapest});
        EXPECT_EQ((co_await fuse.ask(Method::get, "/api/status", {})).status, 401);
        EXPECT_EQ((co_await fuse.get("/api/session")).at("state"), "setup");
        co_await fuse.stop();
    });
}

TEST(Authorize, SignsInAndOutAgain) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        auto& fuse = rig.fuse;
        const auto door = [&](Headers headers) -> awaitable<std::string> {
            const auto answer = co_await fuse.ask(Method::get, "/api/session", std::move(headers));
            co_return std::string(parse_json(answer.body)->at("state").as_string());
        };
        EXPECT_EQ(co_await door({}), "open");
        EXPECT_EQ(co_await door(away), "setup");
        const Headers mine = with(away, {{"cookie", co_await rig.set_up()}});
        EXPECT_EQ(co_await door(mine), "signed_in");
        EXPECT_EQ(co_await door(away), "sign_in");
        const auto view = *parse_json((co_await fuse.ask(Method::get, "/api/access", mine)).body);
        EXPECT_EQ(view.at("setup_code"), "");
        EXPECT_EQ(view.at("sessions").as_array().size(), 1u);
        EXPECT_EQ(view.at("sessions").at(0).at("is_this"), true);
        EXPECT_EQ(view.at("sessions").at(0).at("address"), "127.0.0.1") << "the proxy is not trusted";

        const auto wrong = co_await fuse.ask(Method::post, "/api/session", away, R"({"password":"guess"})");
        EXPECT_EQ(wrong.status, 401);
        const Headers https = with(away, {{"origin", "https://127.0.0.1:" + std::to_string(fuse.port())}});
        const auto right =
            co_await fuse.ask(Method::post, "/api/session", https, R"({"password":"correct horse"})");
        EXPECT_EQ(right.status, 200) << right.body;
        for (const auto* attribute :
             {"; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=2592000", "; Secure"})
            EXPECT_NE(right.cookies.at(0).find(attribute), std::string::npos) << right.cookies.at(0);

        EXPECT_EQ((co_await fuse.ask(Method::del, "/api/session", mine)).status, 204);
        EXPECT_EQ(co_await door(mine), "sign_in");
        co_await fuse.stop();
    });
}

TEST(Authorize, SaysHowLongToWait) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        co_await rig.set_up();
        int last = 0;
        for (int i = 0; i < 6; ++i)
            last =
                (co_await rig.fuse.ask(Method::post, "/api/session", away, R"({"password":"guess"})")).status;
        EXPECT_EQ(last, 429);
        const auto answer =
            co_await rig.fuse.ask(Method::post, "/api/session", away, R"({"password":"guess"})");
        EXPECT_GE(std::stoi(answer.headers.at("retry-after")), 1);
        const auto door = *parse_json((co_await rig.fuse.ask(Method::get, "/api/session", away)).body);
        EXPECT_GE(door.at("wait_s").as_int64(), 1);
        co_await rig.fuse.stop();
    });
}

TEST(Authorize, TakesTheWebSocketsOfWhoIsSignedOut) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        const Headers mine = with(away, {{"cookie", co_await rig.set_up()}});
        auto page =
            co_await net::websocket::connect({.url = rig.fuse.url("/api/events", "ws"), .headers = mine});
        EXPECT_TRUE(page) << (page ? "" : page.error().detail);
        EXPECT_TRUE((co_await within(5s, (*page)->read())).has_value());
        EXPECT_EQ((co_await rig.fuse.call(Method::del, "/api/access/sessions")).status, 204);
        const auto told = std::chrono::steady_clock::now();
        while (co_await within(5s, (*page)->read())) {
        }
        EXPECT_LT(std::chrono::steady_clock::now() - told, 1s);
        auto again =
            co_await net::websocket::connect({.url = rig.fuse.url("/api/events", "ws"), .headers = mine});
        EXPECT_EQ(again.error().code, Errc::unauthorized);
        co_await rig.fuse.stop();
    });
}

TEST(Authorize, TakesTheVideoOfWhoIsSignedOut) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        Rig rig(executor, folder.path());
        const auto printer = "/api/printers/" + co_await rig.fuse.add(sim.printer);
        const Headers mine = with(away, {{"cookie", co_await rig.set_up()}});
        std::ifstream offer(std::string(GANTRY_SOURCE_DIR) + "/fuzz/corpus/rtc_sdp/firefox");
        const std::string sdp(std::istreambuf_iterator<char>(offer), {});
        const auto watching = co_await rig.fuse.ask(Method::post, printer + "/whep",
                                                    with(mine, {{"content-type", "application/sdp"}}), sdp);
        EXPECT_EQ(watching.status, 201) << watching.body;
        EXPECT_EQ((co_await rig.fuse.get(printer)).at("camera").at("viewers"), 1);
        EXPECT_EQ((co_await rig.fuse.ask(Method::del, "/api/session", mine)).status, 204);
        const auto view = co_await rig.fuse.get(watching.headers.at("location"));
        EXPECT_EQ(view.at("state"), "ended");
        EXPECT_EQ(view.at("problem").at("code"), "unauthorized");
        EXPECT_TRUE(co_await rig.fuse.reaches(watching.headers.at("location"), "/state", "ended"));
        co_await rig.fuse.stop();
        co_await sim.printer.stop();
    });
}

TEST(Authorize, GivesPlayersNothingButCameras) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(executor, folder.path());
        co_await rig.set_up();
        const auto added = co_await rig.fuse.call(Method::post, "/api/access/players", R"({"name":"OBS"})");
        EXPECT_EQ(added.status, 201);
        const std::string token(parse_json(added.body)->at("token").as_string());
        const Headers player = with(away, {{"authorization", "Bearer " + token}});
        EXPECT_EQ((co_await rig.fuse.ask(Method::get, "/api/printers/none/snapshot.jpg", player)).status,
                  404);
        EXPECT_EQ((co_await rig.fuse.ask(Method::get, "/api/printers", player)).status, 401);
        const auto id = std::string(parse_json(added.body)->at("id").as_string());
        EXPECT_EQ((co_await rig.fuse.call(Method::del, "/api/access/sessions/" + id)).status, 204);
        EXPECT_EQ((co_await rig.fuse.ask(Method::get, "/api/printers/none/snapshot.jpg", player)).status,
                  401);
        co_await rig.fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
