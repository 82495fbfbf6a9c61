// The printers that Bambu Lab makes, as a table (docs/protocols/bambu-lan.md, section 9). Pure: any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gantry::bambu {

enum class Camera { none, jpeg, rtsp };  // jpeg: port 6000; rtsp: RTSPS on 322
// What runs the printer: an ESP32 (weak at TLS, few MQTT clients, deltas only) or a Linux processor.
enum class Processor { esp, linux_soc };

// What it takes. Most of it is the maker's own: `bed_temperature_limit`, `nozzle_temp_range`,
// `support_aux_fan`, `support_chamber_fan` and `support_chamber_temp_edit` of BambuStudio's
// resources/printers; the rest as docs/protocols/bambu-lan.md, section 9, has it.
struct HeatLimits {
    int nozzle_c = 300;
    int bed_c = 80;
    int chamber_c = 0;      // 0: no heater
    bool air_flap = false;  // it is told whether the chamber is to be kept warm
};
enum class FanKit { part, all };  // all: auxiliary and chamber too

struct Model {
    std::string_view name;           // "P1S"
    std::string_view serial_prefix;  // first three characters of its serial numbers
    Camera camera = Camera::none;
    Processor processor = Processor::esp;
    bool chamber_sensor = false;
    std::string_view wiki;  // its part of the maker's wiki: "p1"
    HeatLimits heat;
    FanKit fans = FanKit::part;
};

std::span<const Model> models();

// Null when unknown. By what discovery announces ("C12", "BL-P001", a "-V2" suffix is fine), …
const Model* model_by_code(std::string_view code);
// … by a serial number, …
const Model* model_by_serial(std::string_view serial);
// … or by its name, whatever the case ("A1 mini", "Bambu Lab P1S").
const Model* model_by_name(std::string_view name);

// 15 characters of 0-9 and A-Z.
bool is_serial(std::string_view text);

}  // namespace gantry::bambu
