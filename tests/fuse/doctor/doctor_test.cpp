// A whole Fuse with simulated printers that fail on request: each cause is recognised, by the route that its
// page uses.
#include "fuse/doctor/doctor.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "bambu/camera/framing.hpp"
#include "farm/fuse_folder.hpp"
#include "net/tls/stream.hpp"
#include "tests/fuse/doctor/bench.hpp"

namespace gantry::fuse {
namespace {

TEST(Doctor, StreamsStepByStepWhatIsWellWithACamera) {
    for (const auto* model : {"p1s", "x1c"}) {
        run_coroutine([model](Executor executor) -> awaitable<void> {
            Bench bench(executor, model);
            co_await bench.begin();
            int told = 0;
            const auto report = co_await bench.examine("?printer=" + bench.id + "&scope=camera", &told);
            EXPECT_EQ(failing(report), "") << text_of(report);
            EXPECT_GT(told, 2);
            EXPECT_EQ(step(report, "cameras").state, StepState::passed);
            EXPECT_EQ(step(report, "mqtt_port").seen, "Fuse is connected to it.");
            EXPECT_EQ(step(report, "camera").state, StepState::passed) << text_of(report);
            EXPECT_NE(step(report, "camera").seen.find("Pictures come"), std::string::npos);
            EXPECT_EQ(step(report, "cloud").cause, "not_activated");
            EXPECT_EQ(step(report, "cloud").state, StepState::warned);
            co_await bench.end();
        });
    }
}

TEST(Doctor, NamesAPrinterThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.fault(FaultKind::printer_off);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "offline"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "mqtt_port: connection_refused") << text_of(report);
        EXPECT_EQ(step(report, "camera").state, StepState::skipped);
        co_await bench.end();
    });
}

TEST(Doctor, NamesAWrongCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.fault(FaultKind::wrong_code);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "refused"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "access_code: wrong_code") << text_of(report);
        EXPECT_EQ(step(report, "camera").seen, "The access code must be right first.");
        co_await bench.end();
    });
}

TEST(Doctor, NamesAChangedCertificate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "a1");
        co_await bench.begin();
        co_await bench.fault(FaultKind::certificate_changed);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "refused"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "certificate: certificate_changed") << text_of(report);
        EXPECT_EQ(step(report, "access_code").state, StepState::skipped);
        co_await bench.end();
    });
}

TEST(Doctor, NamesACameraThatIsSwitchedOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench jpeg(executor, "p1s", no_cloud, impatient);
        co_await jpeg.begin();
        co_await jpeg.fault(FaultKind::camera_off);
        const auto silent = co_await jpeg.look_at_camera();
        EXPECT_EQ(failing(silent), "camera: no_frames") << text_of(silent);
        co_await jpeg.end();
        Bench video(executor, "x1c");
        co_await video.begin();
        co_await video.fault(FaultKind::camera_off);
        const auto closed = co_await video.look_at_camera();
        EXPECT_EQ(failing(closed), "camera_port: camera_port_refused") << text_of(closed);
        co_await video.end();
    });
}

TEST(Doctor, TellsAStuckCameraFromOneThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s", no_cloud, impatient);
        co_await bench.begin();
        EXPECT_EQ(failing(co_await bench.look_at_camera()), "");
        co_await bench.fault(FaultKind::camera_stuck);
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "camera: camera_stuck") << text_of(report);
        co_await bench.fault(FaultKind::clear);
        EXPECT_EQ(failing(co_await bench.look_at_camera()), "");
        co_await bench.end();
    });
}

// Applies it as soon as pictures flow.
awaitable<Report> look_while(Bench& bench, sim::Fault fault) {
    Supervisor supervisor(co_await asio::this_coro::executor, "test");
    auto breaking = supervisor.spawn("break", [&]() -> awaitable<void> {
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/camera/state", "streaming"));
        EXPECT_TRUE(co_await bench.rig.printer.apply(fault));
    });
    auto report = co_await bench.look_at_camera();
    co_await breaking.join();
    co_return report;
}

TEST(Doctor, NamesAPictureThatIsCut) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        const sim::Fault cut{.kind = FaultKind::camera_cut};
        const auto report = co_await look_while(bench, cut);
        EXPECT_EQ(failing(report), "camera: camera_cut") << text_of(report);
        co_await bench.end();
    });
}

TEST(Doctor, NamesACameraThatRefusesASecondProgram) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        auto target = bench.rig.camera();
        auto other = co_await net::tls::connect(std::move(target), bench.rig.verify());
        const auto login = *gantry::bambu::camera::authentication_packet(Secret("12345678"));
        co_await (*other).stream->write(login);
        std::array<std::byte, 16> first;
        co_await net::read_exactly(*other->stream, first);
        const sim::Fault refuse{.kind = FaultKind::second_camera_client,
                                .second_client = sim::camera::SecondClient::refuse};
        EXPECT_TRUE(co_await bench.rig.printer.apply(refuse));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "camera: camera_refused") << text_of(report);
        co_await bench.end();
    });
}

TEST(Doctor, KnowsTheSwitchesOfFuse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.change(R"({"remote_stream_enabled": false, "snapshots_enabled": false})");
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "") << text_of(report);
        EXPECT_EQ(step(report, "remote").cause, "remote_off");
        EXPECT_EQ(step(report, "snapshots").cause, "snapshots_off");
        co_await bench.change(R"({"cameras_enabled": false})");
        const auto off = co_await bench.look_at_camera();
        EXPECT_EQ(failing(off), "cameras: cameras_off") << text_of(off);
        EXPECT_EQ(step(off, "camera").id, "none");
        co_await bench.end();
    });
}

TEST(Doctor, KnowsTheSwitchesOfOnePrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.switch_camera({.snapshots_enabled = false, .remote_stream_enabled = false});
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(step(report, "remote").cause, "remote_off") << text_of(report);
        EXPECT_NE(step(report, "remote").seen.find("for this printer"), std::string::npos);
        EXPECT_EQ(step(report, "snapshots").cause, "snapshots_off");
        co_await bench.switch_camera({.camera_enabled = false});
        const auto off = co_await bench.look_at_camera();
        EXPECT_EQ(failing(off), "cameras: cameras_off") << text_of(off);
        co_await bench.end();
    });
}

TEST(Doctor, NamesADarkRoomUntilTheLightIsOn) {
    for (const auto* model : {"p1s", "x1c"}) {
        run_coroutine([model](Executor executor) -> awaitable<void> {
            Bench bench(executor, model);
            co_await bench.begin();
            co_await bench.command("light_off");
            // Pictures from before may still be on their way.
            auto dark = co_await bench.look_at_camera();
            for (int again = 0; again < 2 && step(dark, "camera").cause != "dark"; ++again)
                dark = co_await bench.look_at_camera();
            EXPECT_EQ(step(dark, "camera").cause, "dark") << text_of(dark);
            EXPECT_NE(step(dark, "camera").seen.find("light is off"), std::string::npos);
            co_await bench.command("light_on");
            const auto lit = co_await bench.look_at_camera();
            EXPECT_EQ(step(lit, "camera").state, StepState::passed) << text_of(lit);
            co_await bench.end();
        });
    }
}

TEST(Doctor, NamesACameraThatSendsFewPictures) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, {.model = "p1s", .frame_rate = 0.2, .files = false}, no_cloud);
        co_await bench.begin();
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(step(report, "camera").cause, "few_frames") << text_of(report);
        co_await bench.end();
    });
}

TEST(Doctor, NamesAPrinterWithoutACamera) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        // Of a model that nobody knows.
        Bench bench(executor, {.model = "p1s", .serial = "99Z00A000000001", .files = false}, no_cloud);
        co_await bench.begin();
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "cameras: no_camera") << text_of(report);
        EXPECT_EQ(step(report, "camera").id, "none");
        co_await bench.end();
    });
}

TEST(Doctor, ExaminesAWholePrinterAndFuseItself) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "x1c");
        co_await bench.begin();
        const auto report = co_await bench.examine("?printer=" + bench.id);
        EXPECT_EQ(step(report, "developer_mode").state, StepState::passed) << text_of(report);
        EXPECT_EQ(step(report, "ftps_port").state, StepState::failed) << text_of(report);
        EXPECT_EQ(step(report, "announcement").cause, "not_heard");
        const auto itself = co_await bench.examine("");
        EXPECT_NE(step(itself, "disk").seen.find("free."), std::string::npos) << text_of(itself);
        co_await bench.end();
    });
}

TEST(Doctor, RefusesWhatItDoesNotKnow) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        gantry::testing::TemporaryFolder data;
        WholeFuse fuse(executor, data.path(), "http://127.0.0.1:1");
        for (const auto* query : {"?printer=nobody", "?scope=horoscope"}) {
            net::websocket::ClientRequest request{.url = fuse.url("/api/doctor" + std::string(query), "ws")};
            auto connection = co_await net::websocket::connect(std::move(request));
            EXPECT_FALSE(co_await within(5s, (*connection)->read())) << query;
        }
        EXPECT_TRUE(std::filesystem::exists(data.path() + "/" + farm::page_url_file));
        co_await fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
