// The steps of a check-up and how they went. Shared by whoever runs the steps and whoever shows them; the
// executor's thread only.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"

namespace gantry {

enum class StepState {
    waiting,
    running,
    passed,
    warned,  // works, but a person should know
    failed,
    skipped  // could not be tried, or has nothing to say
};
BOOST_DESCRIBE_ENUM(StepState, waiting, running, passed, warned, failed, skipped)

struct Step {
    std::string id;
    std::string name;
    StepState state = StepState::waiting;
    std::string seen;   // what was found, for people; of a skipped one, why
    std::string cause;  // a name of api/causes.json, which says what to do; empty when nothing is wrong
    friend bool operator==(const Step&, const Step&) = default;
};
BOOST_DESCRIBE_STRUCT(Step, (), (id, name, state, seen, cause))

struct Report {
    std::int64_t started_at = 0;  // Unix milliseconds
    bool done = false;
    std::vector<Step> steps;
    friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (), (started_at, done, steps))

// Whether no step has failed.
bool is_well(const Report& report);

// How one step went.
struct Finding {
    StepState state = StepState::passed;
    std::string seen;
    std::string cause;
};
Finding passed(std::string seen);
Finding skipped(std::string why);

class Checkup {
public:
    struct Plan {
        std::string id;
        std::string name;
    };
    Checkup(const Executor& executor, std::vector<Plan> plan);
    Checkup(const Checkup&) = delete;
    Checkup& operator=(const Checkup&) = delete;

    const Report& report() const { return report_; }
    bool plans(std::string_view id) const;

    // Steps that are not planned are ignored, here and below.
    void start(std::string_view id);
    // The first finding stands.
    void settle(std::string_view id, Finding finding);
    // Completes when there is a finding; at once for a step that is not planned (skipped).
    awaitable<StepState> settled(std::string id);
    // Steps without a finding fail with this; then the report is done.
    void finish(const Finding& unfinished);

    // A step has begun or has its finding, or the report is done.
    Signal<>& changed() { return changed_; }

private:
    Step* find(std::string_view id);

    Report report_;
    asio::steady_timer news_;  // expires never: cancelled at each finding
    Signal<> changed_;
};

}  // namespace gantry
