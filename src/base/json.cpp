#include "base/json.hpp"

#include <boost/json/parse.hpp>

#include "base/json_text.hpp"

namespace gantry {
namespace {

void append(std::string& text, const json::value& value);

void append_array(std::string& text, const json::array& array) {
    text += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i != 0) text += ',';
        append(text, array[i]);
    }
    text += ']';
}

void append_object(std::string& text, const json::object& object) {
    text += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
        if (!first) text += ',';
        first = false;
        json_text::append_string(text, {key.data(), key.size()});
        text += ':';
        append(text, member);
    }
    text += '}';
}

void append(std::string& text, const json::value& value) {
    switch (value.kind()) {
        case json::kind::double_:
            return json_text::append_number(text, value.get_double());
        case json::kind::array:
            return append_array(text, value.get_array());
        case json::kind::object:
            return append_object(text, value.get_object());
        case json::kind::string:
            return json_text::append_string(text, {value.get_string().data(), value.get_string().size()});
        case json::kind::null:
            text += "null";
            return;
        case json::kind::bool_:
            text += value.get_bool() ? "true" : "false";
            return;
        case json::kind::int64:
            fmt::format_to(std::back_inserter(text), "{}", value.get_int64());
            return;
        case json::kind::uint64:
            fmt::format_to(std::back_inserter(text), "{}", value.get_uint64());
            return;
    }
}

}  // namespace

Result<json::value> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.max_bytes) {
        return fail(Errc::too_large,
                    fmt::format("JSON of {} bytes, at most {}", text.size(), limits.max_bytes));
    }
    json::parse_options options;
    options.max_depth = limits.max_depth;
    json::error_code error;
    auto value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return fail(Errc::malformed, "not JSON: " + error.message());
    return value;
}

std::string to_text(const json::value& value) {
    std::string text;
    append(text, value);
    return text;
}

namespace json_binding {

Result<> wrong_type(const std::string& path, std::string_view expected) {
    return fail(Errc::malformed, fmt::format("{}: must be {}", path.empty() ? "value" : path, expected));
}

Result<> read_integer(const json::value& value, std::int64_t low, std::uint64_t high, std::int64_t& target,
                      const std::string& path) {
    if (value.is_uint64()) {
        if (value.get_uint64() > high) return fail(Errc::malformed, path + ": number out of range");
        target = static_cast<std::int64_t>(value.get_uint64());
        return {};
    }
    if (!value.is_int64()) return wrong_type(path, "a whole number");
    const auto number = value.get_int64();
    if (number < low || (number > 0 && static_cast<std::uint64_t>(number) > high)) {
        return fail(Errc::malformed, path + ": number out of range");
    }
    target = number;
    return {};
}

Result<> read_number(const json::value& value, double& target, const std::string& path) {
    if (!value.is_number()) return wrong_type(path, "a number");
    target = value.to_number<double>();
    return {};
}

}  // namespace json_binding
}  // namespace gantry
