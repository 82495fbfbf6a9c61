#include "fuse/printers/virtual/course.hpp"

#include <cmath>

#include "fuse/printers/virtual/spools.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

using gantry::bambu::moment_of;
using gantry::bambu::Phase;
using gantry::bambu::share_of;
using gantry::bambu::start_of;

constexpr double ambient_c = 25;
constexpr double at_rest_c = 0.5;  // as near to the room's temperature as anybody can tell
// In these times, in seconds, what is above the room's temperature falls to a third.
constexpr double nozzle_cools_in = 60;
constexpr double bed_cools_in = 150;

double pace_of(farm::Speed speed) {
    return gantry::bambu::pace_of_level.at(static_cast<std::size_t>(speed));  // in the same order
}

// Only layers are printed faster or slower: a heater takes its time.
struct Times {
    explicit Times(const TestPrint& print)
        : before(start_of(Phase::printing) * print.seconds),
          printing(share_of(Phase::printing) * print.seconds / pace_of(print.speed)),
          after(share_of(Phase::unloading) * print.seconds) {}

    double whole() const { return before + printing + after; }
    // Of the print after this many seconds.
    double share(double elapsed) const {
        if (elapsed < before) return elapsed / before * start_of(Phase::printing);
        if (elapsed < before + printing)
            return start_of(Phase::printing) + (elapsed - before) / printing * share_of(Phase::printing);
        return start_of(Phase::unloading) +
               (elapsed - before - printing) / after * share_of(Phase::unloading);
    }

    // The other way round.
    double elapsed(double share) const {
        const auto [phase, part] = moment_of(share);
        if (phase < Phase::printing) return share / start_of(Phase::printing) * before;
        if (phase == Phase::printing) return before + part * printing;
        return before + printing + (phase == Phase::unloading ? part : 1) * after;
    }

    double before, printing, after;
};

// Without pauses, and until it was stopped.
double elapsed_s(const StartedPrint& print, Time now) {
    auto until = milliseconds(now);
    if (print.stopped_at != 0) until = print.stopped_at;
    if (print.paused_at != 0) until = print.paused_at;
    return std::max(0.0, static_cast<double>(until - print.started_at) / 1000);
}

double cooled(double from_c, double seconds, double cools_in) {
    const double above = (from_c - ambient_c) * std::exp(-seconds / cools_in);
    return ambient_c + (above < at_rest_c ? 0 : above);
}

double rounded(double celsius) {
    return std::round(celsius * 10) / 10;
}

// `from_c` to `target_c` between two moments, then a little around it, as regulated heaters do.
double heated(double from_c, double target_c, double elapsed, double begin, double end) {
    const double share = std::clamp((elapsed - begin) / (end - begin), 0.0, 1.0);
    if (share < 1) return from_c + (target_c - from_c) * share;
    return target_c + std::sin(elapsed / 3) / 4;
}

Heat heat_of(const StartedPrint& print, int ams_units, Time now) {
    const Times times(print.print);
    const auto course = course_at(print, now);
    const auto target = temperatures_for(ams_units, print.tray);
    const double elapsed = std::min(elapsed_s(print, now), times.whole());
    const double begin = start_of(Phase::heating) * print.print.seconds;
    const double end = start_of(Phase::loading) * print.print.seconds;
    const double bed_off = times.before + times.printing;
    Heat heat;
    heat.nozzle.actual_c = cooled(heated(print.nozzle_c, target.nozzle_c, elapsed, begin, end),
                                  course.over_for_s, nozzle_cools_in);
    heat.bed.actual_c = cooled(heated(print.bed_c, target.bed_c, std::min(elapsed, bed_off), begin, end),
                               std::max(0.0, elapsed - bed_off) + course.over_for_s, bed_cools_in);
    const bool heating = !course.over && course.moment.phase >= Phase::heating;
    if (heating) heat.nozzle.target_c = target.nozzle_c;
    if (heating && course.moment.phase < Phase::unloading) heat.bed.target_c = target.bed_c;
    return heat;
}

}  // namespace

std::int64_t milliseconds(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

Course course_at(const StartedPrint& print, Time now) {
    const Times times(print.print);
    const double elapsed = elapsed_s(print, now);
    Course course{.moment = moment_of(times.share(elapsed)),
                  .left_s = std::max(0.0, times.whole() - elapsed)};
    if (print.stopped_at != 0) {
        course.over = true;
        course.over_for_s = static_cast<double>(milliseconds(now) - print.stopped_at) / 1000;
    } else if (course.moment.phase == Phase::done) {
        course.over = true;
        course.over_for_s = elapsed - times.whole();
    }
    course.over_for_s = std::max(0.0, course.over_for_s);
    return course;
}

void set_speed(StartedPrint& print, farm::Speed speed, Time now) {
    const double elapsed = elapsed_s(print, now);
    const double share = Times(print.print).share(elapsed);
    print.print.speed = speed;
    const double shift = elapsed - Times(print.print).elapsed(share);
    print.started_at += std::llround(shift * 1000);
}

bool is_busy(const Simulation& simulation, Time now) {
    return simulation.print && !course_at(*simulation.print, now).over;
}

Heat heat_at(const Simulation& simulation, Time now) {
    Heat heat{.nozzle = {.actual_c = ambient_c}, .bed = {.actual_c = ambient_c}};
    if (simulation.print) heat = heat_of(*simulation.print, simulation.ams_units, now);
    heat.nozzle.actual_c = rounded(heat.nozzle.actual_c);
    heat.bed.actual_c = rounded(heat.bed.actual_c);
    return heat;
}

}  // namespace gantry::fuse::printers::virtual_printer
