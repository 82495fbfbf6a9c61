#include <fmt/format.h>

#include <cstdio>

#include "bambu/doctor/causes.hpp"
#include "cli/doctor.hpp"

namespace gantry::cli {
namespace {

const char* mark_of(StepState state) {
    switch (state) {
        case StepState::waiting:
        case StepState::running:
            return "…";
        case StepState::passed:
            return "✓";
        case StepState::warned:
            return "!";
        case StepState::failed:
            return "✗";
        case StepState::skipped:
            return "–";
    }
    return "";
}

}  // namespace

std::string text_of(const Step& step) {
    auto text = fmt::format("{} {:<32} {}\n", mark_of(step.state), step.name, step.seen);
    const auto* advice = bambu::doctor::advice_for(step.cause);
    if (advice == nullptr) return text;
    text += fmt::format("    {}. {}\n", advice->name, advice->means);
    for (const auto& todo : advice->todo)
        text += fmt::format("    → {}\n", todo);
    return text;
}

json::object to_document(const std::string& subject, const Report& report) {
    json::array steps;
    for (const auto& step : report.steps) {
        auto object = to_json(step).as_object();
        if (const auto* advice = bambu::doctor::advice_for(step.cause)) object["advice"] = to_json(*advice);
        steps.push_back(std::move(object));
    }
    return {{"subject", subject}, {"well", is_well(report)}, {"steps", std::move(steps)}};
}

void StepPrinter::take(const Report& report) {
    while (printed_ < report.steps.size()) {
        const auto& step = report.steps[printed_];
        if (step.state == StepState::waiting || step.state == StepState::running) return;
        fmt::print("{}", text_of(step));
        std::fflush(stdout);
        ++printed_;
    }
}

}  // namespace gantry::cli
