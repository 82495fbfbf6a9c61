// What Fuse knows of a printer's storage, for those who judge it. Pure: any thread. For this folder alone.
#pragma once

#include "bambu/report/report.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::printers::bambu {

inline constexpr std::uint16_t ftps_port = 990;

gantry::bambu::report::Storage storage_of(farm::Storage storage);

}  // namespace gantry::fuse::printers::bambu
