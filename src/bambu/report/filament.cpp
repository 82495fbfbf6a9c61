// AMS units and external spools (docs/protocols/bambu-report.md, section 5).
#include <algorithm>

#include "bambu/report/fields.hpp"
#include "bambu/report/parts.hpp"

namespace gantry::bambu::report {
namespace {

constexpr std::size_t max_units = 16;
constexpr std::size_t max_trays = 4;
constexpr std::int64_t external_unit = 255;
constexpr std::int64_t external_left_unit = 254;

// The tray in use.
struct Place {
    std::int64_t unit = -1;  // -1 = none
    std::int64_t slot = 0;
};

// `ams_id << 8 | slot`
Place unpacked(std::int64_t snow) {
    if (snow == 0xFFFF || snow == 0xFEFF || snow == 0xFF || snow < 0) return {};
    return {.unit = snow >> 8 & 0xFF, .slot = snow & 0xFF};
}

std::optional<std::int64_t> extruder_slot(const json::object& print) {
    const auto* extruder = object_at(print, "device.extruder");
    const auto* list = extruder == nullptr ? nullptr : array_in(*extruder, "info");
    if (list == nullptr) return std::nullopt;
    const auto active = active_extruder(print);
    const auto found = std::ranges::find_if(*list, [&](const auto& one) { return id_of(one) == active; });
    return found == list->end() ? std::nullopt : integer(found->get_object(), "snow");
}

// With several units or two nozzles `tray_now` may be local, so the extruder's own word comes first.
Place place_in_use(const json::object& print, const json::object* ams) {
    if (const auto snow = extruder_slot(print)) return unpacked(*snow);
    const auto now = ams == nullptr ? std::nullopt : integer(*ams, "tray_now");
    if (!now || *now < 0 || *now >= 255) return {};
    if (*now == 254) return {.unit = external_unit};
    if (*now >= 128) return {.unit = *now};
    return {.unit = *now / 4, .slot = *now % 4};
}

std::string colour_of(const json::object& object) {
    const auto colour = text(object, "tray_color");
    const bool is_colour =
        colour.size() == 8 && colour.find_first_not_of("0123456789ABCDEFabcdef") == colour.npos;
    return is_colour && colour != "00000000" ? colour : "";
}

Tray tray_of(const json::object& object) {
    Tray tray;
    tray.slot = bounded(id_of(object), 0, 255);
    tray.material = text(object, "tray_type", 32);
    tray.name = text(object, "tray_sub_brands", 32);
    tray.colour = colour_of(object);
    const auto remain = integer(object, "remain");
    if (remain && *remain >= 0 && *remain <= 100) tray.remaining_percent = static_cast<int>(*remain);
    // Third-party spools report 0 for "unknown".
    const auto spool = text(object, "tray_uuid");
    if (tray.remaining_percent == 0 && spool.find_first_not_of('0') == spool.npos)
        tray.remaining_percent = -1;
    return tray;
}

bool is_present(const Tray& tray, std::int64_t unit, const json::object& ams) {
    const auto present = hex(ams, "tray_exist_bits");
    const auto first = first_tray_bit(unit);
    if (!present || !first) return !tray.material.empty();
    return (*present >> (*first + static_cast<unsigned>(tray.slot & 3)) & 1) != 0;
}

AmsKind kind_of(std::uint64_t info, int id) {
    switch (info & 0xF) {
        case 1:
            return AmsKind::ams;
        case 2:
        case 5:
            return AmsKind::ams_lite;
        case 3:
            return AmsKind::ams_2_pro;
        case 4:
            return AmsKind::ams_ht;
        default:
            return id >= 128 ? AmsKind::ams_ht : AmsKind::other;
    }
}

void read_drying(const json::object& object, std::uint64_t info, Ams& unit) {
    constexpr std::uint64_t checking = 1;
    constexpr std::uint64_t stopping = 4;
    constexpr int longest_minutes = 100 * 60;
    unit.drying_minutes = bounded(integer(object, "dry_time"), 0, longest_minutes);
    const auto state = info >> 4 & 0xF;
    unit.drying = unit.drying_minutes > 0 || (state >= checking && state <= stopping);
}

Ams unit_of(const json::object& object, const json::object& ams, const Place& in_use) {
    Ams unit;
    unit.id = bounded(id_of(object), 0, 255);
    const auto info = hex(object, "info").value_or(0);
    unit.kind = kind_of(info, unit.id);
    unit.humidity_level = bounded(integer(object, "humidity"), 0, 5);
    const auto percent = integer(object, "humidity_raw");
    if (percent && *percent >= 0 && *percent <= 100) unit.humidity_percent = static_cast<int>(*percent);
    const auto temperature = number(object, "temp");
    if (temperature && *temperature != 0) unit.temperature_c = plausible(*temperature);
    read_drying(object, info, unit);
    const auto* trays = array_in(object, "tray");
    if (trays == nullptr) return unit;
    for (const auto& element : *trays) {
        if (!element.is_object() || unit.trays.size() == max_trays) continue;
        auto tray = tray_of(element.get_object());
        tray.loaded = is_present(tray, unit.id, ams);
        tray.active = in_use.unit == unit.id && in_use.slot == tray.slot;
        unit.trays.push_back(std::move(tray));
    }
    return unit;
}

// Whether a spool hangs there nobody measures: it does when somebody said what it is.
Tray external_of(const json::object& object, int slot, bool active) {
    auto tray = tray_of(object);
    tray.slot = slot;
    tray.loaded = !tray.material.empty();
    tray.active = active;
    if (!tray.loaded) tray.colour.clear();
    return tray;
}

void read_external(const json::object& print, const Place& in_use, Status& status) {
    const auto* slots = array_in(print, "vir_slot");
    if (slots == nullptr || slots->empty()) {
        const auto* spool = object_in(print, "vt_tray");
        if (spool != nullptr) status.external.push_back(external_of(*spool, 0, in_use.unit == external_unit));
        return;
    }
    const bool two = slots->size() > 1;
    for (const auto& element : *slots) {
        const auto id = id_of(element);
        if (!id || status.external.size() == 2) continue;
        const bool left = two && *id == external_left_unit;
        const bool active = in_use.unit == (left ? external_left_unit : external_unit);
        status.external.push_back(external_of(element.get_object(), left ? 1 : 0, active));
    }
    std::ranges::sort(status.external, {}, &Tray::slot);
}

}  // namespace

void read_filament(const json::object& print, Status& status) {
    const auto* ams = object_in(print, "ams");
    const auto in_use = place_in_use(print, ams);
    read_external(print, in_use, status);
    const auto* units = ams == nullptr ? nullptr : array_in(*ams, "ams");
    if (units == nullptr) return;
    for (const auto& unit : *units)
        if (unit.is_object() && status.ams.size() < max_units)
            status.ams.push_back(unit_of(unit.get_object(), *ams, in_use));
    std::ranges::sort(status.ams, {}, &Ams::id);
}

}  // namespace gantry::bambu::report
