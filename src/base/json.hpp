// JSON text and described structs (BOOST_DESCRIBE_STRUCT). Pure functions: any thread.
// Binding rules: a missing member keeps its default, an unknown one is ignored, a wrong type is an error that
// names its path ("printers[2].ip"). Enums are their described names; optional is null or absent.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/json_binding.hpp"
#include "base/result.hpp"

namespace gantry {

namespace json = boost::json;

struct JsonLimits {
    std::size_t max_bytes = 1024 * 1024;
    std::size_t max_depth = 32;
};

// Errc::too_large or Errc::malformed.
Result<json::value> parse_json(std::string_view text, JsonLimits limits = {});
// Compact; floating-point numbers in their shortest plain form (219.5, never 2.195E2).
std::string to_text(const json::value& value);

template <class T>
Result<T> from_json(const json::value& value) {
    T target{};
    std::string path;
    if (auto read = json_binding::read(value, target, path); !read)
        return std::unexpected(std::move(read.error()));
    return target;
}

template <class T>
Result<T> parse_as(std::string_view text, JsonLimits limits = {}) {
    auto value = parse_json(text, limits);
    if (!value) return std::unexpected(std::move(value.error()));
    return from_json<T>(*value);
}

template <class T>
json::value to_json(const T& source) {
    return json_binding::write(source);
}

}  // namespace gantry
