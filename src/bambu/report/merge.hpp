// The deep merge of reports. For this folder alone. Pure.
#pragma once

#include "base/json.hpp"

namespace gantry::bambu::report {

// Objects merge, everything else replaces; lists whose elements have ids merge by id.
void merge_print(json::object& document, const json::object& report);

}  // namespace gantry::bambu::report
