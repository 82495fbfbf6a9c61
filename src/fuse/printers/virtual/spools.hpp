// What lies in a virtual printer's AMS units. Pure. For this folder alone.
#pragma once

#include <vector>

#include "farm/printer.hpp"

namespace gantry::fuse::printers::virtual_printer {

// `tray` is in use, counted over all units; -1 for none.
std::vector<farm::FilamentUnit> units_of(int ams_units, int tray);
// The spool that hangs outside; in use or not.
farm::FilamentSlot external_spool(bool active);
// The tray that the next print takes: every loaded one in turn, -1 (the external spool) without AMS.
int tray_for(int ams_units, int prints_started);

struct PrintTemperatures {
    double nozzle_c = 0;
    double bed_c = 0;
};
PrintTemperatures temperatures_for(int ams_units, int tray);

}  // namespace gantry::fuse::printers::virtual_printer
