#include "fuse/printers/history.hpp"

#include "tests/fuse/printers/kiln.hpp"
#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

using End = TemperatureHistory::End;

constexpr std::int64_t start = 1'700'000'000'000;
constexpr std::int64_t second = 1000;

farm::PrinterState heated(double nozzle, double bed = 60) {
    farm::PrinterState state{.connection = farm::Connection::online};
    state.nozzle = {.actual_c = nozzle, .target_c = 220};
    state.bed = {.actual_c = bed, .target_c = 60};
    return state;
}

TEST(TemperatureHistory, KeepsASampleEveryTenSecondsAndTheNewestOne) {
    TemperatureHistory history;
    for (int i = 0; i <= 33; ++i)
        history.take(heated(20 + i), start + i * second);
    const auto view = history.view(start + 33 * second, End::now);
    EXPECT_EQ(view.at, (std::vector<std::int64_t>{start, start + 10 * second, start + 20 * second,
                                                  start + 30 * second, start + 33 * second}));
    EXPECT_EQ(view.nozzle.back(), 53);
    EXPECT_EQ(view.nozzle_target.back(), 220);
    EXPECT_EQ(view.bed.size(), view.at.size());
    EXPECT_EQ(view.chamber.back(), std::nullopt);
}

TEST(TemperatureHistory, NeedsTwoPointsForWhatDoesNotChange) {
    TemperatureHistory history;
    for (int i = 0; i < 600; ++i)
        history.take(heated(25), start + i * second);
    const auto view = history.view(start + 600 * second, End::now);
    EXPECT_LE(view.at.size(), 3U);
    EXPECT_EQ(view.at.front(), start);
    EXPECT_EQ(view.at.back(), start + 600 * second);
    EXPECT_EQ(history.view(start + 600 * second, End::last_report).at.back(), start + 599 * second);
}

TEST(TemperatureHistory, GoesOnWithTheLastValueOfASilentPrinter) {
    TemperatureHistory history;
    history.take(heated(25), start);
    history.take(heated(26), start + 5 * second);
    const auto much_later = start + 7200 * second;
    const std::vector<std::int64_t> whole_hour{much_later - 3600 * second, much_later};
    EXPECT_EQ(history.view(much_later, End::now).at, whole_hour);
    EXPECT_EQ(history.view(much_later, End::now).nozzle, (farm::TemperatureColumn{26, 26}));
    EXPECT_TRUE(history.view(much_later, End::last_report).at.empty()) << "it is not connected";
    history.take(heated(80), much_later);
    const auto changed = history.view(much_later + second, End::now);
    EXPECT_EQ(changed.at.front(), whole_hour.front() + second) << "it held all the time";
    EXPECT_EQ(changed.nozzle, (farm::TemperatureColumn{26, 26, 80, 80}));
}

TEST(TemperatureHistory, DoesNotGoOnOnceThePrinterIsAway) {
    TemperatureHistory history;
    history.take(heated(25), start);
    history.take({.connection = farm::Connection::stale}, start + 60 * second);
    const auto view = history.view(start + 600 * second, End::now);
    EXPECT_EQ(view.at, (std::vector{start, start + 60 * second}));
    EXPECT_EQ(view.nozzle, (farm::TemperatureColumn{25, std::nullopt}));
    EXPECT_TRUE(history.view(start + 3700 * second, End::now).at.empty());
    history.take(heated(30), start + 4000 * second);
    EXPECT_EQ(history.view(start + 4000 * second, End::now).nozzle, farm::TemperatureColumn{30})
        << "an hour begins with a gap when it did";
}

TEST(TemperatureHistory, ShowsAStepAfterALongSilence) {
    TemperatureHistory history;
    history.take(heated(25), start);
    history.take(heated(26), start + 3 * second);
    history.take(heated(80), start + 300 * second);
    const auto view = history.view(start + 300 * second, End::now);
    EXPECT_EQ(view.at, (std::vector<std::int64_t>{start, start + 3 * second, start + 299 * second,
                                                  start + 300 * second}));
    EXPECT_EQ(view.nozzle, (std::vector<std::optional<double>>{25, 26, 26, 80}));
}

TEST(TemperatureHistory, LeavesAGapWhileThePrinterIsAway) {
    TemperatureHistory history;
    history.take({.connection = farm::Connection::offline}, start);
    EXPECT_TRUE(history.view(start, End::now).at.empty());
    history.take(heated(30), start);
    history.take(heated(31), start + 5 * second);
    history.take({.connection = farm::Connection::offline}, start + 65 * second);
    history.take({.connection = farm::Connection::offline}, start + 95 * second);
    history.take(heated(22), start + 900 * second);
    const auto view = history.view(start + 900 * second, End::now);
    EXPECT_EQ(view.nozzle, (std::vector<std::optional<double>>{30, 31, std::nullopt, 22}));
}

TEST(TemperatureHistory, KeepsTheTargetOfAHeatedChamber) {
    TemperatureHistory history;
    auto state = heated(200);
    history.take(state, start);
    state.chamber = {.actual_c = 40.5, .target_c = 60};
    history.take(state, start + 10 * second);
    const auto view = history.view(start + 10 * second, End::now);
    EXPECT_EQ(view.chamber, (farm::TemperatureColumn{std::nullopt, 40.5}));
    EXPECT_EQ(view.chamber_target, (farm::TemperatureColumn{std::nullopt, 60}));
    EXPECT_TRUE(view.nozzles.empty());
}

TEST(TemperatureHistory, KeepsALineForEachNozzleSoThatNoneJumpsAtAToolChange) {
    TemperatureHistory history;
    auto state = heated(0);
    state.nozzles = {{.name = "Right", .temperature = {.actual_c = 220, .target_c = 220}, .active = true},
                     {.name = "Left", .temperature = {.actual_c = 90}}};
    state.nozzle = state.nozzles[0].temperature;
    history.take(state, start);
    state.nozzle = state.nozzles[1].temperature;
    std::swap(state.nozzles[0].active, state.nozzles[1].active);
    history.take(state, start + 10 * second);
    const auto view = history.view(start + 10 * second, End::now);
    EXPECT_EQ(view.nozzle, (farm::TemperatureColumn{220, 90})) << "whichever is active";
    ASSERT_EQ(view.nozzles.size(), 2u);
    EXPECT_EQ(view.nozzles[0], (farm::NozzleColumns{"Right", {220, 220}, {220, 220}}));
    EXPECT_EQ(view.nozzles[1], (farm::NozzleColumns{"Left", {90, 90}, {0, 0}}));
    EXPECT_TRUE(farm::fits_an_hour(view));
}

TEST(TemperatureHistory, ForgetsWhatIsOlderThanAnHourAndNeverGrows) {
    TemperatureHistory history;
    for (int i = 0; i < 100'000; ++i) {
        history.take(heated(20 + i % 50, 20 + i % 7), start + i * second);
        if (i % 1000 == 0) {
            EXPECT_LE(history.view(start + i * second, End::now).at.size(),
                      TemperatureHistory::max_samples + 2);
        }
    }
    EXPECT_GE(history.view(start + 100'000 * second, End::now).at.front(), start + 96'400 * second);
    for (int i = 0; i < 2000; ++i)  // slow reports, each of them a step
        history.take(heated(i % 2), start + 100'000 * second + i * 21 * second);
    EXPECT_LE(history.view(start, End::now).at.size(), TemperatureHistory::max_samples + 2);
    EXPECT_TRUE(history.view(start + 1'000'000 * second, End::last_report).at.empty());
}

TEST(TemperatureHistory, StaysInOrderWhenTheClockIsSetBack) {
    TemperatureHistory history;
    for (int i = 0; i < 100; ++i)
        history.take(heated(20 + i), start + i * 10 * second);
    for (int i = 0; i < 100; ++i)
        history.take(heated(20 + i), start - 500 * second + i * 10 * second);
    EXPECT_TRUE(std::ranges::is_sorted(history.view(start, End::now).at));
}

TEST(Histories, GoOnToNowOnlyWhileThePrinterIsConnected) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        kiln::Printer kiln(executor);
        FuseRig fuse(executor);
        fuse.registry.add(kiln::driver());
        const Histories histories(fuse.printers);
        const auto id = co_await fuse.add({.driver = "kiln",
                                           .name = "Hall",
                                           .address = "127.0.0.1",
                                           .serial = kiln::serial,
                                           .options = {{"http_port", Secret(kiln.port())},
                                                       {"user", Secret("eva")},
                                                       {"api_key", Secret(kiln::good_key)}}});
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        const auto heard = fuse.state(id).last_report_at;  // it reports once
        EXPECT_TRUE(co_await eventually([&] { return histories.of(id).at.back() > heard; }));
        EXPECT_EQ(histories.of(id).nozzle.back(), 0);
        co_await kiln.stop();
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::offline));
        EXPECT_EQ(histories.of(id).nozzle.back(), std::nullopt);
        co_await fuse.printers.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
