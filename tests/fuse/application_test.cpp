// How a whole Fuse ends.
#include "fuse/application.hpp"

#include "tests/fuse/whole_fuse.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse {
namespace {

using testing::TemporaryFolder;

// An open page that never answers the goodbye of its socket, a camera that streams to a browser that
// vanished, and a printer that accepts connections and says nothing.
TEST(Application, StopsInUnderTwoSecondsWhenNobodyAnswersTheGoodbye) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        const net::tcp::Listener mute(executor, "127.0.0.1", 0);
        std::optional<WholeFuse> fuse;
        fuse.emplace(executor, folder.path(), "http://127.0.0.1:1");
        const auto id = co_await fuse->add(sim.printer);
        const json::value wanted = {{"name", "Mute"},
                                    {"address", "127.0.0.1"},
                                    {"serial", "01P00A000000042"},
                                    {"access_code", "12345678"},
                                    {"ports", {{"mqtt", mute.port()}, {"camera", mute.port()}}}};
        const auto added = co_await fuse->call(Method::post, "/api/printers", to_text(wanted));
        EXPECT_EQ(added.status, 201) << added.body;
        net::websocket::ClientRequest request{.url = fuse->url("/api/events", "ws")};
        const auto page = co_await net::websocket::connect(std::move(request));
        EXPECT_TRUE(page);
        rtc::Receiver browser({.addresses = {"127.0.0.1"}});
        const auto answer = co_await fuse->call(Method::post, "/api/printers/" + id + "/whep",
                                                browser.offer(), "application/sdp");
        EXPECT_EQ(answer.status, 201) << answer.body;
        browser.accept(answer.body);
        EXPECT_TRUE(co_await eventually([&] { return browser.seen().datagrams > 0; }));
        browser.vanish();
        const auto started = std::chrono::steady_clock::now();
        co_await fuse->stop();
        fuse.reset();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
