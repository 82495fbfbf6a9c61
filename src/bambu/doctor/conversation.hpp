// The MQTT part of a printer's check-up: certificate, access code, Developer Mode, by one connection. For
// this folder alone.
#pragma once

#include "bambu/doctor/printer_check.hpp"

namespace gantry::bambu::doctor {

// Settles the steps certificate, access_code and developer_mode; what the printer says of its storage, as far
// as it was asked.
awaitable<report::Storage> converse(Checkup& checkup, const PrinterTarget& target,
                                    const PrinterLimits& limits);
// Settles developer_mode from what a standing connection knows.
void judge_mode(Checkup& checkup, std::optional<bool> developer_mode);

}  // namespace gantry::bambu::doctor
