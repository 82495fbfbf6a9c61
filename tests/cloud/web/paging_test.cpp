#include "cloud/web/paging.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::web {
namespace {

// The path in the header Link; empty on the last page.
std::string next_of(const Response& response) {
    const auto link = response.headers.find("link");
    if (link == response.headers.end()) return {};
    EXPECT_TRUE(link->second.ends_with(">; rel=\"next\"")) << link->second;
    return link->second.substr(1, link->second.find('>') - 1);
}

// All ids, page by page; `pages` gets their number.
awaitable<std::vector<std::string>> ids_of(TestCloud& cloud, std::string path, std::string cookie,
                                           int& pages) {
    std::vector<std::string> ids;
    for (pages = 0; !path.empty(); ++pages) {
        const auto response = co_await cloud.call(Method::get, path, "", cookie);
        EXPECT_EQ(response.status, 200) << path << response.body;
        for (const auto& item : parse_json(response.body)->as_array()) {
            const auto& object = item.as_object();
            ids.push_back(
                text_at(object.contains("printer") ? object.at("printer").as_object() : object, "id"));
        }
        path = next_of(response);
    }
    co_return ids;
}

TEST(Paging, GivesEveryListInParts) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        FakeFuse second(cloud);
        co_await fuse.activate(owner);
        co_await second.activate(owner);
        auto peer = co_await fuse.connect();
        peer.send(printers_message({"a/1", "b&2", "c 3", "d", "e"}));
        co_await peer.expect("allowed_printers");
        for (const auto* name : {"ann", "bob"})
            co_await cloud.add_user(owner, name, "viewer");
        for (int browser = 1; browser < 4; ++browser)
            co_await cloud.sign_in("owner@example.org");
        for (const auto* name : {"one", "two", "three"}) {
            const json::object body = {{"name", name}, {"permissions", {"printer.view"}}};
            co_await cloud.call(Method::post, "/api/keys", to_text(body), owner);
        }
        for (const auto& [path, count] :
             {std::pair{"/api/printers", 5}, std::pair{"/api/users", 3}, std::pair{"/api/keys", 3},
              std::pair{"/api/fuses", 2}, std::pair{"/api/sessions", 4}, std::pair{"/api/audit/actors", 3}}) {
            int pages = 0;
            const auto whole = co_await ids_of(cloud, path, owner, pages);
            EXPECT_EQ(whole.size(), static_cast<std::size_t>(count)) << path;
            EXPECT_EQ(pages, 1);
            const auto parts = co_await ids_of(cloud, std::string(path) + "?limit=2", owner, pages);
            EXPECT_EQ(parts, whole);
            EXPECT_EQ(pages, (count + 1) / 2);
        }
    });
}

TEST(Paging, SaysWhenItCannotGoOn) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        for (const auto* query : {"limit=0", "limit=1001", "limit=x", "limit=-1", "limit="})
            EXPECT_EQ(
                (co_await cloud.call(Method::get, std::string("/api/users?") + query, "", owner)).status,
                400);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users?after=gone", "", owner)).status, 410);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers?after=zzz", "", owner)).body, "[]");
    });
}

}  // namespace
}  // namespace gantry::cloud::web
