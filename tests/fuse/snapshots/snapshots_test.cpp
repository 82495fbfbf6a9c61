#include "fuse/snapshots/snapshots.hpp"

#include "base/clock.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/base/wall_clock.hpp"
#include "tests/fuse/cameras/fake_source.hpp"
#include "tests/media/with_exif.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::fuse::snapshots {
namespace {

using sim::eventually;

class FakeUploads final : public Uploads {
public:
    Way way() const override { return way_; }
    awaitable<Result<>> upload(farm::PrinterId, media::jpeg::ImagePtr picture) override {
        if (refusal) co_return std::unexpected(*refusal);
        ++asked;
        co_await sleep_for(granted_after);
        pictures.push_back(std::move(picture));
        co_return Result<>{};
    }
    awaitable<Result<>> reach() override {
        if (refusal) co_return std::unexpected(*refusal);
        co_return Result<>{};
    }
    void tell_problem(const farm::PrinterId&, const farm::Problem& problem) override {
        problems.push_back(problem);
    }
    Signal<>& changed() override { return changed_; }

    void set(Way way) {
        way_ = way;
        changed_.tell();
    }

    std::optional<Error> refusal;
    std::chrono::milliseconds granted_after{0};
    int asked = 0;
    std::vector<media::jpeg::ImagePtr> pictures;
    std::vector<farm::Problem> problems;

private:
    Way way_ = Way::open;
    Signal<> changed_;
};

Bytes small_jpeg(int brightness = 128) {
    media::jpeg::Encoder encoder;
    media::YuvPicture picture;
    picture.resize({64, 48});
    for (const auto plane : {media::YuvPicture::y, media::YuvPicture::u, media::YuvPicture::v})
        std::ranges::fill(picture.plane(plane), static_cast<std::byte>(brightness));
    return *encoder.encode(picture, 80);
}

// A printer whose reports the test makes.
struct FakePrinter {
    printers::LinkListener* listener = nullptr;

    void report(farm::Activity activity) {
        farm::PrinterState state;
        state.activity = activity;
        listener->on_report(std::move(state));
    }
};

class FakeLink final : public printers::PrinterLink {
public:
    FakeLink(FakePrinter& printer, printers::LinkListener& listener)
        : printer_(printer), listener_(listener) {}

    awaitable<Error> run() override {
        listener_.on_connected({});
        printer_.listener = &listener_;
        asio::steady_timer never(co_await asio::this_coro::executor,
                                 std::chrono::steady_clock::time_point::max());
        co_await never.async_wait(use_awaitable);
        co_return Error{};
    }
    awaitable<Result<>> command(printers::Command) override { co_return Result<>{}; }

private:
    FakePrinter& printer_;
    printers::LinkListener& listener_;
};

class FakeDriver final : public printers::Driver {
public:
    explicit FakeDriver(FakePrinter& printer) : printer_(printer) {}

    std::string name() const override { return "bambu"; }
    awaitable<Result<printers::Identity>> identify(printers::PrinterConfig) override {
        co_return printers::Identity{"01P00A000000001", "P1S"};
    }
    Result<> complete(printers::PrinterConfig& config) const override {
        config.printer.camera = "bambu_jpeg";
        return {};
    }
    std::unique_ptr<printers::PrinterLink> make_link(Executor, printers::PrinterConfig,
                                                     printers::LinkListener& listener) override {
        return std::make_unique<FakeLink>(printer_, listener);
    }

private:
    FakePrinter& printer_;
};

// One printer and its camera, both in the test's hand, and a picture every 30 ms while it prints.
struct Bench {
    explicit Bench(Executor executor)
        : store(folder.path()),
          registry(with(printer)),
          printers(executor, registry, store),
          settings(store, {}),
          feed(std::make_shared<cameras::CameraFeed>(executor, pool, "P1S", camera.source())),
          snapshots(executor, printers, settings, [this](const farm::PrinterId&) { return find(); }, uploads,
                    store, {.cadence = {.printing = 30ms, .idle = 1h}, .pace = 5ms, .capture = 300ms}),
          supervisor(executor, "test") {
        running = supervisor.spawn("snapshots", [this] { return snapshots.run(); });
    }

    static printers::Registry with(FakePrinter& printer) {
        printers::Registry made;
        made.add(std::make_unique<FakeDriver>(printer));
        return made;
    }

    Result<std::shared_ptr<cameras::CameraFeed>> find() const { return feed; }

    awaitable<void> connect(farm::Activity activity) {
        const auto added = co_await printers.add({.name = "P1S",
                                                  .address = "127.0.0.1",
                                                  .serial = "01P00A000000001",
                                                  .access_code = Secret("12345678")});
        EXPECT_TRUE(added) << (added ? "" : added.error().detail);
        EXPECT_TRUE(co_await eventually([this] { return printer.listener != nullptr; }));
        printer.report(activity);
    }

    // Answers each camera connection with pictures until there are that many uploads.
    awaitable<bool> uploads_reach(std::size_t count) {
        return eventually([this, count] {
            if (camera.sink != nullptr) camera.send_jpeg(as_text(jpeg));
            return uploads.pictures.size() >= count;
        });
    }

    awaitable<void> stop() {
        running.cancel();
        co_await running.join();
        co_await snapshots.stop();
        co_await feed->stop();
        co_await printers.stop();
    }

    testing::TemporaryFolder folder;
    storage::Store store;
    FakePrinter printer;
    printers::Registry registry;
    printers::Printers printers;
    settings::CurrentSettings settings;
    WorkerPool pool{1};
    cameras::FakeCamera camera;
    std::shared_ptr<cameras::CameraFeed> feed;
    FakeUploads uploads;
    Snapshots snapshots;
    Supervisor supervisor;
    Task running;
    Bytes jpeg = small_jpeg();
};

TEST(Snapshots, ComeAgainAndAgainOverOneConnectionWhileAPrinterPrints) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(4));
        EXPECT_EQ(bench.camera.opened, 1);
        EXPECT_EQ(bench.uploads.pictures[0]->data, bench.jpeg);
        const auto activity = bench.snapshots.activity();
        EXPECT_EQ(activity.size(), 1u);
        EXPECT_GT(activity[0].uploaded_at, 0);
        EXPECT_FALSE(activity[0].problem);
        co_await bench.stop();
    });
}

TEST(Snapshots, BeginWithOnePictureOfAnIdlePrinterAndThenWait) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.connect(farm::Activity::idle);
        EXPECT_TRUE(co_await bench.uploads_reach(1));
        const auto due = bench.snapshots.activity()[0].due_at - bench.snapshots.activity()[0].taken_at;
        EXPECT_GT(due, 0);
        EXPECT_LE(due, 3'600'000);
        bench.printer.report(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(3));
        co_await bench.stop();
    });
}

TEST(Snapshots, AreDueAsBeforeWhenTheClockIsSetBack) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(2));
        const testing::ClockSetBack back(24h * 365);
        const auto so_far = bench.uploads.pictures.size();
        EXPECT_TRUE(co_await bench.uploads_reach(so_far + 3));
        co_await bench.stop();
    });
}

TEST(Snapshots, KeepTheNewestWhileTheCloudIsAway) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        const auto older = small_jpeg(0);
        const auto newer = small_jpeg(200);
        // Shows the camera this picture until one that it has shown is taken.
        const auto taken = [&](const Bytes& picture) {
            return eventually([&, since = unix_ms_now()] {
                if (bench.camera.sink != nullptr) bench.camera.send_jpeg(as_text(picture));
                return bench.snapshots.activity()[0].taken_at > since;
            });
        };
        bench.uploads.set(Way::away);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await taken(older));
        EXPECT_TRUE(co_await taken(newer));
        EXPECT_TRUE(bench.uploads.pictures.empty());
        EXPECT_EQ(bench.snapshots.held_up()->code, Errc::offline);
        bench.uploads.set(Way::open);
        EXPECT_TRUE(co_await eventually([&] { return bench.uploads.pictures.size() >= 1; }));
        for (const auto& picture : bench.uploads.pictures)
            EXPECT_EQ(picture->data, newer);
        co_await bench.stop();
    });
}

TEST(Snapshots, AreNotSentLaterOnceTheirSwitchIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        bench.uploads.set(Way::away);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await eventually([&] {
            if (bench.camera.sink != nullptr) bench.camera.send_jpeg(as_text(bench.jpeg));
            return bench.snapshots.activity()[0].taken_at > 0;
        }));
        EXPECT_TRUE(co_await bench.settings.change(json::object{{"snapshots_enabled", false}}));
        bench.uploads.set(Way::open);
        co_await sleep_for(100ms);
        EXPECT_EQ(bench.uploads.asked, 0);
        co_await bench.stop();
    });
}

TEST(Snapshots, AreNotSentWhenTheirSwitchGoesOffBeforeTheCloudSaysWhereTo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        bench.uploads.granted_after = 100ms;
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await eventually([&] {
            if (bench.camera.sink != nullptr) bench.camera.send_jpeg(as_text(bench.jpeg));
            return bench.uploads.asked == 1;
        }));
        EXPECT_TRUE(co_await bench.settings.change(json::object{{"cameras_enabled", false}}));
        co_await sleep_for(200ms);
        EXPECT_TRUE(bench.uploads.pictures.empty());
        co_await bench.stop();
    });
}

TEST(Snapshots, LoseWhatTheCameraWroteBesideThePicture) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        const auto plain = bench.jpeg;
        bench.jpeg = media::with_exif(plain);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(1));
        EXPECT_EQ(bench.uploads.pictures[0]->data, plain);
        co_await bench.stop();
    });
}

TEST(Snapshots, SayWhyThereIsNoPicture) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        bench.camera.refusal = Error{Errc::unauthorized, "the camera refuses the access code"};
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await eventually([&] { return !bench.uploads.problems.empty(); }));
        EXPECT_EQ(bench.uploads.problems[0].code, "unauthorized");
        EXPECT_TRUE(bench.snapshots.failed_uploads().empty());
        bench.camera.refusal.reset();
        EXPECT_TRUE(co_await bench.uploads_reach(1));
        EXPECT_TRUE(co_await eventually([&] { return !bench.snapshots.activity()[0].problem; }));
        co_await bench.stop();
    });
}

TEST(Snapshots, RememberUploadsThatFailed) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        bench.uploads.refusal = Error{Errc::storage, "the disk of the Cloud is full"};
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await eventually([&] {
            if (bench.camera.sink != nullptr) bench.camera.send_jpeg(as_text(bench.jpeg));
            return bench.snapshots.failed_uploads().size() >= 2;
        }));
        EXPECT_EQ(bench.snapshots.failed_uploads()[0].problem.code, "storage");
        EXPECT_EQ(bench.uploads.problems.size(), 1u);  // the same again is not told again
        bench.uploads.refusal.reset();
        EXPECT_TRUE(co_await bench.uploads_reach(1));
        co_await bench.stop();
    });
}

TEST(Snapshots, EndWithTheirSwitchAndLetTheCameraGo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(1));
        EXPECT_TRUE(co_await bench.settings.change(json::object{{"snapshots_enabled", false}}));
        EXPECT_TRUE(
            co_await eventually([&] { return bench.feed->status().state == cameras::FeedState::closed; }));
        EXPECT_EQ(bench.snapshots.activity()[0].due_at, 0);
        EXPECT_EQ(bench.snapshots.refresh_all().error().code, Errc::disabled);
        EXPECT_EQ(bench.snapshots.held_up()->code, Errc::disabled);
        co_await bench.stop();
    });
}

TEST(Snapshots, EndAtOnceWithTheirFuse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.connect(farm::Activity::printing);
        EXPECT_TRUE(co_await bench.uploads_reach(2));
        const auto begin = std::chrono::steady_clock::now();
        co_await bench.stop();
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
        const auto uploaded = bench.uploads.pictures.size();
        EXPECT_EQ(bench.camera.open, 0) << "its camera is let go";
        co_await sleep_for(120ms);  // four pictures would have been due
        EXPECT_EQ(bench.uploads.pictures.size(), uploaded);
    });
}

}  // namespace
}  // namespace gantry::fuse::snapshots
