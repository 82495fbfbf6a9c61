// Our client of the maker's cloud against the simulated one, over HTTP.
#include "sim/bambu_cloud/bambu_cloud.hpp"

#include <gtest/gtest.h>

#include "bambu/cloud/client.hpp"
#include "bambu/doctor/remote.hpp"
#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "net/tls/stream.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::sim {
namespace {

using bambu::cloud::BambuClient;
constexpr auto serial = "01P00A000000001";

struct Trial {
    explicit Trial(const Executor& executor)
        : cloud(executor, {.token = Secret("right"), .region = "cn"}), supervisor(executor, "test") {
        running = supervisor.spawn("cloud", [this] { return cloud.run(); });
    }
    BambuClient client(std::string token = "right", std::chrono::milliseconds limit = 5s) const {
        return {Secret(std::move(token)), cloud.url() + "/", limit};
    }
    awaitable<void> stop() {
        running.cancel();
        co_await running.join();
    }

    BambuCloud cloud;
    Supervisor supervisor;
    Task running;
};

TEST(BambuClient, AsksForTheCredentialsOfAPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Trial trial(executor);
        const auto code = co_await trial.client().get_ttcode(serial);
        EXPECT_TRUE(code) << code.error().detail;
        EXPECT_EQ(code->message, "success");
        EXPECT_EQ(code->ttcode.size(), 20u);
        EXPECT_EQ(code->authkey.reveal().size(), 8u);
        EXPECT_EQ(code->passwd.reveal().size(), 6u);
        EXPECT_EQ(code->region, "cn");
        EXPECT_EQ(code->type, "tutk");
        EXPECT_FALSE(code->offers_cloud_streaming());
        EXPECT_EQ(trial.cloud.last_type(), "application/json");
        EXPECT_EQ(trial.cloud.last_body(), R"({"dev_id":"01P00A000000001"})");
        co_await trial.stop();
    });
}

TEST(BambuClient, NamesEachFaultOfTheCloud) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Trial trial(executor);
        const std::vector<std::pair<CloudFault, Errc>> faults{
            {CloudFault::token_expired, Errc::expired}, {CloudFault::not_for_clients, Errc::forbidden},
            {CloudFault::blocked, Errc::rate_limited},  {CloudFault::out_of_order, Errc::offline},
            {CloudFault::malformed, Errc::malformed},   {CloudFault::nothing, Errc::unsupported}};
        for (const auto& [fault, expected] : faults) {
            trial.cloud.set_fault(fault);
            const auto code = co_await trial.client().get_ttcode(serial);
            EXPECT_FALSE(code);
            if (!code) EXPECT_EQ(code.error().code, expected) << code.error().detail;
        }
        trial.cloud.set_fault(CloudFault::slow);
        const auto late = co_await trial.client("right", 300ms).get_ttcode(serial);
        EXPECT_EQ(late.error().code, Errc::timeout);
        trial.cloud.set_fault(CloudFault::none);
        EXPECT_EQ((co_await trial.client("stale").get_ttcode(serial)).error().code, Errc::expired);
        EXPECT_EQ((co_await trial.client().get_ttcode("01P00A000000009")).error().code, Errc::not_found);
        co_await trial.stop();
        EXPECT_EQ((co_await trial.client().get_ttcode(serial)).error().code, Errc::offline);
    });
}

TEST(BambuClient, SendsNothingThatIsNoTokenOrNoSerialNumber) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Trial trial(executor);
        for (const auto* token : {"", "two words", "line\r\nX-Other: 1"})
            EXPECT_EQ((co_await trial.client(token).get_ttcode(serial)).error().code, Errc::unauthorized);
        for (const auto* wrong : {"", "../x", "01P00A000000001012345678901234567"})
            EXPECT_EQ((co_await trial.client().get_ttcode(wrong)).error().code, Errc::not_found);
        EXPECT_EQ(trial.cloud.last_body(), "");
        const BambuClient open(Secret("right"), "http://192.0.2.1", 1s);
        EXPECT_EQ((co_await open.get_ttcode(serial)).error().code, Errc::malformed);
        co_await trial.stop();
    });
}

TEST(BambuClient, GivesItsTokenToNoServerWithoutAGoodCertificate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        // A camera's port speaks TLS with a certificate that no authority of the web has signed.
        Rig rig(executor, {.model = "p1s", .files = false});
        EXPECT_TRUE(co_await rig.printer.start());
        const auto url = fmt::format("https://{}:{}", rig.printer.address(), rig.printer.ports().camera);
        const BambuClient client(Secret("right"), url, 5s);
        EXPECT_EQ((co_await client.get_ttcode(serial)).error().code, Errc::untrusted);
        co_await rig.printer.stop();
    });
}

TEST(BambuClient, IsExplainedByTheDoctor) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        using bambu::doctor::LocalPicture;
        Trial trial(executor);
        const auto examine = [&trial](std::string token) {
            return bambu::doctor::check_ttcode(trial.client(std::move(token)), serial, LocalPicture::unknown);
        };
        EXPECT_EQ((co_await examine("right")).state, StepState::passed);
        EXPECT_EQ((co_await examine("stale")).cause, "token_expired");
        EXPECT_EQ((co_await examine("no token")).cause, "token_expired");
        const std::vector<std::pair<CloudFault, std::string>> faults{
            {CloudFault::token_expired, "token_expired"}, {CloudFault::not_for_clients, "ttcode_forbidden"},
            {CloudFault::nothing, "unknown_device"},      {CloudFault::blocked, "bambu_silent"},
            {CloudFault::out_of_order, "bambu_silent"},   {CloudFault::malformed, "bambu_silent"}};
        for (const auto& [fault, cause] : faults) {
            trial.cloud.set_fault(fault);
            EXPECT_EQ((co_await examine("right")).cause, cause);
        }
        co_await trial.stop();
    });
}

TEST(BambuClient, FindsFaultsByTheirNames) {
    EXPECT_EQ(parse_cloud_fault("token-expired"), CloudFault::token_expired);
    EXPECT_NE(parse_cloud_fault("rain").error().detail.find("out-of-order"), std::string::npos);
}

}  // namespace
}  // namespace gantry::sim
