// Codes that a person reads from one screen and types on another: "SQMA-VR2N". Pure: any thread.
#pragma once

#include <string>
#include <string_view>

namespace gantry {

// 20^8 of them; guessing is the rate limit's business.
std::string new_typed_code();
// As shown, from what a person typed: any case, with or without hyphen and spaces. Empty when it cannot be
// one.
std::string normalized_code(std::string_view typed);

}  // namespace gantry
