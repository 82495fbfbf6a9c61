#include "fuse/printers/history.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers {
namespace {

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
    const auto view = history.view(start + 33 * second);
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
    const auto view = history.view(start + 600 * second);
    EXPECT_LE(view.at.size(), 3U);
    EXPECT_EQ(view.at.front(), start);
    EXPECT_EQ(view.at.back(), start + 599 * second);
}

TEST(TemperatureHistory, ShowsAStepAfterALongSilence) {
    TemperatureHistory history;
    history.take(heated(25), start);
    history.take(heated(26), start + 3 * second);
    history.take(heated(80), start + 300 * second);
    const auto view = history.view(start + 300 * second);
    EXPECT_EQ(view.at, (std::vector<std::int64_t>{start, start + 3 * second, start + 299 * second,
                                                  start + 300 * second}));
    EXPECT_EQ(view.nozzle, (std::vector<std::optional<double>>{25, 26, 26, 80}));
}

TEST(TemperatureHistory, LeavesAGapWhileThePrinterIsAway) {
    TemperatureHistory history;
    history.take({.connection = farm::Connection::offline}, start);
    EXPECT_TRUE(history.view(start).at.empty());
    history.take(heated(30), start);
    history.take(heated(31), start + 5 * second);
    history.take({.connection = farm::Connection::offline}, start + 65 * second);
    history.take({.connection = farm::Connection::offline}, start + 95 * second);
    history.take(heated(22), start + 900 * second);
    const auto view = history.view(start + 900 * second);
    EXPECT_EQ(view.nozzle, (std::vector<std::optional<double>>{30, 31, std::nullopt, 22}));
}

TEST(TemperatureHistory, KeepsTheTargetOfAHeatedChamber) {
    TemperatureHistory history;
    auto state = heated(200);
    history.take(state, start);
    state.chamber = {.actual_c = 40.5, .target_c = 60};
    history.take(state, start + 10 * second);
    const auto view = history.view(start + 10 * second);
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
    const auto view = history.view(start + 10 * second);
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
            EXPECT_LE(history.view(start + i * second).at.size(), TemperatureHistory::max_samples + 1);
        }
    }
    EXPECT_GE(history.view(start + 100'000 * second).at.front(), start + 96'400 * second);
    for (int i = 0; i < 2000; ++i)  // slow reports, each of them a step
        history.take(heated(i % 2), start + 100'000 * second + i * 21 * second);
    EXPECT_LE(history.view(start).at.size(), TemperatureHistory::max_samples + 1);
    EXPECT_TRUE(history.view(start + 1'000'000 * second).at.empty());
}

TEST(TemperatureHistory, StaysInOrderWhenTheClockIsSetBack) {
    TemperatureHistory history;
    for (int i = 0; i < 100; ++i)
        history.take(heated(20 + i), start + i * 10 * second);
    for (int i = 0; i < 100; ++i)
        history.take(heated(20 + i), start - 500 * second + i * 10 * second);
    EXPECT_TRUE(std::ranges::is_sorted(history.view(start).at));
}

}  // namespace
}  // namespace gantry::fuse::printers
