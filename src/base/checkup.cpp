#include "base/checkup.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>

#include "base/clock.hpp"

namespace gantry {
namespace {

bool is_open(StepState state) {
    return state == StepState::waiting || state == StepState::running;
}

}  // namespace

bool is_well(const Report& report) {
    return std::ranges::none_of(report.steps,
                                [](const Step& step) { return step.state == StepState::failed; });
}

Finding passed(std::string seen) {
    return {StepState::passed, std::move(seen), {}};
}

Finding skipped(std::string why) {
    return {StepState::skipped, std::move(why), {}};
}

Checkup::Checkup(const Executor& executor, std::vector<Plan> plan)
    : news_(executor, asio::steady_timer::time_point::max()) {
    report_.started_at = unix_ms_now();
    for (auto& planned : plan)
        report_.steps.push_back({.id = std::move(planned.id), .name = std::move(planned.name)});
}

Step* Checkup::find(std::string_view id) {
    const auto found = std::ranges::find(report_.steps, id, &Step::id);
    return found == report_.steps.end() ? nullptr : &*found;
}

bool Checkup::plans(std::string_view id) const {
    return std::ranges::find(report_.steps, id, &Step::id) != report_.steps.end();
}

void Checkup::start(std::string_view id) {
    auto* step = find(id);
    if (step == nullptr || step->state != StepState::waiting) return;
    step->state = StepState::running;
    changed_.tell();
}

void Checkup::settle(std::string_view id, Finding finding) {
    auto* step = find(id);
    if (step == nullptr || !is_open(step->state)) return;
    step->state = finding.state;
    step->seen = std::move(finding.seen);
    step->cause = std::move(finding.cause);
    news_.cancel();
    changed_.tell();
}

awaitable<StepState> Checkup::settled(std::string id) {
    const auto* step = find(id);
    if (step == nullptr) co_return StepState::skipped;
    while (is_open(step->state)) {
        ErrorCode ignored;
        co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            throw SystemError(asio::error::operation_aborted);
    }
    co_return step->state;
}

void Checkup::finish(const Finding& unfinished) {
    for (auto& step : report_.steps) {
        if (!is_open(step.state)) continue;
        step.state = unfinished.state;
        step.seen = unfinished.seen;
        step.cause = unfinished.cause;
    }
    report_.done = true;
    news_.cancel();
    changed_.tell();
}

}  // namespace gantry
