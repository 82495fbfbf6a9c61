// Everything that a simulated printer's reports are made of. A value: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace gantry::sim::printer {

enum class GcodeState { idle, prepare, running, pause, finish, failed };

struct Tray {
    std::string type;       // "PLA"; empty for no spool
    std::string sub_brand;  // "PLA Matte"
    std::string preset;     // tray_info_idx
    std::string colour;     // RRGGBBAA
    int remaining_percent = -1;
    int nozzle_min_c = 190;
    int nozzle_max_c = 230;
};

struct Hms {
    std::uint32_t attr = 0;
    std::uint32_t code = 0;

    friend bool operator==(const Hms&, const Hms&) = default;
};

inline constexpr int no_tray = 255;

struct State {
    GcodeState gcode_state = GcodeState::idle;
    std::string print_type = "idle";
    std::string file;  // as the job names it
    std::string title;
    std::string task_id = "0";
    int percent = 0;
    int remaining_minutes = 0;
    int layer = 0;
    int total_layers = 0;
    int stage = -1;
    std::vector<int> stages;
    std::vector<int> skipped_objects;
    double nozzle_c = 25;
    double nozzle_target_c = 0;
    double bed_c = 24;
    double bed_target_c = 0;
    double chamber_c = 31;
    double chamber_target_c = 0;
    bool homed = false;                // it knows where its axes are
    std::array<double, 3> position{};  // of x, y and z, mm; no report tells it
    int part_fan = 0;                  // 0 … 255
    int aux_fan = 0;
    int chamber_fan = 0;
    int speed_level = 2;
    bool has_storage = true;  // a card or stick is plugged in
    bool light = true;
    bool record = true;
    bool timelapse = false;
    std::uint32_t print_error = 0;
    std::vector<Hms> hms;
    std::array<Tray, 4> trays;
    int tray_now = no_tray;
    int tray_target = no_tray;
    int tray_previous = no_tray;
    int ams_status = 0;
    int ams_version = 1;
    int wifi_dbm = -47;
};

}  // namespace gantry::sim::printer
