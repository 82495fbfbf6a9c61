// An entry of the audit log as SQL, for those who have no Log. Throws soci_error when the database fails.
#pragma once

#include "cloud/audit/log.hpp"

namespace gantry::cloud::audit {

// Within a transaction, so that it is written down with what happened or not at all.
void append(soci::session& sql, const Entry& entry, const Options& options);

}  // namespace gantry::cloud::audit
