// What is kept of a Fuse's words about its printers: a Fuse that lies, or a printer that does, must not fill
// the Cloud's memory. Pure: any thread.
#pragma once

#include "farm/printer.hpp"

namespace gantry::cloud::printers {

inline constexpr std::size_t max_text_bytes = 512;
inline constexpr std::size_t max_list_items = 64;

// Longer texts are cut at a whole character, longer lists after so many items.
void shorten(farm::Printer& printer);
void shorten(farm::PrinterState& state);

}  // namespace gantry::cloud::printers
