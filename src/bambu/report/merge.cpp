#include "bambu/report/merge.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "bambu/report/fields.hpp"

namespace gantry::bambu::report {
namespace {

constexpr std::size_t max_elements = 64;

struct Keyed {
    std::string_view parent;
    std::string_view name;
};

// Lists that merge by id; a parent is the member that holds the list or the list around its object.
constexpr std::array keyed_lists = {Keyed{"ams", "ams"},        Keyed{"ams", "tray"},
                                    Keyed{"print", "vir_slot"}, Keyed{"extruder", "info"},
                                    Keyed{"nozzle", "info"},    Keyed{"airduct", "parts"}};

bool is_keyed(std::string_view parent, std::string_view name) {
    return std::ranges::any_of(keyed_lists,
                               [&](const Keyed& k) { return k.parent == parent && k.name == name; });
}

void merge_value(json::value& target, const json::value& source, std::string_view parent,
                 std::string_view name);

void merge_object(json::object& target, const json::object& source, std::string_view name) {
    for (const auto& [key, value] : source)
        merge_value(target[key], value, name, key);
}

json::value* element_with(json::array& list, std::int64_t id) {
    const auto found =
        std::ranges::find_if(list, [&](const json::value& element) { return id_of(element) == id; });
    return found == list.end() ? nullptr : &*found;
}

// A tray that comes without its type was emptied: its old material goes.
bool clears(std::string_view list, const json::object& element) {
    return list == "tray" && !element.contains("tray_type");
}

void merge_keyed(json::array& target, const json::array& source, std::string_view name) {
    for (const auto& element : source) {
        auto* known = element_with(target, *id_of(element));
        if (known == nullptr) {
            if (target.size() < max_elements) target.push_back(element);
        } else if (clears(name, element.get_object())) {
            *known = element;
        } else {
            merge_object(known->get_object(), element.get_object(), name);
        }
    }
}

bool all_have_ids(const json::array& list) {
    return std::ranges::all_of(list, [](const json::value& element) { return id_of(element).has_value(); });
}

void merge_value(json::value& target, const json::value& source, std::string_view parent,
                 std::string_view name) {
    if (source.is_object() && target.is_object()) {
        merge_object(target.get_object(), source.get_object(), name);
    } else if (source.is_array() && is_keyed(parent, name) && all_have_ids(source.get_array())) {
        if (!target.is_array() || !all_have_ids(target.get_array())) target = json::array();
        merge_keyed(target.get_array(), source.get_array(), name);
    } else {
        target = source;
    }
}

// Switching off, a printer sends one last frame that says "no AMS at all" (P1S 01.08).
bool is_power_off_frame(const json::object& ams) {
    const auto* flag = ams.if_contains("power_on_flag");
    if (flag == nullptr || !flag->is_bool() || flag->get_bool()) return false;
    return hex(ams, "ams_exist_bits") == 0u && hex(ams, "tray_exist_bits") == 0u;
}

void drop_missing_units(json::object& ams) {
    const auto present = hex(ams, "ams_exist_bits");
    auto* units = ams.if_contains("ams");
    if (!present || units == nullptr || !units->is_array()) return;
    json::array kept;
    for (const auto& unit : units->get_array()) {
        const auto bit = unit_bit(id_of(unit).value_or(-1));
        if (!bit || (*present >> *bit & 1) != 0) kept.push_back(unit);
    }
    if (kept.size() != units->get_array().size()) *units = std::move(kept);
}

}  // namespace

void merge_print(json::object& document, const json::object& report) {
    for (const auto& [key, value] : report) {
        if (key == "ams" && value.is_object() && is_power_off_frame(value.get_object())) continue;
        merge_value(document[key], value, "print", key);
    }
    if (auto* ams = document.if_contains("ams"); ams != nullptr && ams->is_object())
        drop_missing_units(ams->get_object());
}

}  // namespace gantry::bambu::report
