// As much of YAML as api/*.yaml is written in: mappings and lists, in blocks and in line, plain, quoted and
// folded texts. Every scalar is a string; an absent one is null. Throws std::runtime_error with the line on
// anything else.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace gantry {

boost::json::value parse_yaml(const std::string& text);

}  // namespace gantry
