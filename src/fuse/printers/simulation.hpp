// A printer that exists in this program only: as what it was made, and what it was told to do. Kept across
// restarts; what it reports follows from this and the time. Values, and the rules of whoever plays them.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::printers {

// A print that somebody asked for.
struct TestPrint {
    std::string job_name;  // empty: one is made up
    int seconds = 120;     // at standard speed
    farm::Speed speed = farm::Speed::standard;
    friend bool operator==(const TestPrint&, const TestPrint&) = default;
};
BOOST_DESCRIBE_STRUCT(TestPrint, (), (job_name, seconds, speed))

// A print that was started, and may be over for long. Times are Unix milliseconds.
struct StartedPrint {
    TestPrint print;
    int tray = -1;                // that feeds it, counted over all units; none: the external spool
    double nozzle_c = 0;          // when it started
    double bed_c = 0;             // likewise
    std::int64_t started_at = 0;  // later by the length of every pause
    std::int64_t paused_at = 0;   // 0 = it is not paused
    std::int64_t stopped_at = 0;  // 0 = nobody stopped it
    friend bool operator==(const StartedPrint&, const StartedPrint&) = default;
};
BOOST_DESCRIBE_STRUCT(StartedPrint, (), (print, tray, nozzle_c, bed_c, started_at, paused_at, stopped_at))

// A heater or fan that somebody has set, in place of what it would do by itself.
struct Setting {
    double value = 0;       // °C or percent
    double from_c = 0;      // of a heater, when it was set
    std::int64_t at = 0;    // when it was set
    bool in_print = false;  // ends with the print that ran then
    friend bool operator==(const Setting&, const Setting&) = default;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (value, from_c, at, in_print))

struct Manual {
    std::optional<Setting> nozzle;
    std::optional<Setting> bed;
    std::optional<Setting> chamber;
    std::optional<Setting> part_fan;
    std::optional<Setting> aux_fan;
    std::optional<Setting> chamber_fan;
    friend bool operator==(const Manual&, const Manual&) = default;
};
BOOST_DESCRIBE_STRUCT(Manual, (), (nozzle, bed, chamber, part_fan, aux_fan, chamber_fan))

struct Simulation {
    double nozzle_mm = 0.4;
    int ams_units = 1;
    bool online = true;
    bool light_on = true;
    std::vector<std::string> hms_errors;  // "HMS_0300_0100_0001_0007"
    std::optional<StartedPrint> print;    // the last one
    int prints_started = 0;
    bool homed = false;
    Manual manual;  // until the next print
    friend bool operator==(const Simulation&, const Simulation&) = default;
};
BOOST_DESCRIBE_STRUCT(Simulation, (),
                      (nozzle_mm, ams_units, online, light_on, hms_errors, print, prints_started, homed,
                       manual))

struct SimulationChange {
    std::optional<bool> online;
    std::optional<std::vector<std::string>> hms_errors;  // all of them; empty clears them
    std::optional<TestPrint> test_print;                 // begins it
};
BOOST_DESCRIBE_STRUCT(SimulationChange, (), (online, hms_errors, test_print))

// What a driver adds whose printers need no address, serial number or access code. Owned by its Driver; the
// loop's thread only.
class Simulator {
public:
    virtual ~Simulator() = default;
    // So many of its printers per Fuse.
    virtual std::size_t most() const = 0;
    // All of the change or nothing. Errors: malformed, offline and busy (for a test print).
    virtual Result<> change(Simulation& simulation, const SimulationChange& change) const = 0;
};

}  // namespace gantry::fuse::printers
