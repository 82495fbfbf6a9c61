#include "sim/printer/ams_report.hpp"

namespace gantry::sim::printer {
namespace {

constexpr auto no_tag = "0000000000000000";
constexpr auto no_spool_id = "00000000000000000000000000000000";

json::object tray_report(std::size_t slot, const Tray& tray) {
    const auto id = std::to_string(slot);
    if (tray.type.empty()) return {{"id", id}};
    const bool genuine = tray.remaining_percent >= 0;
    return {{"id", id},
            {"tray_type", tray.type},
            {"tray_sub_brands", tray.sub_brand},
            {"tray_info_idx", tray.preset},
            {"tray_color", tray.colour},
            {"cols", json::array{json::string(tray.colour)}},
            {"ctype", 0},
            {"tray_weight", genuine ? "1000" : "0"},
            {"tray_diameter", genuine ? "1.75" : "0.00"},
            {"tray_temp", genuine ? "55" : "0"},
            {"tray_time", genuine ? "8" : "0"},
            {"bed_temp_type", "0"},
            {"bed_temp", "0"},
            {"nozzle_temp_min", std::to_string(tray.nozzle_min_c)},
            {"nozzle_temp_max", std::to_string(tray.nozzle_max_c)},
            {"remain", tray.remaining_percent},
            {"k", 0.02},
            {"n", 1},
            {"cali_idx", -1},
            {"total_len", 330000},
            {"tray_id_name", genuine ? "A01-N2" : ""},
            {"tag_uid", genuine ? fmt::format("A1B2C3D40000010{}", slot) : no_tag},
            {"tray_uuid", genuine ? fmt::format("00112233445566778899AABBCCDDEEF{}", slot) : no_spool_id},
            {"xcam_info", "000000000000000000000000"},
            {"state", 3}};
}

std::string bits_of(const State& state, bool genuine_only) {
    unsigned bits = 0;
    for (std::size_t slot = 0; slot < state.trays.size(); ++slot) {
        const auto& tray = state.trays[slot];
        if (!tray.type.empty() && (!genuine_only || tray.remaining_percent >= 0)) bits |= 1U << slot;
    }
    return fmt::format("{:X}", bits);
}

}  // namespace

json::object ams_report(AmsKind kind, const State& state) {
    json::array trays;
    for (std::size_t slot = 0; slot < state.trays.size(); ++slot)
        trays.push_back(tray_report(slot, state.trays[slot]));
    json::object unit{{"id", "0"},
                      {"humidity", "4"},
                      {"humidity_raw", "24"},
                      {"temp", kind == AmsKind::ams_lite ? "0.0" : "27.1"},
                      {"info", fmt::format("{:x}", 0x1000 | static_cast<int>(kind))},
                      {"dry_time", 0},
                      {"tray", std::move(trays)}};
    const auto exist = bits_of(state, false);
    return {{"ams_exist_bits", "1"},
            {"tray_exist_bits", exist},
            {"tray_is_bbl_bits", bits_of(state, true)},
            {"tray_read_done_bits", exist},
            {"tray_reading_bits", "0"},
            {"tray_now", std::to_string(state.tray_now)},
            {"tray_pre", std::to_string(state.tray_previous)},
            {"tray_tar", std::to_string(state.tray_target)},
            {"version", state.ams_version},
            {"insert_flag", true},
            {"power_on_flag", false},
            {"ams", json::array{json::value(std::move(unit))}}};
}

json::object external_tray(std::string_view id) {
    return {{"id", id},
            {"tray_type", ""},
            {"tray_sub_brands", ""},
            {"tray_info_idx", ""},
            {"tray_color", "FFFFFF00"},
            {"tray_weight", "0"},
            {"tray_diameter", "0.00"},
            {"tray_temp", "0"},
            {"tray_time", "0"},
            {"bed_temp_type", "0"},
            {"bed_temp", "0"},
            {"nozzle_temp_min", "0"},
            {"nozzle_temp_max", "0"},
            {"remain", 0},
            {"k", 0.02},
            {"n", 1},
            {"cali_idx", -1},
            {"tray_id_name", ""},
            {"tag_uid", no_tag},
            {"tray_uuid", no_spool_id},
            {"xcam_info", "000000000000000000000000"}};
}

}  // namespace gantry::sim::printer
