// Takes secrets out of what is sent to and received from printers, whatever its form: JSON, JSON inside JSON,
// headers, forms, addresses with a user and a password. Pure: any thread. Rather too much than too little.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace gantry::fuse::communications {

inline constexpr std::string_view redacted = "[redacted]";

// `text` with "[redacted]" in place of the values of members whose names say that they are secret, of the
// users and passwords of addresses, and of those `known` wherever they stand (unless shorter than 4
// characters).
std::string redact(std::string_view text, const std::vector<Secret>& known);

}  // namespace gantry::fuse::communications
