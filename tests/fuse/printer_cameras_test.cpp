// What a whole Fuse does to the sockets of its cameras when a person switches them off.
#include "fuse/printer_cameras.hpp"

#include "tests/base/open_sockets.hpp"
#include "tests/fuse/doctor/bench.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse {
namespace {

using gantry::testing::connections_to;

// From the request of the person to the last socket's end.
awaitable<void> expect_closed_by(Bench& bench, std::function<awaitable<void>()> switch_off) {
    const auto port = bench.rig.printer.ports().camera;
    EXPECT_TRUE(co_await eventually([&] { return connections_to(port) == 1; }));
    const auto asked = std::chrono::steady_clock::now();
    co_await switch_off();
    EXPECT_TRUE(co_await eventually([&] { return connections_to(port) == 0; }));
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 1s);
    EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/camera/state", "disabled"));
    EXPECT_EQ(connections_to(port), 0u);
}

std::function<awaitable<void>()> cameras_off(Bench& bench) {
    return [&bench] { return bench.change(R"({"cameras_enabled": false})"); };
}

class PrinterCameras : public ::testing::TestWithParam<const char*> {};

awaitable<net::http::Response> begin_to_watch(Bench& bench, rtc::Receiver& browser) {
    auto answer = co_await bench.fuse.call(Method::post, "/api/printers/" + bench.id + "/whep",
                                           browser.offer(), "application/sdp");
    EXPECT_EQ(answer.status, 201) << answer.body;
    browser.accept(answer.body);
    EXPECT_TRUE(co_await eventually([&] { return browser.seen().datagrams > 0; }, 30s));
    co_return answer;
}

// Some seconds after the last viewer the connection still stands.
TEST_P(PrinterCameras, CloseTheSocketOfAnIdleCameraWithinASecond) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, GetParam());
        co_await bench.begin();
        rtc::Receiver browser({.addresses = {"127.0.0.1"}});
        const auto answer = co_await begin_to_watch(bench, browser);
        EXPECT_LT((co_await bench.fuse.call(Method::del, answer.headers.at("location"))).status, 300);
        co_await expect_closed_by(bench, cameras_off(bench));
        co_await bench.end();
    });
}

TEST_P(PrinterCameras, CloseTheSocketOfAWatchedCameraWithinASecond) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, GetParam());
        co_await bench.begin();
        rtc::Receiver browser({.addresses = {"127.0.0.1"}});
        co_await begin_to_watch(bench, browser);
        co_await expect_closed_by(bench, [&bench] { return bench.switch_camera({.camera_enabled = false}); });
        co_await bench.end();
    });
}

INSTANTIATE_TEST_SUITE_P(OfJpegAndRtsp, PrinterCameras, ::testing::Values("p1s", "x1c"));

}  // namespace
}  // namespace gantry::fuse
