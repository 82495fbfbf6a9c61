#include <algorithm>
#include <array>
#include <charconv>

#include "bambu/report/fields.hpp"
#include "bambu/report/parts.hpp"

namespace gantry::bambu::report {
namespace {

constexpr std::size_t max_health_messages = 32;
constexpr std::string_view calibration = "auto_cali_for_user";  // how the names of its files begin

JobState job_state_of(std::string_view word) {
    if (word == "IDLE" || word == "INIT") return JobState::idle;
    if (word == "PREPARE" || word == "SLICING") return JobState::prepare;
    if (word == "RUNNING") return JobState::running;
    if (word == "PAUSE") return JobState::pause;
    if (word == "FINISH") return JobState::finish;
    if (word == "FAILED") return JobState::failed;
    return JobState::unknown;
}

std::string without_ending(std::string name) {
    if (const auto slash = name.rfind('/'); slash != name.npos) name.erase(0, slash + 1);
    for (const std::string_view ending : {".gcode", ".3mf", ".gcode"})
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    return name;
}

// Calibrations and the like (docs/protocols/bambu-report.md, section 1): the printer runs files of its own,
// by the names of which they are known also when they have ended.
bool is_own_job(const json::object& print) {
    return text(print, "print_type") == "system" ||
           text(print, "gcode_file").starts_with("/usr/etc/print/") ||
           text(print, "subtask_name").starts_with(calibration);
}

// "0" is what jobs from the LAN have.
std::string job_id_of(const json::object& print) {
    for (const auto* name : {"task_id", "subtask_id"}) {
        auto id = text(print, name, 64);
        if (!id.empty() && id != "0") return id;
    }
    return "";
}

void read_job(const json::object& print, Status& status) {
    status.job_state = job_state_of(text(print, "gcode_state"));
    status.job_name = text(print, "subtask_name");
    if (status.job_name.empty()) status.job_name = without_ending(text(print, "gcode_file"));
    status.own_job = is_own_job(print);
    if (status.own_job && status.job_name.starts_with(calibration)) status.job_name = "Calibration";
    status.job_id = job_id_of(print);
    const auto percent = integer(print, "mc_percent");
    status.percent = bounded(percent ? percent : integer(print, "percent"), 0, 100);
    auto remaining = integer(print, "mc_remaining_time");
    if (!remaining) remaining = integer(print, "remain_time");
    const bool running = status.job_state == JobState::running || status.job_state == JobState::pause;
    // Only of what a slicer made does a printer know how long it takes.
    const bool unknown = status.own_job && remaining == 0;
    if (remaining && running && !unknown) status.remaining_minutes = bounded(remaining, 0, 100'000);
    const auto* layers = object_in(print, "3D");
    auto layer = integer(print, "layer_num");
    auto total = integer(print, "total_layer_num");
    if (!total) total = integer(print, "total_layers");
    if (!layer && layers != nullptr) layer = integer(*layers, "layer_num");
    if (!total && layers != nullptr) total = integer(*layers, "total_layer_num");
    status.layer = bounded(layer, 0, 1'000'000);
    const auto speed = integer(print, "spd_lvl");
    if (speed && *speed >= 1 && *speed <= 4) status.speed_level = static_cast<int>(*speed);
    status.total_layers = bounded(total, 0, 1'000'000);
    // Idle P1 and A1 report stage 0, which would read "printing".
    if (running) status.stage = stage_text(bounded(integer(print, "stg_cur"), -1, 100'000));
}

std::uint32_t word(const json::object& object, std::string_view name) {
    return static_cast<std::uint32_t>(integer(object, name).value_or(0) & 0xFFFF'FFFF);
}

void read_faults(const json::object& print, Status& status) {
    status.print_error = word(print, "print_error");
    // Which may still be that of a job before.
    const auto reason = status.print_error != 0 ? status.print_error : word(print, "fail_reason");
    status.cancelled = means_cancelled(reason);
    const auto* list = array_in(print, "hms");
    if (list == nullptr) return;
    for (const auto& entry : *list) {
        const auto* object = entry.if_object();
        if (object == nullptr || status.health.size() >= max_health_messages) continue;
        status.health.push_back({word(*object, "attr"), word(*object, "code")});
    }
}

std::optional<bool> light_of(const json::object& print) {
    const auto* list = array_in(print, "lights_report");
    if (list == nullptr) return std::nullopt;
    for (const auto& entry : *list) {
        const auto* object = entry.if_object();
        if (object != nullptr && text(*object, "node") == "chamber_light")
            return text(*object, "mode") == "on";
    }
    return std::nullopt;
}

// "-47dBm"
void read_network(const json::object& print, Status& status) {
    constexpr int cable = -90;
    const auto signal = text(print, "wifi_signal");
    int dbm = 0;
    std::from_chars(signal.data(), signal.data() + signal.size(), dbm);
    status.wired = dbm == cable;
    status.wifi_dbm = status.wired ? 0 : std::clamp(dbm, -120, 0);
}

// Each overrules the one before. Small H2D frames clear the bits in `home_flag`, but those printers have
// `aux`.
Storage storage_of(const json::object& print) {
    constexpr std::array states = {Storage::none, Storage::good, Storage::faulty, Storage::read_only};
    if (const auto aux = hex(print, "aux")) return states[*aux >> 12 & 3];
    if (const auto flag = integer(print, "home_flag"))
        return states[static_cast<std::uint32_t>(*flag & 0xFFFF'FFFF) >> 8 & 3];
    const auto* card = print.if_contains("sdcard");
    if (card == nullptr) return Storage::unknown;
    if (card->is_bool()) return card->get_bool() ? Storage::good : Storage::none;
    return Storage::unknown;
}

// Bits 0 to 2, one per axis.
std::optional<bool> homed_of(const json::object& print) {
    constexpr std::int64_t all_axes = 7;
    const auto flag = integer(print, "home_flag");
    if (!flag) return std::nullopt;
    return (*flag & all_axes) == all_axes;
}

}  // namespace

Status status_of(const Document& document, const Model* model) {
    const auto& print = document.print();
    Status status;
    read_job(print, status);
    read_heat(print, model, status);
    read_fans(print, status);
    read_filament(print, status);
    read_faults(print, status);
    status.light_on = light_of(print);
    read_network(print, status);
    status.storage = storage_of(print);
    status.homed = homed_of(print);
    constexpr unsigned signature_bit = 29;
    status.signature_required = (hex(print, "fun").value_or(0) >> signature_bit & 1) != 0;
    return status;
}

}  // namespace gantry::bambu::report
