// Lenient reading of a report's members: a number may come as int, float or text, depending on model and
// firmware. For this folder alone. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace gantry::bambu::report {

// Nothing when the member is absent or of another kind.
std::optional<double> number(const json::object& object, std::string_view name);
std::optional<std::int64_t> integer(const json::object& object, std::string_view name);
// Cut between characters when it is longer.
std::string text(const json::object& object, std::string_view name, std::size_t max_bytes = 256);
// `low` when there is none.
int bounded(std::optional<std::int64_t> value, int low, int high);
// Hexadecimal text of any length: its lowest 64 bits.
std::optional<std::uint64_t> hex(const json::object& object, std::string_view name);
// Null when absent or no object.
const json::object* object_in(const json::object& object, std::string_view name);
const json::array* array_in(const json::object& object, std::string_view name);
// The object behind "device.bed.info".
const json::object* object_at(const json::object& object, std::string_view path);

std::optional<std::int64_t> id_of(const json::value& element);
// The bits of an AMS unit in ams_exist_bits, and of its first tray in tray_exist_bits.
std::optional<unsigned> unit_bit(std::int64_t ams_id);
std::optional<unsigned> first_tray_bit(std::int64_t ams_id);

}  // namespace gantry::bambu::report
