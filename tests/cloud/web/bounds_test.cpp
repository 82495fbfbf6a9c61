// Lists that come whole are bounded: what would make one longer than api/cloud.yaml says is a conflict.
#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::web {
namespace {

using ::testing::HasSubstr;

struct Filling {
    TestCloud& cloud;
    std::string cookie;
    std::string path;

    awaitable<Response> add(std::string name) {
        const json::object body = {{"name", name},
                                   {"email", name + "@example.org"},
                                   {"role", "viewer"},
                                   {"permissions", {"printer.view"}}};
        return cloud.call(Method::post, path, to_text(body), cookie);
    }
    awaitable<void> fill(int count) {
        for (int i = 0; i < count; ++i)
            EXPECT_EQ((co_await add("n" + std::to_string(i))).status, 201) << path << " " << i;
    }
};

TEST(Bounds, AreThoseOfTheApi) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        for (const auto& [path, most] : {std::pair{"/api/walls", 100}, std::pair{"/api/keys", 100},
                                         std::pair{"/api/invitations", 200}}) {
            Filling filling{cloud, owner, path};
            co_await filling.fill(most);
            const auto refused = co_await filling.add("more");
            EXPECT_EQ(refused.status, 409) << path;
            EXPECT_THAT(refused.body, HasSubstr(R"("code":"conflict")"));
            const auto list = co_await cloud.call(Method::get, path, "", owner);
            EXPECT_EQ(parse_json(list.body)->as_array().size(), static_cast<std::size_t>(most)) << path;
        }
        // One that replaces another needs no room.
        EXPECT_EQ((co_await Filling{cloud, owner, "/api/invitations"}.add("n0")).status, 201);
    });
}

TEST(Bounds, HoldForTheStoresOfAPersonHoweverTheyCome) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto eve = co_await cloud.add_other_store(owner, "eve");
        const json::object to_owner = {{"email", "owner@example.org"}, {"role", "viewer"}};
        const auto invited = co_await cloud.call(Method::post, "/api/invitations", to_text(to_owner), eve);
        const auto link = text_at(parse_json(invited.body)->as_object(), "link");
        Filling filling{cloud, owner, "/api/stores"};
        co_await filling.fill(49);
        EXPECT_EQ((co_await filling.add("more")).status, 409);
        const json::object token = {{"token", link.substr(link.find('#') + 1)}};
        const auto joined = co_await cloud.call(Method::post, "/api/invitation/join", to_text(token), owner);
        EXPECT_EQ(joined.status, 409);
        EXPECT_THAT(joined.body, HasSubstr("too many stores"));
    });
}

}  // namespace
}  // namespace gantry::cloud::web
