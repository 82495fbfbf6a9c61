// What the communications never show, whoever says it to the printer.
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using testing::TemporaryFolder;

constexpr auto access_code = "12345678";

// What another program on the network tells the printer, which repeats all of it to everybody.
constexpr auto told =
    R"({"xcam":{"command":"xcam_control_set","sequence_id":"77","note":"the code is 12345678",)"
    R"("access_token":"tok-4711","dev_access_code":"12345678","url":"ftp://bblp:12345678@127.0.0.1/a.3mf",)"
    R"("param":"{\"token\":\"tok-inner\"}","wifi":{"ssid":"Attic","psk":"sesame-open","ip":"10.0.0.7"}}})";

awaitable<void> tell(const sim::Rig& sim, Executor executor) {
    net::mqtt::Client studio(executor, sim.verify());
    net::mqtt::Options options{.address = sim.printer.address(),
                               .port = sim.printer.ports().mqtt,
                               .server_name = sim.printer.serial(),
                               .client_id = "studio",
                               .username = "bblp",
                               .password = Secret(access_code)};
    const auto connected = co_await studio.connect(std::move(options));
    EXPECT_TRUE(connected) << (connected ? "" : connected.error().detail);
    const auto topic = "device/" + sim.printer.serial();
    EXPECT_TRUE(co_await studio.subscribe(topic + "/report", net::mqtt::Delivery::at_most_once));
    EXPECT_TRUE(studio.publish(topic + "/request", told, net::mqtt::Delivery::at_least_once));
    for (;;) {
        const auto report = co_await within(10s, studio.receive());
        EXPECT_TRUE(report);
        if (!report || report->payload.contains("tok-4711")) co_return;
    }
}

awaitable<json::array> found(WholeFuse& fuse, std::string path, std::string search) {
    const auto answer = co_await fuse.get(path + "?search=" + search);
    co_return answer.at("messages").as_array();
}

TEST(WebCommunications, NeverShowCodesTokensAndWifi) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        WholeFuse fuse(executor, folder.path(), no_cloud);
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer) + "/communications";
        net::websocket::ClientRequest request{.url = fuse.url(path + "/live?search=xcam_control", "ws")};
        auto page = co_await net::websocket::connect(std::move(request));
        EXPECT_TRUE(page);
        auto seen = *co_await within(10s, (*page)->read());
        co_await tell(sim, executor);
        seen += *co_await within(10s, (*page)->read());
        EXPECT_TRUE(seen.contains("xcam_control_set")) << seen;

        const auto echoes = co_await found(fuse, path, "xcam_control_set");
        EXPECT_EQ(echoes.size(), 1u);
        const auto number = std::to_string(echoes.at(0).at("number").to_number<int>());
        const auto detail = (co_await fuse.call(Method::get, path + "/" + number)).body;
        EXPECT_TRUE(detail.contains("10.0.0.7")) << "the rest is shown: " << detail;
        EXPECT_TRUE(detail.contains("[redacted]"));
        seen += detail + (co_await fuse.call(Method::get, path + "/download")).body;
        for (const auto* secret : {access_code, "tok-4711", "tok-inner", "Attic", "sesame-open"}) {
            EXPECT_FALSE(seen.contains(secret)) << secret;
            EXPECT_EQ((co_await found(fuse, path, secret)).size(), 0u)
                << "nor can it be guessed by searching";
        }
        co_await fuse.stop();
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
