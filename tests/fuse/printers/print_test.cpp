#include "fuse/printers/print.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers {
namespace {

using farm::Activity;
using farm::PrintResult;

farm::PrinterState reporting(Activity activity, std::string job = "benchy", int layer = 0) {
    return {.activity = activity, .progress = {.job_name = std::move(job), .layer = layer}};
}

farm::PrinterState numbered(Activity activity, std::string job_id, int layer = 0) {
    auto report = reporting(activity, "benchy", layer);
    report.print.job_id = std::move(job_id);
    return report;
}

farm::PrinterState cancelling(Activity activity) {
    auto report = reporting(activity);
    report.print.result = PrintResult::cancelled;
    return report;
}

// A Fuse that hears a printer.
struct Listener {
    farm::Print print;
    farm::PrinterState state;
    farm::Print said;
    std::int64_t now = 1'000'000;

    const farm::Print& hear(farm::PrinterState report, Gap gap = Gap::none) {
        now += 1000;
        print = after(print, report, {state, said, gap, now});
        said = std::exchange(report.print, print);
        state = std::move(report);
        return print;
    }
    // Another program run: only the print is kept.
    void restart() {
        state = {};
        said = {};
    }
};

TEST(Print, IsOneFromItsPreparationToItsEnd) {
    Listener fuse;
    EXPECT_TRUE(fuse.hear(reporting(Activity::idle)).id.empty());
    const auto begun = fuse.hear(reporting(Activity::preparing));
    EXPECT_EQ(begun.result, PrintResult::running);
    EXPECT_EQ(begun.started_at, fuse.now);
    for (const auto activity : {Activity::printing, Activity::paused, Activity::printing})
        EXPECT_EQ(fuse.hear(reporting(activity, "benchy", 5)), begun);
    const auto ended = fuse.hear(reporting(Activity::finished, "benchy", 60));
    EXPECT_EQ(ended.id, begun.id);
    EXPECT_EQ(ended.result, PrintResult::finished);
    EXPECT_EQ(ended.ended_at, fuse.now);
    for (const auto activity : {Activity::finished, Activity::idle, Activity::unknown})
        EXPECT_EQ(fuse.hear(reporting(activity)), ended) << "the same said again changes nothing";
    EXPECT_NE(fuse.hear(reporting(Activity::preparing)).id, begun.id) << "the same file once more";
}

TEST(Print, TakesANameThatComesLate) {
    Listener fuse;
    fuse.hear(reporting(Activity::finished, "gear"));
    const auto begun = fuse.hear(reporting(Activity::preparing, "gear"));
    const auto named = fuse.hear(reporting(Activity::printing, "hook"));
    EXPECT_EQ(named.id, begun.id);
    EXPECT_EQ(named.name, "hook");
    EXPECT_EQ(fuse.hear(reporting(Activity::printing, "")).name, "hook");
}

TEST(Print, TellsCancelledFromFailed) {
    const struct {
        std::vector<farm::PrinterState> reports;
        PrintResult expected;
    } cases[] = {
        {{reporting(Activity::failed)}, PrintResult::failed},
        {{cancelling(Activity::failed)}, PrintResult::cancelled},
        {{cancelling(Activity::printing), reporting(Activity::failed)}, PrintResult::cancelled},
        {{reporting(Activity::failed), cancelling(Activity::failed)}, PrintResult::cancelled},
        {{reporting(Activity::idle)}, PrintResult::cancelled},
        {{cancelling(Activity::printing), reporting(Activity::printing), reporting(Activity::failed)},
         PrintResult::failed},
        {{reporting(Activity::finished)}, PrintResult::finished},
    };
    for (const auto& one : cases) {
        Listener fuse;
        fuse.hear(reporting(Activity::idle));
        fuse.hear(reporting(Activity::printing));
        for (const auto& report : one.reports)
            fuse.hear(report);
        EXPECT_EQ(fuse.print.result, one.expected) << &one - cases;
    }
}

TEST(Print, GivesThePrintersReasonForAFailure) {
    Listener fuse;
    fuse.hear(reporting(Activity::printing));
    auto failed = reporting(Activity::failed);
    failed.faults = {{.code = "HMS_0700", .severity = farm::Severity::info, .text = "humid"},
                     {.code = "HMS_0300", .severity = farm::Severity::fatal, .text = "The bed is cold"}};
    EXPECT_EQ(fuse.hear(failed).reason, "The bed is cold (HMS_0300)");
    fuse.hear(reporting(Activity::preparing));
    EXPECT_EQ(fuse.hear(reporting(Activity::failed)).reason, "");
    failed.faults.push_back({.code = "0300_8003", .severity = farm::Severity::serious});
    EXPECT_EQ(fuse.hear(failed).reason, "0300_8003") << "some firmware gives it a moment later";
    fuse.hear(reporting(Activity::preparing));
    fuse.hear(reporting(Activity::failed));
    fuse.now += 60'000;
    EXPECT_EQ(fuse.hear(failed).reason, "") << "what comes a minute later has another cause";
}

TEST(Print, GoesOnOverARestartAndAReconnect) {
    Listener fuse;
    fuse.hear(reporting(Activity::idle));
    const auto begun = fuse.hear(reporting(Activity::printing, "benchy", 5));
    fuse.restart();
    EXPECT_EQ(fuse.hear(reporting(Activity::printing, "benchy", 9), Gap::some), begun);
    EXPECT_EQ(fuse.hear(reporting(Activity::paused, "benchy", 9), Gap::some), begun);
    EXPECT_EQ(fuse.hear(reporting(Activity::printing, "benchy", 10)), begun);
}

TEST(Print, HasNoTimeOfAnEndThatNobodySaw) {
    const struct {
        Activity activity;
        PrintResult expected;
    } cases[] = {{Activity::finished, PrintResult::finished},
                 {Activity::failed, PrintResult::failed},
                 {Activity::idle, PrintResult::unknown}};
    for (const auto& [activity, expected] : cases) {
        Listener fuse;
        fuse.hear(reporting(Activity::idle));
        const auto begun = fuse.hear(reporting(Activity::printing));
        fuse.restart();
        const auto ended = fuse.hear(reporting(activity), Gap::some);
        EXPECT_EQ(ended.id, begun.id);
        EXPECT_EQ(ended.result, expected);
        EXPECT_EQ(ended.ended_at, 0);
        EXPECT_EQ(fuse.hear(reporting(activity)), ended);
    }
}

TEST(Print, HasNoTimeOfABeginThatNobodySaw) {
    Listener fuse;
    const auto running = fuse.hear(reporting(Activity::printing), Gap::some);
    EXPECT_EQ(running.started_at, 0);
    EXPECT_EQ(running.result, PrintResult::running);
    const auto ended = fuse.hear(reporting(Activity::finished));
    EXPECT_EQ(ended.id, running.id);
    EXPECT_EQ(ended.ended_at, fuse.now);
}

TEST(Print, IsAnotherOneAfterAGapWhenNumberNameOrProgressSaySo) {
    const struct {
        farm::PrinterState before;
        farm::PrinterState after;
        bool another;
    } cases[] = {
        {numbered(Activity::printing, "1", 9), numbered(Activity::printing, "2", 12), true},
        {numbered(Activity::printing, "1", 9), numbered(Activity::printing, "1", 2), false},
        {numbered(Activity::printing, "1", 9), reporting(Activity::printing, "benchy", 12), false},
        {reporting(Activity::printing, "benchy", 9), reporting(Activity::printing, "hook", 12), true},
        {reporting(Activity::printing, "benchy", 9), reporting(Activity::printing, "benchy", 2), true},
        {reporting(Activity::printing, "benchy", 9), reporting(Activity::printing, "", 12), false},
        {reporting(Activity::finished), reporting(Activity::printing), true},
        {reporting(Activity::printing), reporting(Activity::finished, "hook"), true},
        {reporting(Activity::finished), reporting(Activity::failed, "hook"), true},
        {reporting(Activity::finished), reporting(Activity::finished), false},
    };
    for (const auto& one : cases) {
        Listener fuse;
        fuse.hear(reporting(Activity::printing));
        const auto before = fuse.hear(one.before);
        const auto now = fuse.hear(one.after, Gap::some);
        EXPECT_EQ(now.id != before.id, one.another) << &one - cases;
        if (one.another) EXPECT_EQ(now.started_at, 0) << &one - cases;
    }
}

TEST(Print, IsNotInventedFromAnOldEnd) {
    Listener fuse;
    EXPECT_TRUE(fuse.hear(reporting(Activity::finished), Gap::some).id.empty());
    EXPECT_TRUE(fuse.hear(reporting(Activity::failed)).id.empty());
}

TEST(Print, IsNoneThatAPrinterDoesForItself) {
    auto calibrating = reporting(Activity::printing, "Calibration");
    calibrating.own_job = true;
    Listener fuse;
    EXPECT_TRUE(fuse.hear(calibrating).id.empty());
    EXPECT_TRUE(fuse.hear(reporting(Activity::idle, "Calibration")).id.empty());
    const auto print = fuse.hear(reporting(Activity::printing));
    EXPECT_EQ(print.result, PrintResult::running);
    // Nobody heard how this one ended.
    const auto ended = fuse.hear(calibrating, Gap::some);
    EXPECT_EQ(ended.id, print.id);
    EXPECT_EQ(ended.result, PrintResult::unknown);
    EXPECT_EQ(fuse.hear(calibrating), ended);
}

TEST(Print, IsAnotherOneWhenReportsGoFromPrintingToPreparing) {
    Listener fuse;
    fuse.hear(reporting(Activity::idle));
    const auto first = fuse.hear(reporting(Activity::printing, "benchy", 9));
    EXPECT_EQ(fuse.hear(reporting(Activity::preparing, "benchy", 9)), first) << "nothing else has changed";
    fuse.hear(reporting(Activity::printing, "benchy", 9));
    EXPECT_NE(fuse.hear(reporting(Activity::preparing, "benchy", 0)).id, first.id);
}

TEST(Print, NeverEndsBeforeItBeganWhenTheClockIsSetBack) {
    Listener fuse;
    fuse.hear(reporting(Activity::idle));
    const auto begun = fuse.hear(reporting(Activity::printing));
    fuse.now -= 3'600'000;
    const auto ended = fuse.hear(reporting(Activity::finished));
    EXPECT_EQ(ended.id, begun.id);
    EXPECT_EQ(ended.ended_at, begun.started_at);
    EXPECT_NE(fuse.hear(reporting(Activity::preparing)).id, begun.id);
}

}  // namespace
}  // namespace gantry::fuse::printers
