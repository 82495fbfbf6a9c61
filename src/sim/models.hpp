// What differs between the printers that we simulate (docs/protocols/bambu-lan.md, section 9;
// docs/protocols/bambu-report.md, section 10). Constants: any thread.
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"

namespace gantry::sim {

// ESP class: small controller, delta reports, no signature bits. AP class: Linux processor, `device` block.
enum class PrinterClass { esp, ap };
enum class CameraKind { jpeg, rtsps };
enum class AmsKind { ams = 1, ams_lite = 2, ams_2_pro = 3 };  // values as in ams[].info bits 0-3

struct Model {
    std::string_view key;           // as on our command line
    std::string_view code;          // DevModel
    std::string_view product_name;  // in get_version
    std::string_view serial_prefix;
    std::string_view firmware;
    PrinterClass printer_class;
    CameraKind camera;
    AmsKind ams;
    int width;  // of the camera's picture
    int height;
    bool constant_rtp_time;  // P2S 01.02 sends timestamps that do not advance
    bool chamber_heater = false;
};

std::span<const Model> models();
// Errors: not_found, naming the models that there are.
Result<const Model*> find_model(std::string_view key);

}  // namespace gantry::sim
