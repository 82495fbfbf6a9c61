// Whether a line of a file is a printer that is here, and what differs. Pure; for this folder alone.
#pragma once

#include "fuse/backup/backups.hpp"

namespace gantry::fuse::backup {

// Of the same kind with the same serial number; null when there is none.
const printers::PrinterSession* find_alike(const printers::Printers& printers,
                                           const printers::NewPrinter& wanted);
bool repeats_an_earlier_one(const std::vector<printers::NewPrinter>& all, std::size_t number);
// What overwriting would change, in the words of the forms.
std::vector<Difference> differences(const printers::PrinterConfig& here, const printers::NewPrinter& wanted,
                                    const printers::AddForm& form);

}  // namespace gantry::fuse::backup
