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

struct Tray {
    int slot = 0;
    bool loaded = false;
    bool active = false;
    std::string material;
    std::string colour;  // RRGGBBAA
    int remaining_percent = -1;
};

struct Ams {
    int id = 0;
    int humidity_level = 0;
    std::optional<double> temperature_c;
    std::vector<Tray> trays;
};

struct Status {
    JobState job_state = JobState::unknown;
    std::string stage;  // in words; empty = none
    std::string job_name;
    int percent = 0;
    std::optional<int> remaining_minutes;
    int layer = 0;
    int total_layers = 0;
    Heat nozzle;
    Heat bed;
    std::optional<Heat> chamber;
    std::vector<Ams> ams;
    std::vector<HealthMessage> health;
    std::uint32_t print_error = 0;
    std::optional<bool> light_on;
    int wifi_dbm = 0;
    bool signature_required = false;  // Developer Mode is off, as far as the printer says so at all
};

// `model` may be null. Never fails: what cannot be understood stays at its default.
Status status_of(const Document& document, const Model* model);

// The printer's step in words; empty for none.
std::string stage_text(int stage);

}  // namespace gantry::bambu::report
