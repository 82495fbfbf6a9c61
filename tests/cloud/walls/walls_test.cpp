#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Wall {
    std::string id;
    std::string token;
    net::http::Headers headers() const { return {{"cookie", "gantry_wall=" + token}}; }
};

const json::object start = {
    {"type", "live.start"}, {"request", "r"}, {"printer", "p1"}, {"sdp", "v=0 offer"}};

// A Cloud with the printers p1 and p2, p1 in the "Lab", and an admin who makes walls.
struct Workshop {
    explicit Workshop(Executor executor, std::function<void(Settings&)> adjust = {})
        : cloud(executor, std::move(adjust)), fuse(cloud) {}

    awaitable<void> open() {
        owner = co_await cloud.set_up_owner();
        maker = co_await cloud.add_user(owner, "mia", "admin");
        maker_path = "/api/users/" + co_await cloud.user_id(maker);
        co_await fuse.activate(owner);
        gateway.emplace(co_await fuse.connect());
        auto page = co_await open_page(cloud, owner);
        co_await page.expect("printers");
        gateway->send(printers_message({"p1", "p2"}));
        co_await page.expect("printers");
        const auto* lab = R"({"printers":["p1"],"add":["Lab"]})";
        EXPECT_EQ((co_await cloud.call(Method::patch, "/api/tags", lab, owner)).status, 204);
    }
    awaitable<Wall> make(json::object wanted = {}) {
        wanted["name"] = "Hall";
        const auto made = co_await cloud.call(Method::post, "/api/walls", to_text(wanted), maker);
        EXPECT_EQ(made.status, 201) << made.body;
        const auto answer = parse_json(made.body)->as_object();
        const auto link = text_at(answer, "link");
        EXPECT_THAT(link, HasSubstr("/wall#gw_"));
        co_return Wall{text_at(answer.at("wall").as_object(), "id"), link.substr(link.find('#') + 1)};
    }
    awaitable<Peer> look(const Wall& wall) {
        const auto url = cloud.url("/api/wall/" + wall.id + "/events", "ws");
        auto connection = co_await net::websocket::connect({.url = url, .headers = wall.headers()});
        if (!connection) throw std::runtime_error(connection.error().detail);
        co_return Peer(*std::move(connection));
    }
    awaitable<Response> opened(const std::string& token) {
        const json::object body = {{"token", token}};
        co_return co_await cloud.call(Method::post, "/api/wall", to_text(body));
    }

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;
    std::string maker;
    std::string maker_path;
    std::optional<Peer> gateway;
};

TEST(Walls, AreOpenedByTheirLinkAlone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Workshop shop(executor);
        co_await shop.open();
        const auto wall = co_await shop.make();
        const auto opened = co_await shop.opened(wall.token);
        EXPECT_EQ(opened.status, 200);
        EXPECT_THAT(opened.body, HasSubstr(wall.id));
        EXPECT_THAT(opened.cookies.at(0), HasSubstr("HttpOnly; SameSite=Strict; Path=/api/wall/" + wall.id));
        for (const auto* forged : {"", "gw_", "gw_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
            EXPECT_EQ((co_await shop.opened(forged)).status, 401) << forged;
        const auto listed = co_await shop.cloud.call(Method::get, "/api/walls", "", shop.owner);
        EXPECT_THAT(listed.body, HasSubstr(R"("made_by":"mia")"));
        EXPECT_THAT(listed.body, Not(HasSubstr(wall.token)));
        storage::Database database(shop.cloud.folder() / "cloud.sqlite");
        const auto stored = co_await database.run([](soci::session& sql) -> Result<std::string> {
            std::string hash;
            sql << "SELECT token_hash FROM wall_links", soci::into(hash);
            return hash;
        });
        EXPECT_EQ(*stored, to_hex(sha256(as_bytes(wall.token))));
        const auto audit = co_await shop.cloud.call(Method::get, "/api/audit?action=wall.", "", shop.owner);
        EXPECT_THAT(audit.body, HasSubstr("wall.created"));
        EXPECT_THAT(audit.body, Not(HasSubstr(wall.token)));
    });
}

TEST(Walls, ShowTheirPrintersAndTellNothingOfTheirMaker) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Workshop shop(executor);
        co_await shop.open();
        json::object lab;
        lab["scope"] = json::object{{"all", false}, {"tags", json::array{"Lab"}}};
        auto page = co_await shop.look(co_await shop.make(lab));
        const auto session = to_text((co_await page.expect("session")).at("session"));
        EXPECT_THAT(session, HasSubstr(R"("permissions":["printer.view","printer.camera"])"));
        EXPECT_THAT(session, HasSubstr(R"("user":{"id":"","name":"Hall","email":""})"));
        const auto printers = (co_await page.expect("printers")).at("printers").as_array();
        EXPECT_EQ(printers.size(), 1u);
        // The other printer is out of its bounds, and a check-up is not for walls.
        page.send({{"type", "live.start"}, {"request", "1"}, {"printer", "p2"}});
        EXPECT_EQ(text_at(co_await page.expect("live.ended"), "code"), "not_found");
        page.send({{"type", "check.start"}, {"request", "2"}, {"printer", "p1"}});
        page.send(start);
        const auto offer = co_await shop.gateway->expect("live.offer");
        EXPECT_EQ(text_at(offer, "viewer"), "Hall");
    });
}

TEST(Walls, HideNamesWhenAsked) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Workshop shop(executor);
        co_await shop.open();
        const auto wall = co_await shop.make({{"hide_names", true}});
        auto page = co_await shop.look(wall);
        EXPECT_THAT(to_text((co_await page.expect("printers")).at("printers")), HasSubstr("Printer 2"));
        shop.gateway->send({{"type", "state"},
                            {"printer", "p1"},
                            {"changes", {{"progress", {{"job_name", "secret.3mf"}, {"percent", 7}}}}}});
        const auto told = to_text(co_await page.expect("printer"));
        EXPECT_THAT(told, HasSubstr(R"("percent":7)"));
        EXPECT_THAT(told, Not(HasSubstr("secret")));
    });
}

// What takes the picture from a wall, within a second.
struct Taking {
    const char* what;
    bool closes;  // the page, too
    std::function<awaitable<Response>(Workshop&, const Wall&)> take;
};

const std::vector<Taking>& takings() {
    static const std::vector<Taking> all = {
        {"its link is revoked", true,
         [](Workshop& shop, const Wall& wall) {
             return shop.cloud.call(Method::del, "/api/walls/" + wall.id, "", shop.owner);
         }},
        {"its maker loses printer.camera", false,
         [](Workshop& shop, const Wall&) {
             return shop.cloud.call(Method::patch, shop.maker_path,
                                    R"({"overrides":{"printer.camera":false}})", shop.owner);
         }},
        {"its maker leaves the store", true,
         [](Workshop& shop, const Wall&) {
             return shop.cloud.call(Method::del, shop.maker_path, "", shop.owner);
         }},
        {"its maker's scope ends before the printer", false,
         [](Workshop& shop, const Wall&) {
             return shop.cloud.call(Method::patch, shop.maker_path,
                                    R"({"scope":{"all":false,"printers":["p2"]}})", shop.owner);
         }},
        {"the printer loses the tag", false,
         [](Workshop& shop, const Wall&) {
             return shop.cloud.call(Method::patch, "/api/tags", R"({"printers":["p1"],"remove":["Lab"]})",
                                    shop.owner);
         }},
    };
    return all;
}

TEST(Walls, LoseThePictureWithinASecond) {
    for (const auto& taking : takings()) {
        run_coroutine_and_drain([&taking](Executor executor) -> awaitable<void> {
            Workshop shop(executor);
            co_await shop.open();
            json::object lab;
            lab["scope"] = json::object{{"all", false}, {"tags", json::array{"Lab"}}};
            const auto wall = co_await shop.make(lab);
            auto page = co_await shop.look(wall);
            co_await page.expect("printers");
            page.send(start);
            co_await shop.gateway->expect("live.offer");
            const auto started = std::chrono::steady_clock::now();
            const auto taken = co_await taking.take(shop, wall);
            EXPECT_LT(taken.status, 300) << taking.what << taken.body;
            co_await shop.gateway->expect("live.end");
            if (taking.closes) co_await page.expect_end();
            if (!taking.closes) co_await page.expect("live.ended");
            EXPECT_LT(std::chrono::steady_clock::now() - started, 1s) << taking.what;
            const auto picture = co_await shop.cloud.call_with(
                Method::get, "/api/wall/" + wall.id + "/snapshots/p1", wall.headers());
            EXPECT_EQ(picture.status, taking.closes ? 401 : 404) << taking.what;
        });
    }
}

TEST(Walls, EndWhenTheyExpire) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const auto passed = std::make_shared<std::chrono::seconds>(0);
        Workshop shop(executor, [passed](Settings& settings) {
            settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
        });
        co_await shop.open();
        const auto now = to_ms(std::chrono::system_clock::now());
        const auto wall = co_await shop.make({{"expires_at", now + 60'000}});
        EXPECT_EQ((co_await shop.opened(wall.token)).status, 200);
        *passed = std::chrono::minutes(2);
        EXPECT_EQ((co_await shop.opened(wall.token)).status, 401);
        const json::object past = {{"name", "Hall"}, {"expires_at", now}};
        EXPECT_EQ((co_await shop.cloud.call(Method::post, "/api/walls", to_text(past), shop.maker)).status,
                  400);
    });
}

}  // namespace
}  // namespace gantry::cloud
