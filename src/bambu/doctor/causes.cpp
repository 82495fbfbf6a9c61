#include "bambu/doctor/causes.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <map>
#include <stdexcept>

#include "base/json.hpp"
#include "causes_json.hpp"

namespace gantry::bambu::doctor {
namespace {

struct Table {
    std::map<std::string, Advice> causes;
};
BOOST_DESCRIBE_STRUCT(Table, (), (causes))

// Part of the program: a table that cannot be read is our own mistake.
Table read_table() {
    auto table = parse_as<Table>(causes_json);
    if (!table) throw std::logic_error("api/causes.json: " + table.error().detail);
    return *std::move(table);
}

Finding finding(StepState state, Cause cause, std::string seen) {
    return {state, std::move(seen), boost::describe::enum_to_string(cause, "")};
}

}  // namespace

const Advice* advice_for(std::string_view cause) {
    static const auto table = read_table();
    const auto found = table.causes.find(std::string(cause));
    return found == table.causes.end() ? nullptr : &found->second;
}

Finding failed(Cause cause, std::string seen) {
    return finding(StepState::failed, cause, std::move(seen));
}

Finding warned(Cause cause, std::string seen) {
    return finding(StepState::warned, cause, std::move(seen));
}

}  // namespace gantry::bambu::doctor
