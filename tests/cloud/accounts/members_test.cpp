#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

TEST(Members, AreChangedOnlyAsFarAsOnesOwnReach) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto viewer = co_await cloud.add_user(owner, "vic", "viewer");
        const auto owner_path = "/api/users/" + co_await cloud.user_id(owner);
        const auto viewer_path = "/api/users/" + co_await cloud.user_id(viewer);
        const auto change = [&](const std::string& path, const char* body, const std::string& cookie) {
            return cloud.call(Method::patch, path, body, cookie);
        };
        EXPECT_EQ((co_await change(owner_path, R"({"role":"viewer"})", owner)).status, 409);  // the last one
        EXPECT_EQ((co_await change(owner_path, R"({"role":"viewer"})", admin)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"owner"})", admin)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"admin"})", viewer)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"king"})", owner)).status, 400);
        EXPECT_EQ((co_await change(viewer_path, R"({"overrides":{"all":true}})", owner)).status, 400);
        EXPECT_EQ((co_await change("/api/users/unknown", R"({"role":"viewer"})", owner)).status, 404);
        const auto granted = co_await change(viewer_path, R"({"overrides":{"printer.camera":true}})", admin);
        EXPECT_EQ(granted.status, 200);
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/session", "", viewer)).body,
                    HasSubstr(R"("permissions":["printer.view","printer.camera","job.view"])"));
    });
}

TEST(Members, LeaveAndAreRemovedButNeverTheLastOwner) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto second = co_await cloud.add_user(owner, "olga", "owner");
        const auto viewer = co_await cloud.add_user(owner, "vic", "viewer");
        const auto path_of = [&](std::string cookie) -> awaitable<std::string> {
            co_return "/api/users/" + co_await cloud.user_id(cookie);
        };
        const auto remove = [&](std::string path, std::string cookie) -> awaitable<int> {
            co_return (co_await cloud.call(Method::del, path, "", cookie)).status;
        };
        const auto owner_path = co_await path_of(owner);
        EXPECT_EQ(co_await remove(owner_path, admin), 403);
        EXPECT_EQ(co_await remove(co_await path_of(viewer), viewer), 403);
        EXPECT_EQ(co_await remove("/api/users/unknown", admin), 404);
        auto page = co_await open_page(cloud, viewer);
        co_await page.expect("printers");
        EXPECT_EQ(co_await remove(co_await path_of(viewer), admin), 204);
        co_await page.expect_end();
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", viewer)).status, 401);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/store/leave", "", second)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/store/leave", "", owner)).status, 409);
        EXPECT_EQ(co_await remove(owner_path, owner), 409);
        const auto users = co_await cloud.call(Method::get, "/api/users", "", owner);
        EXPECT_EQ(parse_json(users.body)->as_array().size(), 2u) << users.body;
    });
}

TEST(Members, WhoseRightsAreTakenMeanwhileChangeNothing) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto viewer = co_await cloud.add_user(owner, "vic", "viewer");
        const auto admin_path = "/api/users/" + co_await cloud.user_id(admin);
        const auto viewer_path = "/api/users/" + co_await cloud.user_id(viewer);
        EXPECT_EQ((co_await cloud.call(Method::patch, admin_path, R"({"role":"operator"})", owner)).status,
                  200);
        EXPECT_EQ((co_await cloud.call(Method::patch, viewer_path, R"({"role":"admin"})", admin)).status,
                  403);
        EXPECT_EQ((co_await cloud.call(Method::del, viewer_path, "", admin)).status, 403);
    });
}

}  // namespace
}  // namespace gantry::cloud
