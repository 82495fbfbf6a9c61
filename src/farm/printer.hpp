// A printer as people think of it: values shared by Fuse and Cloud, and their JSON form in every API. Any
// thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"

namespace gantry::farm {

using PrinterId = Id<struct PrinterTag>;

// Whether we hear from the printer.
enum class Connection {
    disabled,    // switched off by a setting
    connecting,  // first attempt after a start or a change
    online,
    stale,    // connected, but no report for 60 s
    offline,  // unreachable; tried again by itself
    refused   // needs a person: wrong code, changed certificate, …; `problem` says what to do
};
BOOST_DESCRIBE_ENUM(Connection, disabled, connecting, online, stale, offline, refused)

// What the printer is doing.
enum class Activity { unknown, idle, preparing, printing, paused, finished, failed };
BOOST_DESCRIBE_ENUM(Activity, unknown, idle, preparing, printing, paused, finished, failed)

// What a person sees first; one colour each (green, blue, purple, yellow, gray).
enum class Status { printing, ready, waiting, needs_configuration, offline };
BOOST_DESCRIBE_ENUM(Status, printing, ready, waiting, needs_configuration, offline)

struct Temperature {
    double actual_c = 0;
    double target_c = 0;
    friend bool operator==(const Temperature&, const Temperature&) = default;
};
BOOST_DESCRIBE_STRUCT(Temperature, (), (actual_c, target_c))

// How fast a print runs, as people choose it; unknown = not reported.
enum class Speed { unknown, silent, standard, sport, ludicrous };
BOOST_DESCRIBE_ENUM(Speed, unknown, silent, standard, sport, ludicrous)

// SD card or USB stick.
enum class Storage { unknown, none, good, faulty, read_only };
BOOST_DESCRIBE_ENUM(Storage, unknown, none, good, faulty, read_only)

// One of several.
struct Nozzle {
    std::string name;  // "Left"
    Temperature temperature;
    double diameter_mm = 0;  // 0 = unknown
    bool active = false;
    friend bool operator==(const Nozzle&, const Nozzle&) = default;
};
BOOST_DESCRIBE_STRUCT(Nozzle, (), (name, temperature, diameter_mm, active))

// Percent; absent = not there or not reported.
struct Fans {
    std::optional<int> part;
    std::optional<int> aux;
    std::optional<int> chamber;
    std::optional<int> heatbreak;
    friend bool operator==(const Fans&, const Fans&) = default;
};
BOOST_DESCRIBE_STRUCT(Fans, (), (part, aux, chamber, heatbreak))

struct FilamentSlot {
    int slot = 0;
    bool loaded = false;
    std::string material;        // "PLA"; empty = unknown
    std::string name;            // "PLA Matte"; empty = unknown
    std::string colour;          // "RRGGBBAA"; empty = unknown
    int remaining_percent = -1;  // -1 = unknown
    bool active = false;
    friend bool operator==(const FilamentSlot&, const FilamentSlot&) = default;
};
BOOST_DESCRIBE_STRUCT(FilamentSlot, (), (slot, loaded, material, name, colour, remaining_percent, active))

enum class FilamentUnitKind { other, ams, ams_lite, ams_2_pro, ams_ht };
BOOST_DESCRIBE_ENUM(FilamentUnitKind, other, ams, ams_lite, ams_2_pro, ams_ht)

struct FilamentUnit {
    int unit = 0;  // Bambu: AMS id
    FilamentUnitKind kind = FilamentUnitKind::other;
    int humidity_level = 0;  // 1 (wet) … 5 (dry); 0 = unknown
    std::optional<int> humidity_percent;
    std::optional<double> temperature_c;
    bool drying = false;
    int drying_minutes = 0;  // left
    std::vector<FilamentSlot> slots;
    friend bool operator==(const FilamentUnit&, const FilamentUnit&) = default;
};
BOOST_DESCRIBE_STRUCT(FilamentUnit, (),
                      (unit, kind, humidity_level, humidity_percent, temperature_c, drying, drying_minutes,
                       slots))

enum class Severity { info, common, serious, fatal };
BOOST_DESCRIBE_ENUM(Severity, info, common, serious, fatal)

struct Fault {
    std::string code;  // as the maker writes it: "HMS_0300_0100_0001_0007"
    Severity severity = Severity::common;
    std::string module;  // what complains: "Toolhead", "AMS A slot 2"; empty = unknown
    std::string text;    // empty when we have none
    std::string link;    // the maker's page
    friend bool operator==(const Fault&, const Fault&) = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (code, severity, module, text, link))

struct Progress {
    std::string job_name;
    int percent = 0;
    std::optional<int> remaining_minutes;
    int layer = 0;
    int total_layers = 0;  // 0 = unknown
    friend bool operator==(const Progress&, const Progress&) = default;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (job_name, percent, remaining_minutes, layer, total_layers))

enum class PrintResult { unknown, running, finished, cancelled, failed };
BOOST_DESCRIBE_ENUM(PrintResult, unknown, running, finished, cancelled, failed)

// The print that a printer makes, or made last, as its Fuse has seen it. Printers number theirs seldom and
// tell no times, so both are the Fuse's. Of a driver's report only `job_id` and a result `cancelled` count.
struct Print {
    std::string id;                             // empty = none was seen
    std::string job_id;                         // the printer's own; empty = it sends none
    std::string name;                           // empty = not reported
    std::int64_t started_at = 0;                // Unix milliseconds; 0 = nobody saw it begin
    std::int64_t ended_at = 0;                  // likewise; 0 = it runs, or nobody saw it end
    PrintResult result = PrintResult::unknown;  // unknown = it ended, and nobody saw how
    std::string reason;                         // of a failure, as the printer gives it; empty = none
    friend bool operator==(const Print&, const Print&) = default;
};
BOOST_DESCRIBE_STRUCT(Print, (), (id, job_id, name, started_at, ended_at, result, reason))

// Why a printer or camera does not work and what to do; `code` is a name of Errc.
struct Problem {
    std::string code;
    std::string detail;
    friend bool operator==(const Problem&, const Problem&) = default;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (code, detail))

// Everything that changes while a printer runs.
struct PrinterState {
    Connection connection = Connection::connecting;
    std::optional<Problem> problem;
    Activity activity = Activity::unknown;
    bool own_job = false;  // what it does is no print but its own: a calibration
    std::string stage;     // the printer's own step in words: "Heating bed"; empty = none
    Progress progress;
    Speed speed = Speed::unknown;
    Temperature nozzle;             // the active one
    double nozzle_diameter_mm = 0;  // of the active one; 0 = unknown
    std::vector<Nozzle> nozzles;    // of a machine with several; empty with one
    Temperature bed;
    std::optional<Temperature> chamber;  // absent: no sensor
    Fans fans;
    std::vector<FilamentUnit> filament_units;
    std::vector<FilamentSlot> external_spools;  // one, or right and left
    std::vector<Fault> faults;
    std::optional<bool> light_on;
    std::string firmware;
    int wifi_dbm = 0;  // 0 = unknown
    bool wired = false;
    Storage storage = Storage::unknown;
    bool developer_mode_off = false;  // known to be: commands are refused
    std::optional<bool> homed;        // it knows where its axes are; absent: not reported
    bool needs_clearing = false;      // a print has ended, and nobody has said that the plate is clear
    Print print;
    std::int64_t connected_at = 0;    // Unix milliseconds; 0 = never
    std::int64_t last_report_at = 0;  // Unix milliseconds; 0 = never
    int reconnects = 0;
    friend bool operator==(const PrinterState&, const PrinterState&) = default;
};
BOOST_DESCRIBE_STRUCT(PrinterState, (),
                      (connection, problem, activity, own_job, stage, progress, speed, nozzle,
                       nozzle_diameter_mm, nozzles, bed, chamber, fans, filament_units, external_spools,
                       faults, light_on, firmware, wifi_dbm, wired, storage, developer_mode_off, homed,
                       needs_clearing, print, connected_at, last_report_at, reconnects))

// What a printer may be told to do; nothing, unless its driver knows better.
struct Limits {
    int nozzle_c = 0;   // 0 … this; 0 = it takes no temperature
    int bed_c = 0;      // likewise
    int chamber_c = 0;  // likewise: most chambers have no heater
    bool part_fan = false;
    bool aux_fan = false;
    bool chamber_fan = false;
    int move_mm = 0;  // at a time; 0 = not at all
    friend bool operator==(const Limits&, const Limits&) = default;
};
BOOST_DESCRIBE_STRUCT(Limits, (), (nozzle_c, bed_c, chamber_c, part_fan, aux_fan, chamber_fan, move_mm))

// As the camera of a printer that has none.
inline constexpr auto no_camera = "none";

// What stays the same while a printer runs.
struct Printer {
    PrinterId id;
    std::string name;
    std::string model;  // "P1S"
    std::string serial;
    std::string driver;              // "bambu"
    std::string camera = no_camera;  // which of its Fuse's camera sources reads it: "rtsp"
    Limits limits;
    friend bool operator==(const Printer&, const Printer&) = default;
};
BOOST_DESCRIBE_STRUCT(Printer, (), (id, name, model, serial, driver, camera, limits))

bool has_camera(const Printer& printer);
// A print, or a job of the printer's own, was begun and has not ended.
bool has_job(Activity activity);
// The same of a print alone.
bool has_print(const PrinterState& state);
// The colour of a tile. Pure; docs/status.md says what each one means.
Status status_of(const Printer& printer, const PrinterState& state);

}  // namespace gantry::farm
