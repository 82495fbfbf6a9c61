// Two stores on one server: what belongs to one does not exist for the other.
#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

TEST(Stores, AreClosedToEachOther) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto gateway = co_await fuse.connect();
        auto page = co_await open_page(cloud, owner);
        gateway.send(printers_message({"p1"}));
        co_await page.expect("printers");
        co_await page.expect("printers");

        const auto eve = co_await cloud.add_other_store(owner, "eve");
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers/p1", "", eve)).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/printers/p1/command", R"({"action":"stop"})", eve))
                      .status,
                  404);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/fuses/" + fuse.id(), "", eve)).status, 404);
        const auto user = "/api/users/" + co_await cloud.user_id(owner);
        EXPECT_EQ((co_await cloud.call(Method::patch, user, R"({"role":"viewer"})", eve)).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", eve)).body, "[]");
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/fuses", "", eve)).body, "[]");
        auto eves_page = co_await open_page(cloud, eve);
        eves_page.send({{"type", "live.start"}, {"request", "r"}, {"printer", "p1"}});
        gateway.send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"activity", "printing"}}}});
        co_await page.expect("printer");
        // The first that she hears after her own, empty list is the refusal: never another store's printer.
        EXPECT_TRUE((co_await eves_page.expect("printers")).at("printers").as_array().empty());
        EXPECT_EQ(text_at(co_await eves_page.expect("live.ended"), "code"), "not_found");
    });
}

std::string named(const std::string& name) {
    return to_text(json::object{{"name", name}});
}

TEST(Stores, AreMadeAndEntered) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        auto browser = co_await cloud.sign_in("owner@example.org");
        const auto made = co_await cloud.call(Method::post, "/api/stores", named("Second"), browser.access);
        EXPECT_EQ(made.status, 201);
        const auto id = text_at(parse_json(made.body)->as_object(), "id");
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/stores", named(""), browser.access)).status, 400);
        auto page = co_await open_page(cloud, browser.access);
        co_await page.expect("session");
        const json::object choice = {{"store", id}};
        const auto path = "/api/session/store";
        const auto moved = co_await cloud.call(Method::put, path, to_text(choice), browser.access);
        EXPECT_THAT(moved.body, ::testing::HasSubstr(R"("name":"Second")"));
        // Whatever shows the former store looks again; its token is of no use any more.
        co_await page.expect_end();
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", browser.access)).status, 401);
        browser = browser_of(moved, browser);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", browser.access)).status, 200);
        const auto mine = co_await cloud.call(Method::get, "/api/stores", "", browser.access);
        EXPECT_EQ(parse_json(mine.body)->as_array().size(), 2u);
        EXPECT_EQ((co_await cloud.call(Method::put, path, R"({"store":"foreign"})", browser.access)).status,
                  404);
        const auto next = co_await cloud.sign_in("owner@example.org");
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/session", "", next.access)).body,
                    ::testing::HasSubstr(R"("name":"Second")"));
    });
}

TEST(Stores, AreRenamedForEverybodyAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto viewer = co_await cloud.add_user(owner, "vic", "viewer");
        auto page = co_await open_page(cloud, viewer);
        co_await page.expect("session");
        EXPECT_EQ((co_await cloud.call(Method::patch, "/api/store", named("Print hall"), viewer)).status,
                  403);
        EXPECT_EQ((co_await cloud.call(Method::patch, "/api/store", named("Print hall"), owner)).status, 204);
        EXPECT_THAT(to_text(co_await page.expect("session")), ::testing::HasSubstr("Print hall"));
    });
}

TEST(Stores, AreDeletedByTheirTypedNameWithAllThatIsInThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto gateway = co_await fuse.connect();
        auto page = co_await open_page(cloud, admin);
        gateway.send(printers_message({"p1"}));
        const auto path = "/api/store/delete";
        EXPECT_EQ((co_await cloud.call(Method::post, path, named("Workshop"), admin)).status, 403);
        EXPECT_EQ((co_await cloud.call(Method::post, path, named("workshop"), owner)).status, 422);
        EXPECT_EQ((co_await cloud.call(Method::post, path, named("Workshop"), owner)).status, 204);
        co_await gateway.expect("goodbye");
        co_await page.expect_end();
        EXPECT_EQ((co_await fuse.dial(fuse.token())).error().code, Errc::unauthorized);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", owner)).status, 401);
        // They are still who they are, in no store: they may make another one, and nothing else.
        const auto back = co_await cloud.sign_in("owner@example.org");
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/session", "", back.access)).body,
                    ::testing::HasSubstr(R"("store":null,"permissions":[])"));
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", back.access)).status, 403);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/store/leave", "", back.access)).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/stores", named("New"), back.access)).status, 201);
    });
}

}  // namespace
}  // namespace gantry::cloud
