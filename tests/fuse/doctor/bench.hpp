// A whole Fuse with a simulated printer that fails on request, and what its doctor reports about it.
#pragma once

#include "base/checkup.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse {

using sim::FaultKind;

// Who listens for announcements that the simulated printer does not make.
inline constexpr doctor::Limits brief{.announcement = 1s};
// Where no picture comes.
inline constexpr doctor::Limits impatient{.first_picture = 5s, .announcement = 1s};

struct Bench {
    Bench(Executor executor, const std::string& model, const std::string& cloud = no_cloud,
          const doctor::Limits& limits = brief)
        : Bench(executor, sim::PrinterSpec{.model = model, .files = false}, cloud, limits) {}
    Bench(Executor executor, sim::PrinterSpec spec, const std::string& cloud,
          const doctor::Limits& limits = brief)
        : rig(executor, std::move(spec)), fuse(executor, options(data.path(), cloud, limits)) {}
    static Options options(const std::string& data, const std::string& cloud, const doctor::Limits& limits) {
        auto options = WholeFuse::usual(data, cloud);
        options.doctor = limits;
        return options;
    }

    gantry::testing::TemporaryFolder data;
    sim::Rig rig;
    WholeFuse fuse;
    std::string id;

    awaitable<void> begin() {
        EXPECT_TRUE(co_await rig.printer.start());
        id = co_await fuse.add(rig.printer);
    }
    awaitable<void> end() {
        co_await fuse.stop();
        co_await rig.printer.stop();
    }
    awaitable<void> fault(FaultKind kind) {
        const sim::Fault wrong{.kind = kind};
        EXPECT_TRUE(co_await rig.printer.apply(wrong));
    }
    awaitable<void> change(std::string settings) {
        const auto answer = co_await fuse.call(Method::patch, "/api/settings", std::move(settings));
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    awaitable<void> switch_camera(printers::CameraSwitches switches) {
        const json::value body = {{"camera_switches", to_json(switches)}};
        const auto answer = co_await fuse.call(Method::patch, "/api/printers/" + id, to_text(body));
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    awaitable<void> command(std::string action) {
        const json::value body = {{"action", action}};
        const auto answer =
            co_await fuse.call(Method::post, "/api/printers/" + id + "/command", to_text(body));
        EXPECT_EQ(answer.status / 100, 2) << answer.body;
    }
    // Until the check-up is done; the number of reports that came before goes to `told`.
    awaitable<Report> examine(std::string query, int* told = nullptr) {
        net::websocket::ClientRequest request{.url = fuse.url("/api/doctor" + query, "ws")};
        auto connection = co_await net::websocket::connect(std::move(request));
        if (!connection) throw std::runtime_error(connection.error().detail);
        for (int count = 1;; ++count) {
            const auto text = co_await within(40s, (*connection)->read());
            if (!text) throw std::runtime_error("closed before it was done");
            auto report = parse_as<Report>(*text);
            if (!report) throw std::runtime_error(report.error().detail);
            if (told != nullptr) *told = count;
            if (report->done) co_return *std::move(report);
        }
    }
    awaitable<Report> look_at_camera() { co_return co_await examine("?printer=" + id + "&scope=camera"); }
};

inline const Step& step(const Report& report, std::string_view id) {
    static const Step none{.id = "none"};
    const auto found = std::ranges::find(report.steps, id, &Step::id);
    return found == report.steps.end() ? none : *found;
}

inline std::string text_of(const Report& report) {
    return to_text(to_json(report));
}

// The first that failed, as a page shows it.
inline std::string failing(const Report& report) {
    const auto found = std::ranges::find(report.steps, StepState::failed, &Step::state);
    return found == report.steps.end() ? "" : found->id + ": " + found->cause;
}

}  // namespace gantry::fuse
