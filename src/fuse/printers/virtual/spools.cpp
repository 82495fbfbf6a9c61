#include "fuse/printers/virtual/spools.hpp"

#include <array>
#include <string_view>

namespace gantry::fuse::printers::virtual_printer {
namespace {

struct Spool {
    std::string_view material;  // empty: no spool
    std::string_view name;
    std::string_view colour;
    int remaining_percent = -1;
};

constexpr std::size_t trays_per_unit = 4;
constexpr std::array spools{
    Spool{"PLA", "PLA Basic", "F4A742FF", 84},
    Spool{"PLA", "PLA Matte", "2F6FB2FF", 61},
    Spool{"PETG", "PETG HF", "3C9D5DFF", 37},
    Spool{"PLA", "PLA Silk", "C23B3BFF", 92},
    Spool{"PLA", "PLA Basic", "F2F2EEFF", 55},
    Spool{"ABS", "ABS", "24262BFF", 73},
    Spool{"TPU", "TPU 95A", "8E5BD0FF", -1},
    Spool{},
    Spool{"PETG", "PETG HF", "E6C229FF", 18},
    Spool{"PLA", "PLA Matte", "7D6556FF", 66},
    Spool{},
    Spool{"ASA", "ASA", "9AA0A6FF", 48},
    Spool{"PLA", "PLA Basic", "1FA3A3FF", 100},
    Spool{"PLA", "PLA Galaxy", "4B2E83FF", 29},
    Spool{"PC", "PC", "D8DEE4FF", 80},
    Spool{"PETG", "", "FF6F3CFF", -1},
};
constexpr Spool outside{"PLA", "PLA Basic", "B8BCC2FF", 40};

struct Unit {
    int humidity_level;
    int humidity_percent;
    double temperature_c;
};
constexpr std::array units{Unit{5, 14, 26.4}, Unit{4, 22, 25.8}, Unit{3, 35, 25.1}, Unit{5, 11, 27.0}};

farm::FilamentSlot slot_of(const Spool& spool, int slot, bool active) {
    return {.slot = slot,
            .loaded = !spool.material.empty(),
            .material = std::string(spool.material),
            .name = std::string(spool.name),
            .colour = std::string(spool.colour),
            .remaining_percent = spool.remaining_percent,
            .active = active};
}

}  // namespace

std::vector<farm::FilamentUnit> units_of(int ams_units, int tray) {
    std::vector<farm::FilamentUnit> all;
    for (int i = 0; i < ams_units; ++i) {
        const auto& facts = units[static_cast<std::size_t>(i)];
        farm::FilamentUnit unit{.unit = i,
                                .kind = farm::FilamentUnitKind::ams,
                                .humidity_level = facts.humidity_level,
                                .humidity_percent = facts.humidity_percent,
                                .temperature_c = facts.temperature_c};
        for (std::size_t slot = 0; slot < trays_per_unit; ++slot) {
            const auto index = static_cast<std::size_t>(i) * trays_per_unit + slot;
            unit.slots.push_back(
                slot_of(spools[index], static_cast<int>(slot), static_cast<int>(index) == tray));
        }
        all.push_back(std::move(unit));
    }
    return all;
}

farm::FilamentSlot external_spool(bool active) {
    return slot_of(outside, 0, active);
}

int tray_for(int ams_units, int prints_started) {
    std::vector<int> loaded;
    for (int tray = 0; tray < ams_units * static_cast<int>(trays_per_unit); ++tray)
        if (!spools[static_cast<std::size_t>(tray)].material.empty()) loaded.push_back(tray);
    if (loaded.empty()) return -1;
    return loaded[static_cast<std::size_t>(prints_started) % loaded.size()];
}

PrintTemperatures temperatures_for(int ams_units, int tray) {
    const bool inside = tray >= 0 && tray < ams_units * static_cast<int>(trays_per_unit);
    const auto material = (inside ? spools[static_cast<std::size_t>(tray)] : outside).material;
    if (material == "PETG") return {255, 70};
    if (material == "ABS" || material == "ASA" || material == "PC") return {270, 100};
    if (material == "TPU") return {230, 35};
    return {220, 60};
}

}  // namespace gantry::fuse::printers::virtual_printer
