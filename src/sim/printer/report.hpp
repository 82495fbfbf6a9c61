// A simulated printer's state as the JSON that its model sends (docs/protocols/bambu-report.md). Pure
// functions: any thread.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "sim/models.hpp"
#include "sim/printer/state.hpp"

namespace gantry::sim::printer {

struct Identity {
    const Model* model = nullptr;
    std::string serial;
    std::string address;
    std::uint16_t rtsps_port = 322;
    bool developer_mode = true;
    bool camera_disabled = false;
};

// The content of `print` without command, msg and sequence_id.
json::object full_report(const Identity& identity, const State& state);
// What `after` has that `before` has not: objects by member, all else as a whole. None when nothing changed.
std::optional<json::object> difference(const json::object& before, const json::object& after);
// The reply's `module` list of info.get_version.
json::array version_modules(const Identity& identity);

// As printers print JSON: four spaces deep, one member per line.
std::string indented(const json::value& value);

}  // namespace gantry::sim::printer
