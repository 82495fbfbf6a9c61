#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

TEST(Fuses, AreCalledWhatPeopleCallThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto operator_ = co_await cloud.add_user(owner, "otto", "operator");
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        const auto path = "/api/fuses/" + fuse.id();
        const auto rename = [&](const char* body, const std::string& who) {
            return cloud.call(Method::patch, path, body, who);
        };
        const auto list = [&] { return cloud.call(Method::get, "/api/fuses", "", owner); };
        const auto host =
            text_at(parse_json((co_await list()).body)->as_array().at(0).as_object(), "host_name");
        EXPECT_THAT((co_await list()).body, HasSubstr(R"("name":")" + host + '"'));
        EXPECT_EQ((co_await rename(R"({"name":"Hall 2"})", owner)).status, 204);
        EXPECT_THAT((co_await list()).body, HasSubstr(R"("name":"Hall 2")"));
        EXPECT_EQ((co_await rename(R"({"name":"Mine"})", operator_)).status, 403);
        EXPECT_EQ((co_await rename("{\"name\":\"a\\u0007\"}", owner)).status, 400);
        EXPECT_EQ((co_await rename(R"({"name":""})", owner)).status, 204);
        EXPECT_THAT((co_await list()).body, HasSubstr(R"("name":")" + host + '"'));
        const auto audit = co_await cloud.call(Method::get, "/api/audit?action=fuse.renamed", "", owner);
        EXPECT_THAT(audit.body, HasSubstr(R"("detail":{"name":"Hall 2"})"));
    });
}

}  // namespace
}  // namespace gantry::cloud
