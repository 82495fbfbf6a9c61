#include "base/result.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace gantry {

std::string_view name_of(Errc code) {
    return boost::describe::enum_to_string(code, "internal");
}

}  // namespace gantry
