// What a printer reports. Document keeps the merged messages of one printer; Status is what they mean.
// Owned by one connection; not shared between threads. Printers are untrusted: whatever they send, nothing
// here breaks or grows without bound.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bambu/faults.hpp"
#include "bambu/models.hpp"
#include "base/json.hpp"

namespace gantry::bambu::report {

// The printer's echo of a command: "received", not "done".
struct Acknowledgement {
    std::string family;
    std::string command;
    std::string sequence_id;
    bool refused = false;  // `result` says so
    std::string reason;
    std::int64_t err_code = 0;
};

enum class Kind {
    full,
    delta,
    modules,          // get_version's answer
    acknowledgement,  // of somebody's command: every client sees all of them
    other
};

struct Taken {
    Kind kind = Kind::other;
    std::optional<Acknowledgement> acknowledgement;
};

class Document {
public:
    // Merges one message. Errors: malformed (nothing changed), too_large (everything is forgotten).
    Result<Taken> take(std::string_view payload);
    // A full report was seen: before, values may be missing.
    bool complete() const { return complete_; }
    // The merged `print` object, for people.
    const json::object& print() const { return print_; }
    const std::string& firmware() const { return firmware_; }

private:
    Taken take_print(const json::object& print);
    void take_modules(const json::object& info);
    Result<> bound_size(std::size_t added);

    json::object print_;
    std::string firmware_;
    bool complete_ = false;
    std::size_t merged_bytes_ = 0;
};

enum class JobState { unknown, idle, prepare, running, pause, finish, failed };

struct Heat {
    double actual_c = 0;
    double target_c = 0;
};

// Percent; absent = not reported.
struct Fans {
    std::optional<int> part;
    std::optional<int> aux;
    std::optional<int> chamber;
    std::optional<int> heatbreak;
};

struct Nozzle {
    int id = 0;  // 0 right, 1 left
    Heat heat;
    double diameter_mm = 0;  // 0 = unknown
    bool active = false;
};

// Of an AMS, or the external spool: 0 is the only or the right one, 1 the left one.
struct Tray {
    int slot = 0;
    bool loaded = false;
    bool active = false;
    std::string material;
    std::string name;    // "PLA Matte"
    std::string colour;  // RRGGBBAA
    int remaining_percent = -1;
};

enum class AmsKind { other, ams, ams_lite, ams_2_pro, ams_ht };

struct Ams {
    int id = 0;
    AmsKind kind = AmsKind::other;
    int humidity_level = 0;
    std::optional<int> humidity_percent;
    std::optional<double> temperature_c;
    bool drying = false;
    int drying_minutes = 0;  // left
    std::vector<Tray> trays;
};

enum class Storage { unknown, none, good, faulty, read_only };

struct Status {
    JobState job_state = JobState::unknown;
    std::string stage;  // in words; empty = none
    std::string job_name;
    bool own_job = false;    // not a print but the printer's own: a calibration
    std::string job_id;      // as the printer numbers it; empty = it does not
    bool cancelled = false;  // by the user, as far as the printer says so
    int percent = 0;
    std::optional<int> remaining_minutes;
    int layer = 0;
    int total_layers = 0;
    int speed_level = 0;  // 1 silent, 2 standard, 3 sport, 4 ludicrous; 0 = unknown
    Heat nozzle;          // the active one
    double nozzle_diameter_mm = 0;
    std::vector<Nozzle> nozzles;  // of a machine with several
    Heat bed;
    std::optional<Heat> chamber;
    Fans fans;
    std::vector<Ams> ams;
    std::vector<Tray> external;
    std::vector<HealthMessage> health;
    std::uint32_t print_error = 0;
    std::optional<bool> light_on;
    int wifi_dbm = 0;
    bool wired = false;
    Storage storage = Storage::unknown;
    std::optional<bool> homed;        // all axes
    bool signature_required = false;  // Developer Mode is off, as far as the printer says so at all
};

// `model` may be null. Never fails: what cannot be understood stays at its default.
Status status_of(const Document& document, const Model* model);

// The printer's step in words; empty for none.
std::string stage_text(int stage);

}  // namespace gantry::bambu::report
