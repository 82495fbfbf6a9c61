// What a command is to a Bambu Lab printer: the request, the effect that its report must show, and what an
// acknowledgement says (docs/protocols/bambu-lan.md, sections 5 to 7). Pure. For this folder alone.
#pragma once

#include "bambu/commands.hpp"
#include "bambu/report/report.hpp"
#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::bambu {

// `model` may be null. Errors: conflict, when the printer does nothing that could be paused, …
Result<gantry::bambu::Request> request_for(const Command& command,
                                           const gantry::bambu::report::Status& status,
                                           gantry::bambu::Commands& commands,
                                           const gantry::bambu::Model* model);

// Whether the report says that it is done, or says nothing about such things.
bool shows(const gantry::bambu::report::Status& status, const Command& command);
// Whether the report is no proof without an acknowledgement: no printer reports where its axes are.
bool needs_answer(Action action);

bool answers(const gantry::bambu::report::Acknowledgement& acknowledgement,
             const gantry::bambu::Request& request);
// An acknowledgement means "received", not "done". Errors: rejected, with the printer's reason.
Result<> accepted(const gantry::bambu::report::Acknowledgement& acknowledgement);
bool means_developer_mode_off(const gantry::bambu::report::Acknowledgement& acknowledgement);

}  // namespace gantry::fuse::printers::bambu
