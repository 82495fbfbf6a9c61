#include "cloud/server/metrics.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::server {
namespace {

using ::testing::HasSubstr;

awaitable<Response> scrape(TestCloud& cloud, std::string token) {
    net::http::Headers headers;
    if (!token.empty()) headers["authorization"] = "Bearer " + token;
    co_return co_await cloud.call_with(Method::get, "/metrics", std::move(headers));
}

TEST(Metrics, NeedTheirOwnToken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud without(executor);
        EXPECT_EQ((co_await scrape(without, "anything")).status, 401);
        EXPECT_EQ((co_await scrape(without, "")).status, 401);
        TestCloud with(executor,
                       [](cloud::Settings& settings) { settings.metrics_token = Secret("scrape me"); });
        EXPECT_EQ((co_await scrape(with, "")).status, 401);
        EXPECT_EQ((co_await scrape(with, "scrape you")).status, 401);
        const auto owner = co_await with.set_up_owner();
        EXPECT_EQ((co_await with.call(Method::get, "/metrics", "", owner)).status, 401);
        EXPECT_EQ((co_await scrape(with, "scrape me")).status, 200);
    });
}

TEST(Metrics, CountWhatAnOperatorNeeds) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor,
                        [](cloud::Settings& settings) { settings.metrics_token = Secret("scrape me"); });
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        auto page = co_await open_page(cloud, owner);
        co_await page.expect("printers");
        peer.send(printers_message({"p1", "p2"}));
        co_await page.expect("printers");
        co_await cloud.call(Method::get, "/api/printers/unknown", "", owner);
        const auto response = co_await scrape(cloud, "scrape me");
        EXPECT_THAT(response.headers.at("content-type"), HasSubstr("version=0.0.4"));
        for (const auto* line :
             {"gantry_fuses_connected 1\n", "gantry_printers{status=\"ready\"} 2\n", "gantry_pages 1\n",
              "gantry_live_viewers 0\n", "gantry_gateway_messages_total{direction=\"received\"} 1\n",
              "gantry_http_requests_total{class=\"4xx\"} 1\n",
              "gantry_http_requests_total{class=\"5xx\"} 0\n", "gantry_database_waiting 0\n",
              "gantry_snapshot_bytes 0\n", "# TYPE gantry_printers gauge\n",
              "# TYPE process_cpu_seconds_total counter\n"})
            EXPECT_THAT(response.body, HasSubstr(line));
    });
}

TEST(Metrics, AreTextThatPrometheusReads) {
    Metrics metrics;
    metrics.answered(200);
    metrics.answered(0);
    metrics.answered(999);
    const std::regex comment("# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge))");
    const std::regex sample("[a-z_]+(\\{[a-z]+=\"[a-z0-9_]+\"\\})? [0-9.e+-]+");
    std::istringstream text(metrics.text({.snapshot_bytes = 123'456'789'012}));
    int samples = 0;
    for (std::string line; std::getline(text, line);) {
        const bool is_comment = std::regex_match(line, comment);
        if (!is_comment) ++samples;
        EXPECT_TRUE(is_comment || std::regex_match(line, sample)) << line;
    }
    EXPECT_GT(samples, 15);
}

}  // namespace
}  // namespace gantry::cloud::server
