// The requests that printers understand, as JSON (docs/protocols/bambu-lan.md, sections 7 and 8). One per
// connection; not shared between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bambu/models.hpp"
#include "base/json.hpp"

namespace gantry::bambu {

// What an acknowledgement repeats, and the message itself.
struct Request {
    std::string family;  // "print", "system", "pushing", "info"
    std::string command;
    std::string sequence_id;
    std::string payload;
};

enum class Light { off, on };
enum class Fan { part = 1, aux = 2, chamber = 3 };  // as G-code numbers them
enum class Axis { x, y, z };

class Commands {
public:
    Request push_all();       // the full report; not more than every 5 minutes
    Request start_pushing();  // wakes a printer that went quiet
    Request get_version();    // its modules and firmware
    Request pause();
    Request resume();
    Request stop();
    Request set_light(Light light);
    Request set_speed(int level);  // 1 silent to 4 ludicrous
    // °C, 0 = off. `extruder` (0 right, 1 left) for a machine that has two.
    Request heat_nozzle(int celsius, std::optional<int> extruder);
    Request heat_bed(int celsius);
    Request heat_chamber(int celsius, const HeatLimits& heat);
    Request set_fan(Fan fan, double percent);
    Request home();
    // From where it is. Obeyed without homing: ask the report first.
    Request move(Axis axis, double millimetres);

private:
    Request run(std::string gcode);
    Request make(std::string_view family, std::string_view command, json::object fields);
    // Bambu Studio uses 20000-29999 and opens dialogs for errors in that range.
    std::uint32_t next_sequence_ = 30'000;
};

}  // namespace gantry::bambu
