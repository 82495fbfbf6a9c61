#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

awaitable<int> tag(TestCloud& cloud, std::string body, std::string cookie) {
    co_return (co_await cloud.call(Method::patch, "/api/tags", std::move(body), cookie)).status;
}

// A Cloud with two printers, and an operator who sees those with the tag "Lab".
struct Farm {
    explicit Farm(Executor executor, std::function<void(Settings&)> adjust = {})
        : cloud(executor, std::move(adjust)), fuse(cloud) {}

    awaitable<void> open() {
        owner = co_await cloud.set_up_owner();
        json::object more;
        more["scope"] = json::object{{"all", false}, {"tags", json::array{"Lab"}}};
        bound = co_await cloud.add_user(owner, "bo", "operator", more);
        co_await fuse.activate(owner);
        gateway.emplace(co_await fuse.connect());
        auto page = co_await open_page(cloud, owner);
        co_await page.expect("printers");
        gateway->send(printers_message({"p1", "p2"}));
        co_await page.expect("printers");
    }
    awaitable<std::size_t> seen_by(const std::string& cookie) {
        const auto listed = co_await cloud.call(Method::get, "/api/printers", "", cookie);
        co_return parse_json(listed.body)->as_array().size();
    }

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;
    std::string bound;
    std::optional<Peer> gateway;
};

TEST(Tags, AreGivenToSeveralPrintersAtOnceAndTold) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Farm farm(executor);
        co_await farm.open();
        auto page = co_await open_page(farm.cloud, farm.owner);
        co_await page.expect("printers");
        EXPECT_EQ(
            co_await tag(farm.cloud, R"({"printers":["p1","p2"],"add":["PETG"," Lab ","PETG"]})", farm.owner),
            204);
        const auto told = co_await page.expect("tags");
        EXPECT_EQ(to_text(told.at("tags")), R"({"p1":["Lab","PETG"],"p2":["Lab","PETG"]})");
        EXPECT_EQ(
            co_await tag(farm.cloud, R"({"printers":["p2"],"add":["Old"],"remove":["PETG"]})", farm.owner),
            204);
        const auto p2 = co_await farm.cloud.call(Method::get, "/api/printers/p2", "", farm.owner);
        EXPECT_THAT(p2.body, HasSubstr(R"("tags":["Lab","Old"])"));
        const auto audit =
            co_await farm.cloud.call(Method::get, "/api/audit?action=printer.tagged", "", farm.owner);
        EXPECT_THAT(audit.body, HasSubstr(R"("object":"2 printers")"));
    });
}

TEST(Tags, AreRefusedWholeWhenOneIsWrong) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Farm farm(executor);
        co_await farm.open();
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1","nobody"],"add":["Lab"]})", farm.owner), 404);
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1"],"add":["a,b"]})", farm.owner), 400);
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":[],"add":["Lab"]})", farm.owner), 400);
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1"],"add":["Lab"]})", farm.bound), 403);
        json::array many;
        for (int i = 0; i < 21; ++i)
            many.emplace_back("t" + std::to_string(i));
        const json::object body = {{"printers", json::array{"p1"}}, {"add", many}};
        EXPECT_EQ(co_await tag(farm.cloud, to_text(body), farm.owner), 413);
        const auto p1 = co_await farm.cloud.call(Method::get, "/api/printers/p1", "", farm.owner);
        EXPECT_THAT(p1.body, HasSubstr(R"("tags":[])"));
    });
}

TEST(Tags, OfAScopeShowAndHidePrintersAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Farm farm(executor);
        co_await farm.open();
        auto page = co_await open_page(farm.cloud, farm.bound);
        EXPECT_TRUE((co_await page.expect("printers")).at("printers").as_array().empty());
        const auto started = std::chrono::steady_clock::now();
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1"],"add":["Lab"]})", farm.owner), 204);
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        page.send({{"type", "live.start"}, {"request", "1"}, {"printer", "p1"}, {"sdp", "v=0 offer"}});
        co_await farm.gateway->expect("live.offer");
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1"],"remove":["Lab"]})", farm.owner), 204);
        EXPECT_EQ(text_at(co_await farm.gateway->expect("live.end"), "code"), "forbidden");
        EXPECT_EQ(text_at(co_await page.expect("live.ended"), "code"), "forbidden");
        EXPECT_TRUE((co_await page.expect("printers")).at("printers").as_array().empty());
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
        EXPECT_EQ(co_await farm.seen_by(farm.bound), 0u);
    });
}

TEST(Tags, AreThereAfterARestartAndWhenThePrinterComesBack) {
    TemporaryFolder folder;
    const auto keep = [&](Settings& settings) { settings.data = folder / "cloud"; };
    run_coroutine_and_drain([keep](Executor executor) -> awaitable<void> {
        Farm farm(executor, keep);
        co_await farm.open();
        EXPECT_EQ(co_await tag(farm.cloud, R"({"printers":["p1"],"add":["Lab"]})", farm.owner), 204);
        // Away on its Fuse, and there again.
        auto page = co_await open_page(farm.cloud, farm.bound);
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        farm.gateway->send(printers_message({"p2"}));
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 0u);
        farm.gateway->send(printers_message({"p1", "p2"}));
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        co_await farm.cloud.stop();
    });
    run_coroutine_and_drain([keep](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, keep);
        const auto owner = (co_await cloud.sign_in("owner@example.org")).access;
        const auto listed = co_await cloud.call(Method::get, "/api/printers", "", owner);
        EXPECT_THAT(listed.body, HasSubstr(R"("tags":["Lab"])"));
    });
}

}  // namespace
}  // namespace gantry::cloud
