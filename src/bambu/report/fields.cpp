#include "bambu/report/fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gantry::bambu::report {
namespace {

std::string_view view(const json::string& string) {
    return {string.data(), string.size()};
}

std::optional<double> number_of(const json::value& value) {
    double result = 0;
    if (value.is_int64()) {
        result = static_cast<double>(value.get_int64());
    } else if (value.is_uint64()) {
        result = static_cast<double>(value.get_uint64());
    } else if (value.is_double()) {
        result = value.get_double();
    } else if (value.is_string()) {
        const auto digits = view(value.get_string());
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result);
        if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (!std::isfinite(result)) return std::nullopt;
    return result;
}

}  // namespace

std::optional<double> number(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? std::nullopt : number_of(*value);
}

std::optional<std::int64_t> integer(const json::object& object, std::string_view name) {
    const auto found = number(object, name);
    constexpr double exact = 9007199254740992.0;  // beyond, a double skips integers
    if (!found || std::abs(*found) > exact) return std::nullopt;
    return static_cast<std::int64_t>(*found);
}

std::string text(const json::object& object, std::string_view name, std::size_t max_bytes) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return "";
    const auto whole = view(value->get_string());
    if (whole.size() <= max_bytes) return std::string(whole);
    const auto continues = [&whole](std::size_t at) {
        return (static_cast<unsigned char>(whole[at]) & 0xC0) == 0x80;
    };
    while (max_bytes > 0 && continues(max_bytes))
        --max_bytes;
    return std::string(whole.substr(0, max_bytes));
}

int bounded(std::optional<std::int64_t> value, int low, int high) {
    return static_cast<int>(std::clamp<std::int64_t>(value.value_or(low), low, high));
}

std::optional<std::uint64_t> hex(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    auto digits = view(value->get_string());
    if (digits.size() > 16) digits.remove_prefix(digits.size() - 16);
    std::uint64_t result = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return result;
}

const json::object* object_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_array();
}

const json::object* object_at(const json::object& object, std::string_view path) {
    const auto* found = &object;
    while (found != nullptr && !path.empty()) {
        const auto dot = path.find('.');
        found = object_in(*found, path.substr(0, dot));
        path = dot == path.npos ? "" : path.substr(dot + 1);
    }
    return found;
}

std::optional<std::int64_t> id_of(const json::value& element) {
    const auto* object = element.if_object();
    return object == nullptr ? std::nullopt : integer(*object, "id");
}

std::optional<unsigned> unit_bit(std::int64_t ams_id) {
    if (ams_id >= 0 && ams_id <= 3) return static_cast<unsigned>(ams_id);
    if (ams_id == 16) return 12;
    if (ams_id >= 128 && ams_id <= 135) return static_cast<unsigned>(4 + ams_id - 128);
    return std::nullopt;
}

std::optional<unsigned> first_tray_bit(std::int64_t ams_id) {
    if (ams_id >= 0 && ams_id <= 3) return static_cast<unsigned>(ams_id * 4);
    if (ams_id == 16) return 24;
    if (ams_id >= 128 && ams_id <= 135) return static_cast<unsigned>(16 + ams_id - 128);
    return std::nullopt;
}

}  // namespace gantry::bambu::report
