#include "fuse/cameras/virtual/source.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "fuse/cameras/feed.hpp"
#include "fuse/cameras/virtual/painter.hpp"
#include "media/h264/decoder.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::fuse::cameras::virtual_camera {
namespace {

using media::h264::AccessUnitPtr;

Subject demo() {
    Subject subject{.printer = {.id = farm::PrinterId("demo"), .name = "Demo printer", .driver = "virtual"}};
    subject.state.connection = farm::Connection::online;
    subject.state.activity = farm::Activity::printing;
    subject.state.progress = {
        .job_name = "Benchy", .percent = 48, .remaining_minutes = 1, .layer = 60, .total_layers = 120};
    subject.state.filament_units = {
        {.slots = {{.loaded = true, .material = "PLA", .colour = "F4A742FF", .active = true}}}};
    return subject;
}

struct Rig {
    explicit Rig(Executor executor, std::chrono::milliseconds interval = 20ms)
        : feed(std::move(executor), pool, "Demo",
               [this, interval]() -> Result<std::unique_ptr<CameraSource>> {
                   CameraTarget target{.pool = &pool, .subject = [this] { return subject; }};
                   return make_source(std::move(target), {.interval = interval});
               },
               {.idle_close = 300ms, .backoff_first = 20ms}) {}

    WorkerPool pool{2};
    Subject subject = demo();
    CameraFeed feed;
};

TEST(VirtualCamera, SendsVideoToWhoeverReads) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        std::vector<AccessUnitPtr> units;
        auto reader =
            rig.feed.read([&](const Frame& frame) { units.push_back(std::get<AccessUnitPtr>(frame)); });
        EXPECT_TRUE(co_await eventually([&] { return units.size() >= 35; }, 30s));
        EXPECT_TRUE(units[0]->key);
        EXPECT_TRUE(units[30]->key) << "for those who come later";
        EXPECT_EQ(std::ranges::count_if(units, [](const auto& unit) { return unit->key; }), 2);
        const auto pixels = media::h264::decode_key_picture(*units[0]);
        EXPECT_TRUE(pixels);
        EXPECT_EQ(pixels->size, (media::Size{1280, 720}));
        reader.reset();
        co_await rig.feed.stop();
    });
}

TEST(VirtualCamera, RestsAsSoonAsNobodyReadsAndBeginsWithAKeyPicture) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        int frames = 0;
        auto reader = rig.feed.read([&](const Frame&) { ++frames; });
        EXPECT_TRUE(co_await eventually([&] { return frames >= 2; }, 30s));
        reader.reset();
        co_await sleep_for(60ms);  // what was on its way
        const auto made = rig.feed.status().counters.frames;
        co_await sleep_for(100ms);
        EXPECT_EQ(rig.feed.status().counters.frames, made);
        EXPECT_EQ(rig.feed.status().state, FeedState::streaming);
        std::optional<bool> key;
        reader = rig.feed.read([&](const Frame& frame) {
            if (!key) key = std::get<AccessUnitPtr>(frame)->key;
        });
        EXPECT_TRUE(co_await eventually([&] { return key.has_value(); }));
        EXPECT_EQ(key, true);
        EXPECT_EQ(rig.feed.status().counters.connections, 1u);
        reader.reset();
        EXPECT_TRUE(co_await eventually([&] { return rig.feed.status().state == FeedState::closed; }));
        co_await rig.feed.stop();
    });
}

TEST(VirtualCamera, IsAsUnreachableAsItsPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        int frames = 0;
        const auto reader = rig.feed.read([&](const Frame&) { ++frames; });
        EXPECT_TRUE(co_await eventually([&] { return frames >= 1; }, 30s));
        rig.subject.state.connection = farm::Connection::offline;
        EXPECT_TRUE(co_await eventually([&] { return rig.feed.status().state == FeedState::failed; }));
        EXPECT_EQ(rig.feed.status().error->code, Errc::offline);
        const int seen = frames;
        rig.subject.state.connection = farm::Connection::online;
        EXPECT_TRUE(co_await eventually([&] { return frames > seen; }, 30s));
        co_await rig.feed.stop();
    });
}

TEST(VirtualCamera, GivesSnapshots) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        const auto image = co_await rig.feed.snapshot(30s);
        EXPECT_TRUE(image) << image.error().detail;
        media::YuvPicture planes;
        EXPECT_TRUE(media::jpeg::Decoder().decode((*image)->data, planes));
        EXPECT_EQ(planes.size(), (media::Size{1280, 720}));
        co_await rig.feed.stop();
    });
}

TEST(VirtualCamera, SaysWhatThePrinterDoes) {
    auto subject = demo();
    auto caption = caption_of(subject);
    EXPECT_EQ(caption.name, "Demo printer");
    EXPECT_EQ(caption.line, "Printing · Layer 60 of 120 · 48 % · 1 min left");
    EXPECT_EQ(caption.permille, 500);
    EXPECT_EQ(caption.status, farm::Status::printing);
    EXPECT_FALSE(caption.fault);
    subject.state.progress = {.job_name = "Benchy", .remaining_minutes = 2, .total_layers = 120};
    subject.state.stage = "Heating the bed";
    EXPECT_EQ(caption_of(subject).line, "Printing · Heating the bed · 2 min left");
    subject.state.activity = farm::Activity::finished;
    subject.state.faults = {{.code = "HMS_0300_0D00_0001_0003"}};
    EXPECT_EQ(caption_of(subject).line, "Finished · Benchy · HMS_0300_0D00_0001_0003");
    EXPECT_TRUE(caption_of(subject).fault);
    subject.state = {.connection = farm::Connection::online, .activity = farm::Activity::idle};
    EXPECT_EQ(caption_of(subject).line, "Idle");
    EXPECT_EQ(caption_of(subject).permille, 0);
}

TEST(VirtualCamera, CountsHowLongTheStreamHasRun) {
    EXPECT_EQ(timer_text(0ms), "00:00.0");
    EXPECT_EQ(timer_text(83'456ms), "01:23.4");
    EXPECT_EQ(timer_text(1h + 2min + 3s), "1:02:03.0");
    EXPECT_EQ(timer_text(120h), "120:00:00.0");
    Painter painter({1280, 720});
    const std::chrono::system_clock::time_point noon{std::chrono::seconds(1'800'000'000)};
    const auto luma = [&](std::chrono::milliseconds running) {
        const auto plane = painter.draw(demo(), running, noon).plane(media::YuvPicture::y);
        return Bytes(plane.begin(), plane.end());
    };
    const auto first = luma(1'000ms);
    EXPECT_EQ(first, luma(1'000ms));
    EXPECT_NE(first, luma(1'100ms));
}

// GANTRY_PICTURES names a folder for whoever wants to look.
TEST(VirtualCamera, PaintsEveryStateAndAnyName) {
    const auto* folder = std::getenv("GANTRY_PICTURES");
    auto subject = demo();
    Painter painter({1280, 720});
    int number = 0;
    const auto shoot = [&] {
        const auto& picture =
            painter.draw(subject, 754'300ms,
                         std::chrono::system_clock::time_point(std::chrono::milliseconds(1'800'000'000'400)));
        const auto jpeg = media::jpeg::Encoder().encode(picture, 90);
        ASSERT_TRUE(jpeg);
        if (folder == nullptr) return;
        std::ofstream file(fmt::format("{}/{}.jpg", folder, ++number), std::ios::binary);
        file << as_text(*jpeg);
    };
    shoot();
    subject.printer.name =
        "Ein sehr langer Name für eine Druckerin, die man im ganzen Haus kennt – 打印机 №7";
    subject.state.light_on = false;
    shoot();
    subject.state.activity = farm::Activity::idle;
    subject.state.progress = {};
    subject.state.light_on = true;
    shoot();
    subject.state.faults = {{.code = "HMS_0300_0D00_0001_0003"}};
    shoot();
}

}  // namespace
}  // namespace gantry::fuse::cameras::virtual_camera
