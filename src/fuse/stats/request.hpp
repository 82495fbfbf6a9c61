// What a reader may say (docs/stats.md). Pure: any thread.
#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::stats {

inline constexpr std::size_t max_request_bytes = 64 * 1024;
inline constexpr std::size_t max_chosen = 1000;

// The printers that a reader wants to hear of; all of them when absent. Unknown ones do no harm: they may be
// added later.
using Choice = std::optional<std::set<farm::PrinterId>>;

struct Subscribe {
    Choice printers;
};

struct Authenticate {
    Secret token;
};

// Errors: malformed, too_large.
Result<std::variant<Subscribe, Authenticate>> parse_request(std::string_view text);
// "id,id" of an address; empty chooses all. Errors: malformed, too_large.
Result<Choice> parse_choice(std::string_view list);

}  // namespace gantry::fuse::stats
