// What can be made to go wrong with a simulated printer. Values: any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "sim/camera/server.hpp"
#include "sim/printer/state.hpp"

namespace gantry::sim {

enum class FaultKind {
    wrong_code,    // the printer gets another access code
    camera_stuck,  // connections stay, pictures stop
    camera_cut,    // the watching connection ends within a picture
    camera_off,    // switched off on the printer's screen
    printer_off,   // every port is closed
    printer_on,
    certificate_changed,   // another key and certificate for the same serial number
    slow_ftp,              // value: KB/s
    no_storage,            // its stick or card is not plugged in
    second_camera_client,  // value: silence, refuse or kick
    hms,                   // value: a health message's 16 hexadecimal digits, which it shows until cleared
    deaf,                  // control commands are acknowledged and nothing happens
    developer_mode_off,    // control commands are refused
    clear                  // everything works again; code and certificate stay as they are
};
BOOST_DESCRIBE_ENUM(FaultKind, wrong_code, camera_stuck, camera_cut, camera_off, printer_off, printer_on,
                    certificate_changed, slow_ftp, no_storage, second_camera_client, hms, deaf,
                    developer_mode_off, clear)

struct Fault {
    FaultKind kind = FaultKind::clear;
    std::uint32_t kilobytes_per_second = 0;
    camera::SecondClient second_client = camera::SecondClient::silence;
    printer::Hms hms;
};

// Names are written with hyphens. Errors: malformed, naming what there is.
Result<Fault> parse_fault(std::string_view kind, std::string_view value);

}  // namespace gantry::sim
