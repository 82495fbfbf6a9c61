// What the state of a printer's card or stick means for files. Pure: any thread.
#pragma once

#include <optional>

#include "bambu/doctor/causes.hpp"
#include "bambu/report/report.hpp"
#include "net/ftps/visit.hpp"

namespace gantry::bambu::doctor {

// By its report; nothing when that does not decide.
std::optional<Finding> judge_reported(report::Storage storage);
// By a visit to its file server.
Finding judge_room(const Result<net::ftps::Room>& room);
// By an upload that failed before or after the server took it on.
Finding judge_upload(const Error& error, bool had_begun);

}  // namespace gantry::bambu::doctor
