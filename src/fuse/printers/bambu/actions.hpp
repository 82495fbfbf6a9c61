// What an action is to a Bambu Lab printer: the request, the effect that its report must show, and what an
// acknowledgement says (docs/protocols/bambu-lan.md, sections 5 to 7). Pure. For this folder alone.
#pragma once

#include "bambu/commands.hpp"
#include "bambu/report/report.hpp"
#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::bambu {

// Errors: conflict, when the printer does nothing that could be paused, …
Result<gantry::bambu::Request> request_for(Action action, const gantry::bambu::report::Status& status,
                                           gantry::bambu::Commands& commands);

// Whether the report says that it is done.
bool shows(const gantry::bambu::report::Status& status, Action action);

bool answers(const gantry::bambu::report::Acknowledgement& acknowledgement,
             const gantry::bambu::Request& request);
// An acknowledgement means "received", not "done". Errors: rejected, with the printer's reason.
Result<> accepted(const gantry::bambu::report::Acknowledgement& acknowledgement);
bool means_developer_mode_off(const gantry::bambu::report::Acknowledgement& acknowledgement);

}  // namespace gantry::fuse::printers::bambu
