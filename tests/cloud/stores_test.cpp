// Two stores on one server: what belongs to one does not exist for the other.
#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

// Another store with an owner, as a later version will make them; the owner's cookie.
awaitable<std::string> add_other_store(TestCloud& cloud) {
    storage::Database database(cloud.folder() / "cloud.sqlite");
    const auto added = co_await database.run([](soci::session& sql) -> Result<> {
        sql << "INSERT INTO stores (id, name, created_at) VALUES ('other', 'Other', 0)";
        sql << "INSERT INTO users (id, store_id, name, email, password_hash, role, overrides, created_at) "
               "VALUES ('eve', 'other', 'Eve', 'eve@example.org', '-', 'owner', '{}', 0)";
        const auto hash = to_hex(sha256(as_bytes("eves-token")));
        sql << "INSERT INTO sessions (token_hash, user_id, created_at, seen_at) "
               "VALUES (:hash, 'eve', 0, 4102444800000)",
            soci::use(hash);
        return {};
    });
    EXPECT_TRUE(added.has_value());
    co_return "gantry_session=eves-token";
}

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

        const auto eve = co_await add_other_store(cloud);
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

TEST(Stores, GetAFuseWholeWhenItIsActivatedAnew) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        const auto former = fuse.id();
        const auto eve = co_await add_other_store(cloud);
        co_await fuse.activate(eve);
        EXPECT_NE(fuse.id(), former);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/fuses", "", owner)).body, "[]");
        EXPECT_NE((co_await cloud.call(Method::get, "/api/fuses", "", eve)).body, "[]");
    });
}

}  // namespace
}  // namespace gantry::cloud
