#include <algorithm>
#include <charconv>
#include <cmath>

#include "bambu/report/fields.hpp"
#include "bambu/report/report.hpp"

namespace gantry::bambu::report {
namespace {

constexpr std::size_t max_health_messages = 32;
constexpr int no_chamber_sensor_c = 5;  // what P1, A1 and A2L report for ever

double plausible(double celsius) {
    return std::clamp(celsius, -100.0, 1000.0);
}

// Above 500 a value is two: the target in the high half, the actual one in the low.
Heat unpacked(double value) {
    if (value <= 500) return {.actual_c = plausible(value)};
    const auto bits = static_cast<std::uint32_t>(std::min(value, 4294967295.0));
    return {.actual_c = plausible(bits & 0xFFFF), .target_c = plausible(bits >> 16)};
}

std::optional<Heat> packed_at(const json::object& print, std::string_view path) {
    const auto* place = object_at(print, path);
    const auto value = place == nullptr ? std::nullopt : number(*place, "temp");
    if (!value) return std::nullopt;
    return unpacked(*value);
}

std::optional<Heat> plain(const json::object& print, std::string_view actual, std::string_view target) {
    const auto value = number(print, actual);
    if (!value) return std::nullopt;
    return Heat{plausible(*value), plausible(number(print, target).value_or(0))};
}

// Two nozzles: the plain fields mirror one side only.
std::optional<Heat> active_extruder(const json::object& print) {
    const auto* extruder = object_at(print, "device.extruder");
    const auto* list = extruder == nullptr ? nullptr : array_in(*extruder, "info");
    if (list == nullptr || list->empty()) return std::nullopt;
    const auto active = integer(*extruder, "state").value_or(0) >> 4 & 0xF;
    for (const auto& element : *list) {
        if (list->size() > 1 && id_of(element) != active) continue;
        const auto* object = element.if_object();
        const auto packed = object == nullptr ? std::nullopt : number(*object, "temp");
        if (packed) return unpacked(*packed);
    }
    return std::nullopt;
}

Heat nozzle_of(const json::object& print) {
    const auto* list = object_at(print, "device.extruder");
    const auto* info = list == nullptr ? nullptr : array_in(*list, "info");
    if (info != nullptr && info->size() > 1) {
        if (const auto heat = active_extruder(print)) return *heat;
    }
    if (const auto heat = plain(print, "nozzle_temper", "nozzle_target_temper")) return *heat;
    return active_extruder(print).value_or(Heat{});
}

std::optional<Heat> chamber_of(const json::object& print, const Model* model) {
    if (model != nullptr && !model->chamber_sensor) return std::nullopt;
    auto heat = packed_at(print, "device.ctc.info");
    if (!heat) heat = packed_at(print, "info");
    if (!heat) {
        heat = plain(print, "chamber_temper", "ctt");
        if (heat && model == nullptr && heat->actual_c == no_chamber_sensor_c) return std::nullopt;
    }
    return heat;
}

JobState job_state_of(std::string_view word) {
    if (word == "IDLE" || word == "INIT") return JobState::idle;
    if (word == "PREPARE" || word == "SLICING") return JobState::prepare;
    if (word == "RUNNING") return JobState::running;
    if (word == "PAUSE") return JobState::pause;
    if (word == "FINISH") return JobState::finish;
    if (word == "FAILED") return JobState::failed;
    return JobState::unknown;
}

int bounded(std::optional<std::int64_t> value, int low, int high) {
    return static_cast<int>(std::clamp<std::int64_t>(value.value_or(low), low, high));
}

std::string without_ending(std::string name) {
    if (const auto slash = name.rfind('/'); slash != name.npos) name.erase(0, slash + 1);
    for (const std::string_view ending : {".gcode", ".3mf", ".gcode"})
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    return name;
}

void read_job(const json::object& print, Status& status) {
    status.job_state = job_state_of(text(print, "gcode_state"));
    status.job_name = text(print, "subtask_name");
    if (status.job_name.empty()) status.job_name = without_ending(text(print, "gcode_file"));
    const auto percent = integer(print, "mc_percent");
    status.percent = bounded(percent ? percent : integer(print, "percent"), 0, 100);
    auto remaining = integer(print, "mc_remaining_time");
    if (!remaining) remaining = integer(print, "remain_time");
    const bool running = status.job_state == JobState::running || status.job_state == JobState::pause;
    if (remaining && running) status.remaining_minutes = bounded(remaining, 0, 100'000);
    const auto* layers = object_in(print, "3D");
    auto layer = integer(print, "layer_num");
    auto total = integer(print, "total_layer_num");
    if (!total) total = integer(print, "total_layers");
    if (!layer && layers != nullptr) layer = integer(*layers, "layer_num");
    if (!total && layers != nullptr) total = integer(*layers, "total_layer_num");
    status.layer = bounded(layer, 0, 1'000'000);
    status.total_layers = bounded(total, 0, 1'000'000);
    // Idle P1 and A1 report stage 0, which would read "printing".
    if (running) status.stage = stage_text(bounded(integer(print, "stg_cur"), -1, 100'000));
}

Tray tray_of(const json::object& object, std::int64_t ams_id, const json::object& ams) {
    Tray tray;
    tray.slot = bounded(id_of(object), 0, 255);
    const auto present = hex(ams, "tray_exist_bits");
    const auto first = first_tray_bit(ams_id);
    tray.material = text(object, "tray_type").substr(0, 32);
    tray.loaded = present && first ? (*present >> (*first + static_cast<unsigned>(tray.slot & 3)) & 1) != 0
                                   : !tray.material.empty();
    const auto colour = text(object, "tray_color");
    const bool is_colour =
        colour.size() == 8 && colour.find_first_not_of("0123456789ABCDEFabcdef") == colour.npos;
    if (is_colour && colour != "00000000") tray.colour = colour;
    const auto remain = integer(object, "remain");
    if (remain && *remain >= 0 && *remain <= 100) tray.remaining_percent = static_cast<int>(*remain);
    // Third-party spools report 0 for "unknown".
    const auto spool = text(object, "tray_uuid");
    if (tray.remaining_percent == 0 && spool.find_first_not_of('0') == spool.npos)
        tray.remaining_percent = -1;
    const auto now = integer(ams, "tray_now");
    tray.active = now && (ams_id >= 128 ? *now == ams_id : ams_id <= 3 && *now == ams_id * 4 + tray.slot);
    return tray;
}

Ams unit_of(const json::object& object, const json::object& ams) {
    Ams unit;
    unit.id = bounded(id_of(object), 0, 255);
    unit.humidity_level = bounded(integer(object, "humidity"), 0, 5);
    const auto temperature = number(object, "temp");
    if (temperature && *temperature != 0) unit.temperature_c = plausible(*temperature);
    if (const auto* trays = array_in(object, "tray")) {
        for (const auto& tray : *trays)
            if (tray.is_object() && unit.trays.size() < 16)
                unit.trays.push_back(tray_of(tray.get_object(), unit.id, ams));
    }
    return unit;
}

void read_ams(const json::object& print, Status& status) {
    const auto* ams = object_in(print, "ams");
    const auto* units = ams == nullptr ? nullptr : array_in(*ams, "ams");
    if (units == nullptr) return;
    for (const auto& unit : *units)
        if (unit.is_object() && status.ams.size() < 16)
            status.ams.push_back(unit_of(unit.get_object(), *ams));
    std::ranges::sort(status.ams, {}, &Ams::id);
}

std::uint32_t word(const json::object& object, std::string_view name) {
    return static_cast<std::uint32_t>(integer(object, name).value_or(0) & 0xFFFF'FFFF);
}

void read_faults(const json::object& print, Status& status) {
    status.print_error = word(print, "print_error");
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
int wifi_of(const json::object& print) {
    const auto signal = text(print, "wifi_signal");
    int dbm = 0;
    std::from_chars(signal.data(), signal.data() + signal.size(), dbm);
    return std::clamp(dbm, -120, 0);
}

}  // namespace

Status status_of(const Document& document, const Model* model) {
    const auto& print = document.print();
    Status status;
    read_job(print, status);
    status.nozzle = nozzle_of(print);
    auto bed = plain(print, "bed_temper", "bed_target_temper");
    if (!bed) bed = packed_at(print, "device.bed.info");
    status.bed = bed.value_or(Heat{});
    status.chamber = chamber_of(print, model);
    read_ams(print, status);
    read_faults(print, status);
    status.light_on = light_of(print);
    status.wifi_dbm = wifi_of(print);
    constexpr unsigned signature_bit = 29;
    status.signature_required = (hex(print, "fun").value_or(0) >> signature_bit & 1) != 0;
    return status;
}

}  // namespace gantry::bambu::report
