// What a whole Fuse does to the sockets of its cameras when a person switches them off.
#include "fuse/printer_cameras.hpp"

#include "tests/base/open_sockets.hpp"
#include "tests/fuse/doctor/bench.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse {
namespace {

using gantry::testing::connections_to;
using gantry::testing::FakeCloud;

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

// Some seconds after the last reader the connection still stands.
TEST_P(PrinterCameras, CloseTheSocketOfAnIdleCameraWithinASecond) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, GetParam());
        co_await bench.begin();
        const auto picture =
            co_await bench.fuse.call(Method::get, "/api/printers/" + bench.id + "/snapshot.jpg");
        EXPECT_EQ(picture.status, 200) << picture.body;
        co_await expect_closed_by(bench, cameras_off(bench));
        co_await bench.end();
    });
}

TEST_P(PrinterCameras, CloseTheSocketOfAWatchedCameraWithinASecond) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, GetParam());
        co_await bench.begin();
        rtc::Receiver browser({.addresses = {"127.0.0.1"}});
        const auto answer = co_await bench.fuse.call(Method::post, "/api/printers/" + bench.id + "/whep",
                                                     browser.offer(), "application/sdp");
        EXPECT_EQ(answer.status, 201) << answer.body;
        browser.accept(answer.body);
        EXPECT_TRUE(co_await eventually([&] { return browser.seen().datagrams > 0; }, 30s));
        co_await expect_closed_by(bench, [&bench] { return bench.switch_camera({.camera_enabled = false}); });
        co_await bench.end();
    });
}

// While it prints, its pictures' connection is held in between.
TEST_P(PrinterCameras, CloseTheSocketOfAPrintingPrinterWithinASecond) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, GetParam(), cloud.url());
        co_await bench.begin();
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        EXPECT_TRUE(bench.rig.printer.start_print());
        const auto path = "/api/printers/" + bench.id;
        EXPECT_TRUE(co_await bench.fuse.reaches(path, "/state/activity", "printing"));
        EXPECT_TRUE(co_await bench.fuse.reaches(path, "/camera/state", "streaming"));
        co_await expect_closed_by(bench, cameras_off(bench));
        co_await bench.end();
        co_await cloud.stop();
    });
}

INSTANTIATE_TEST_SUITE_P(OfJpegAndRtsp, PrinterCameras, ::testing::Values("p1s", "x1c"));

}  // namespace
}  // namespace gantry::fuse
