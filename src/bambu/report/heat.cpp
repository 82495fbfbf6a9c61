// Temperatures, nozzles and fans (docs/protocols/bambu-report.md, sections 4 and 6).
#include <algorithm>
#include <cmath>

#include "bambu/report/fields.hpp"
#include "bambu/report/parts.hpp"

namespace gantry::bambu::report {
namespace {

constexpr int no_chamber_sensor_c = 5;  // what P1, A1 and A2L report for ever
constexpr std::size_t max_nozzles = 2;  // further ones wait in a rack

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

double diameter(const json::object& object, std::string_view name) {
    const auto value = number(object, name).value_or(0);
    return value > 0 && value < 5 ? value : 0;
}

// Of the nozzle with this id; once seen as object, not list.
double diameter_of(const json::object& print, std::int64_t id) {
    const auto* nozzle = object_at(print, "device.nozzle");
    const auto* list = nozzle == nullptr ? nullptr : array_in(*nozzle, "info");
    if (list == nullptr) return 0;
    const auto found = std::ranges::find_if(*list, [id](const auto& one) { return id_of(one) == id; });
    return found == list->end() ? 0 : diameter(found->get_object(), "diameter");
}

std::vector<Nozzle> extruders(const json::object& print) {
    std::vector<Nozzle> nozzles;
    const auto* extruder = object_at(print, "device.extruder");
    const auto* list = extruder == nullptr ? nullptr : array_in(*extruder, "info");
    if (list == nullptr) return nozzles;
    const auto active = active_extruder(print);
    for (const auto& element : *list) {
        const auto* object = element.if_object();
        const auto id = id_of(element);
        const auto packed = object == nullptr ? std::nullopt : number(*object, "temp");
        if (!id || !packed || nozzles.size() == max_nozzles) continue;
        nozzles.push_back({.id = bounded(id, 0, 255),
                           .heat = unpacked(*packed),
                           .diameter_mm = diameter_of(print, *id),
                           .active = *id == active});
    }
    return nozzles;
}

void read_nozzles(const json::object& print, Status& status) {
    auto nozzles = extruders(print);
    const auto active = std::ranges::find(nozzles, true, &Nozzle::active);
    // Two nozzles: the plain fields mirror one side only.
    const bool several = nozzles.size() > 1;
    const auto mirrored = plain(print, "nozzle_temper", "nozzle_target_temper");
    if (several && active != nozzles.end()) {
        status.nozzle = active->heat;
    } else if (mirrored) {
        status.nozzle = *mirrored;
    } else if (!nozzles.empty()) {
        status.nozzle = nozzles.front().heat;
    }
    if (active != nozzles.end()) status.nozzle_diameter_mm = active->diameter_mm;
    if (status.nozzle_diameter_mm == 0) status.nozzle_diameter_mm = diameter(print, "nozzle_diameter");
    if (several) status.nozzles = std::move(nozzles);
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

// "0" to "15"
std::optional<int> steps(const json::object& print, std::string_view name) {
    const auto value = integer(print, name);
    if (!value) return std::nullopt;
    return static_cast<int>(std::lround(bounded(value, 0, 15) * 100 / 15.0));
}

std::optional<int> gear(const json::object& print, unsigned byte) {
    const auto value = integer(print, "fan_gear");
    if (!value || *value < 0) return std::nullopt;
    return static_cast<int>(std::lround(static_cast<double>(*value >> byte * 8 & 0xFF) * 100 / 255.0));
}

void read_airduct(const json::object& print, Fans& fans) {
    const auto* airduct = object_at(print, "device.airduct");
    const auto* parts = airduct == nullptr ? nullptr : array_in(*airduct, "parts");
    if (parts == nullptr) return;
    for (const auto& part : *parts) {
        const auto id = id_of(part);
        const auto state = id ? integer(part.get_object(), "state") : std::nullopt;
        if (!state) continue;
        const int percent = bounded(*state & 0xFF, 0, 100);
        if (*id >> 4 == 1) fans.part = percent;
        if (*id >> 4 == 2) fans.aux = percent;
        if (*id >> 4 == 3) fans.chamber = percent;
    }
}

}  // namespace

double plausible(double celsius) {
    return std::clamp(celsius, -100.0, 1000.0);
}

std::int64_t active_extruder(const json::object& print) {
    const auto* extruder = object_at(print, "device.extruder");
    return extruder == nullptr ? 0 : integer(*extruder, "state").value_or(0) >> 4 & 0xF;
}

void read_heat(const json::object& print, const Model* model, Status& status) {
    read_nozzles(print, status);
    auto bed = plain(print, "bed_temper", "bed_target_temper");
    if (!bed) bed = packed_at(print, "device.bed.info");
    status.bed = bed.value_or(Heat{});
    status.chamber = chamber_of(print, model);
}

void read_fans(const json::object& print, Status& status) {
    auto& fans = status.fans;
    const auto or_gear = [&print](std::optional<int> percent, unsigned byte) {
        return percent ? percent : gear(print, byte);
    };
    fans = {.part = or_gear(steps(print, "cooling_fan_speed"), 0),
            .aux = or_gear(steps(print, "big_fan1_speed"), 1),
            .chamber = or_gear(steps(print, "big_fan2_speed"), 2),
            .heatbreak = steps(print, "heatbreak_fan_speed")};
    read_airduct(print, fans);
}

}  // namespace gantry::bambu::report
