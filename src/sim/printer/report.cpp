#include "sim/printer/report.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <cmath>

#include "sim/printer/ams_report.hpp"

namespace gantry::sim::printer {
namespace {

constexpr std::array gcode_states{"IDLE", "PREPARE", "RUNNING", "PAUSE", "FINISH", "FAILED"};
constexpr std::array state_numbers{0, 4, 4, 4, 6, 7};
constexpr std::array speed_percent{50, 50, 100, 124, 166};
// Bit 29 of `fun`: commands need a signature, that is, Developer Mode is off.
constexpr auto fun_with_signature = "3EC1AFFF9CFF";
constexpr auto fun_without_signature = "3EC18FFF9CFF";

bool busy(const State& state) {
    return state.gcode_state == GcodeState::prepare || state.gcode_state == GcodeState::running ||
           state.gcode_state == GcodeState::pause;
}

// Steps of 1/32 °C, as the ESP class measures.
double measured(double celsius) {
    return std::round(celsius * 32) / 32;
}

// Actual in the low half, target in the high half.
std::int64_t packed(double actual, double target) {
    return std::llround(target) << 16 | std::llround(actual);
}

std::string fan_step(int value) {
    return std::to_string((value * 15 + 127) / 255);
}

void add_job(json::object& print, const Identity& identity, const State& state) {
    const bool esp = identity.model->printer_class == PrinterClass::esp;
    print["gcode_state"] = gcode_states[static_cast<std::size_t>(state.gcode_state)];
    print["print_type"] = state.print_type;
    const bool shows_file = !state.file.empty() && (esp ? busy(state) || state.print_type == "local" : true);
    print["gcode_file"] = shows_file ? (esp ? state.file : "/data/Metadata/plate_1.gcode") : "";
    print["gcode_file_prepare_percent"] = state.gcode_state == GcodeState::prepare ? "50" : "100";
    print["subtask_name"] = state.title;
    for (const auto* id : {"project_id", "profile_id", "subtask_id"})
        print[id] = "0";
    print["task_id"] = state.task_id;
    print["mc_percent"] = state.percent;
    print["mc_remaining_time"] = state.remaining_minutes;
    print["mc_print_stage"] = busy(state) ? "2" : "1";
    print["mc_print_sub_stage"] = 0;
    print["mc_print_line_number"] = "0";
    print["layer_num"] = state.layer;
    print["total_layer_num"] = state.total_layers;
    print["stg"] = json::array(state.stages.begin(), state.stages.end());
    print["stg_cur"] = state.stage < 0 && esp ? 255 : state.stage;
    print["s_obj"] = json::array(state.skipped_objects.begin(), state.skipped_objects.end());
    print["spd_lvl"] = state.speed_level;
    print["spd_mag"] = speed_percent[static_cast<std::size_t>(state.speed_level)];
    print["print_error"] = state.print_error;
}

void add_heat(json::object& print, const State& state) {
    print["nozzle_temper"] = measured(state.nozzle_c);
    print["nozzle_target_temper"] = state.nozzle_target_c;
    print["bed_temper"] = measured(state.bed_c);
    print["bed_target_temper"] = state.bed_target_c;
    print["cooling_fan_speed"] = fan_step(state.part_fan);
    print["big_fan1_speed"] = fan_step(state.aux_fan);
    print["big_fan2_speed"] = fan_step(state.chamber_fan);
    print["heatbreak_fan_speed"] = state.nozzle_target_c > 0 ? "15" : "0";
    print["fan_gear"] = state.part_fan | state.aux_fan << 8 | state.chamber_fan << 16;
    print["nozzle_diameter"] = "0.4";
    print["nozzle_type"] = "hardened_steel";
}

json::object ipcam(const Identity& identity, const State& state) {
    const bool rtsps = identity.model->camera == CameraKind::rtsps;
    json::object block{{"ipcam_dev", identity.camera_disabled && !rtsps ? "0" : "1"},
                       {"ipcam_record", state.record ? "enable" : "disable"},
                       {"timelapse", state.timelapse ? "enable" : "disable"},
                       {"tutk_server", "disable"},
                       {"mode_bits", rtsps ? 2 : 3}};
    if (!rtsps) {
        block["resolution"] = "";
        return block;
    }
    block["resolution"] = identity.model->height >= 1080 ? "1080p" : "720p";
    block["rtsp_url"] = identity.camera_disabled ? std::string("disable")
                                                 : fmt::format("rtsps://{}:{}/streaming/live/1",
                                                               identity.address, identity.rtsps_port);
    block["liveview"] = {{"local", identity.camera_disabled ? "disabled" : "rtsps"}, {"remote", "none"}};
    return block;
}

// The first octet in the low byte.
json::object network(const Identity& identity) {
    const auto octets = boost::asio::ip::make_address_v4(identity.address).to_bytes();
    const std::int64_t ip =
        octets[0] | octets[1] << 8 | octets[2] << 16 | static_cast<std::int64_t>(octets[3]) << 24;
    return {{"conf", 16}, {"info", json::array{{{"ip", ip}, {"mask", 255}}, {{"ip", 0}, {"mask", 0}}}}};
}

void add_device(json::object& print, const State& state) {
    const int slot = state.tray_now == no_tray ? 0xffff : state.tray_now;
    const int target = state.tray_target == no_tray ? 0xffff : state.tray_target;
    const auto bed = packed(state.bed_c, state.bed_target_c);
    const auto chamber = packed(state.chamber_c, state.chamber_target_c);
    print["info"] = {{"temp", chamber}};
    print["device"] = {
        {"type", 1},
        {"bed", {{"info", {{"temp", bed}}}, {"state", state.bed_target_c > 0 ? 2 : 0}}},
        {"bed_temp", bed},
        {"ctc", {{"info", {{"temp", chamber}}}, {"state", state.chamber_target_c > 0 ? 2 : 0}}},
        {"extruder",
         {{"state", 1},
          {"info", json::array{{{"id", 0},
                                {"temp", packed(state.nozzle_c, state.nozzle_target_c)},
                                {"snow", slot},
                                {"spre", slot},
                                {"star", target},
                                {"hnow", 0},
                                {"hpre", 0},
                                {"htar", 0},
                                {"info", state.tray_now == no_tray ? 8 : 78},
                                {"stat", state.ams_status},
                                {"filam_bak", json::array()}}}}}},
        {"nozzle",
         {{"exist", 1},
          {"state", 0},
          {"src_id", 0},
          {"tar_id", 0},
          {"info",
           json::array{
               {{"id", 0}, {"diameter", 0.4}, {"type", "HS01"}, {"wear", 0}, {"tm", 0}, {"stat", 0}}}}}},
        {"plate", {{"base", 4}, {"cur_id", "P0101"}, {"mat", 1}}}};
}

void add_ap_fields(json::object& print, const Identity& identity, const State& state) {
    print["fun"] = identity.developer_mode ? fun_without_signature : fun_with_signature;
    print["fun2"] = "1";
    print["cfg"] = "C0340BB";
    print["aux"] = state.has_storage ? "2801004" : "2800004";
    print["stat"] = "2080F0";
    print["state"] = state_numbers[static_cast<std::size_t>(state.gcode_state)];
    print["percent"] = state.percent;
    print["remain_time"] = state.remaining_minutes;
    print["3D"] = {{"layer_num", state.layer}, {"total_layer_num", state.total_layers}};
    print["file"] = print["gcode_file"];
    print["job_id"] = "0";
    print["ver"] = "20000";
    print["xcam"] = {{"first_layer_inspector", true},      {"spaghetti_detector", true},
                     {"printing_monitor", true},           {"print_halt", true},
                     {"buildplate_marker_detector", true}, {"allow_skip_parts", true},
                     {"halt_print_sensitivity", "medium"}};
    print["vir_slot"] = json::array{external_tray("255")};
    add_device(print, state);
}

void add_esp_fields(json::object& print, const Identity& identity) {
    print["chamber_temper"] = 5;
    print["flag3"] = 90767;
    print["vt_tray"] = external_tray("254");
    print["filam_bak"] = json::array();
    print["k"] = "0.0400";
    print["lifecycle"] = "product";
    print["mess_production_state"] = "active";
    // A1 printers send this one detector; P1 printers send no xcam.
    if (identity.model->ams == AmsKind::ams_lite) print["xcam"] = {{"buildplate_marker_detector", true}};
}

// Bits 0 to 2: axes; bits 8 and 9: storage (docs/protocols/bambu-lan.md, section 5).
int home_flag(const State& state) {
    constexpr int others = 6325264;
    constexpr int all_axes = 7;
    constexpr int storage_is_good = 1 << 8;
    return others | (state.homed ? all_axes : 0) | (state.has_storage ? storage_is_good : 0);
}

json::array hms_list(const State& state) {
    json::array list;
    for (const auto& message : state.hms)
        list.push_back({{"attr", message.attr}, {"code", message.code}});
    return list;
}

}  // namespace

json::object full_report(const Identity& identity, const State& state) {
    json::object print;
    add_job(print, identity, state);
    add_heat(print, state);
    print["wifi_signal"] = fmt::format("{}dBm", state.wifi_dbm);
    print["home_flag"] = home_flag(state);
    print["hw_switch_state"] = state.tray_now == no_tray ? 0 : 1;
    print["sdcard"] = state.has_storage;
    print["hms"] = hms_list(state);
    print["ams_status"] = state.ams_status;
    print["ams_rfid_status"] = 0;
    print["ams"] = ams_report(identity.model->ams, state);
    print["lights_report"] = json::array{{{"node", "chamber_light"}, {"mode", state.light ? "on" : "off"}}};
    print["ipcam"] = ipcam(identity, state);
    print["net"] = network(identity);
    print["online"] = {{"ahb", false}, {"rfid", false}, {"version", 1709863228}};
    print["upload"] = {{"status", "idle"}, {"progress", 0}, {"message", ""}};
    print["upgrade_state"] = {{"status", "IDLE"},
                              {"progress", ""},
                              {"module", ""},
                              {"message", ""},
                              {"new_version_state", 2},
                              {"new_ver_list", json::array()},
                              {"dis_state", 0},
                              {"err_code", 0},
                              {"cur_state_code", busy(state) ? 1 : 0},
                              {"force_upgrade", false},
                              {"consistency_request", false}};
    if (identity.model->printer_class == PrinterClass::esp) {
        add_esp_fields(print, identity);
    } else {
        add_ap_fields(print, identity, state);
    }
    return print;
}

std::optional<json::object> difference(const json::object& before, const json::object& after) {
    json::object changed;
    for (const auto& [key, value] : after) {
        const auto* known = before.if_contains(key);
        if (known == nullptr) {
            changed[key] = value;
        } else if (known->is_object() && value.is_object()) {
            if (auto inner = difference(known->get_object(), value.get_object()))
                changed[key] = std::move(*inner);
        } else if (*known != value) {
            changed[key] = value;
        }
    }
    if (changed.empty()) return std::nullopt;
    return changed;
}

json::array version_modules(const Identity& identity) {
    const auto module = [](std::string_view name, std::string_view product, std::string_view version,
                           std::string_view hardware, const std::string& serial) {
        return json::object{{"name", name},       {"product_name", product},     {"sw_ver", version},
                            {"hw_ver", hardware}, {"loader_ver", "00.00.00.00"}, {"sn", serial},
                            {"flag", 0},          {"visible", !product.empty()}};
    };
    const auto& model = *identity.model;
    const auto tail = identity.serial.substr(3);
    json::array modules{module("ota", model.product_name, model.firmware, "OTA", identity.serial)};
    if (model.printer_class == PrinterClass::esp) {
        modules.push_back(
            module("esp32", "", "01.11.35.64", model.key == "a1" ? "AP05" : "AP04", identity.serial));
    } else {
        modules.push_back(module("rv1126", "", "00.00.30.70", "AP05", identity.serial));
    }
    modules.push_back(module("mc", "", "00.01.32.85", "MC07", "00D" + tail));
    modules.push_back(module("th", "", "00.00.09.95", "TH09", "01D" + tail));
    switch (model.ams) {
        case AmsKind::ams:
            modules.push_back(module("ams/0", "AMS (1)", "00.01.06.62", "AMS08", "006" + tail));
            break;
        case AmsKind::ams_lite:
            modules.push_back(module("ams_f1/0", "AMS Lite (1)", "00.00.07.94", "AMS_F102", "03C" + tail));
            break;
        case AmsKind::ams_2_pro:
            modules.push_back(module("n3f/0", "AMS 2 Pro (1)", "03.00.21.29", "N3F05", "19C" + tail));
            break;
    }
    return modules;
}

}  // namespace gantry::sim::printer
