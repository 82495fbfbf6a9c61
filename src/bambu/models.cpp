#include "bambu/models.hpp"

#include <algorithm>
#include <array>

namespace gantry::bambu {
namespace {

using enum Camera;
using enum FanKit;
using enum Processor;

constexpr std::array table = {
    Model{"X1 Carbon", "00M", rtsp, linux_soc, true, "x1", {300, 110}, all},
    Model{"X1", "00W", rtsp, linux_soc, true, "x1", {300, 110}, all},
    Model{"X1E", "03W", rtsp, linux_soc, true, "x1", {320, 110, 60}, all},
    Model{"P1P", "01S", jpeg, esp, false, "p1", {300, 100}, all},
    Model{"P1S", "01P", jpeg, esp, false, "p1", {300, 100}, all},
    Model{"A1 Mini", "030", jpeg, esp, false, "a1-mini", {300, 80}, part},
    Model{"A1", "039", jpeg, esp, false, "a1", {300, 100}, part},
    Model{"A2L", "26A", jpeg, esp, false, "a2", {300, 80}, part},
    Model{"P2S", "22E", rtsp, linux_soc, true, "p2s", {300, 110}, all},
    Model{"X2D", "20P", rtsp, linux_soc, true, "x2d", {300, 120, 65, true}, all},
    Model{"H2S", "093", rtsp, linux_soc, true, "h2", {350, 120, 65, true}, all},
    Model{"H2D", "094", rtsp, linux_soc, true, "h2", {350, 120, 65, true}, all},
    Model{"H2D Pro", "239", rtsp, linux_soc, true, "h2", {350, 120, 65, true}, all},
    Model{"H2C", "31B", rtsp, linux_soc, true, "h2", {350, 120, 65, true}, all},
};

struct Code {
    std::string_view code;
    std::string_view name;
};

constexpr std::array codes = {
    Code{"BL-P001", "X1 Carbon"},
    Code{"3DPrinter-X1-Carbon", "X1 Carbon"},
    Code{"BL-P002", "X1"},
    Code{"3DPrinter-X1", "X1"},
    Code{"C13", "X1E"},
    Code{"C11", "P1P"},
    Code{"C12", "P1S"},
    Code{"N1", "A1 Mini"},
    Code{"N2S", "A1"},
    Code{"N9", "A2L"},
    Code{"N7", "P2S"},
    Code{"N6", "X2D"},
    Code{"O1S", "H2S"},
    Code{"O1D", "H2D"},
    Code{"O1E", "H2D Pro"},
    Code{"O2D", "H2D Pro"},
    Code{"O1C", "H2C"},
    Code{"O1C2", "H2C"},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// "X1-Carbon" and "x1 carbon" are the same name.
bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](char x, char y) { return lower(x == '-' ? ' ' : x) == lower(y == '-' ? ' ' : y); });
}

}  // namespace

std::span<const Model> models() {
    return table;
}

const Model* model_by_name(std::string_view name) {
    constexpr std::string_view maker = "Bambu Lab ";
    if (name.size() > maker.size() && same_name(name.substr(0, maker.size()), maker))
        name.remove_prefix(maker.size());
    const auto found = std::ranges::find_if(table, [&](const Model& m) { return same_name(m.name, name); });
    return found == table.end() ? nullptr : &*found;
}

const Model* model_by_code(std::string_view code) {
    if (code.ends_with("-V2")) code.remove_suffix(3);
    const auto found = std::ranges::find(codes, code, &Code::code);
    return found == codes.end() ? nullptr : model_by_name(found->name);
}

const Model* model_by_serial(std::string_view serial) {
    const auto found = std::ranges::find(table, serial.substr(0, 3), &Model::serial_prefix);
    return found == table.end() ? nullptr : &*found;
}

bool is_serial(std::string_view text) {
    return text.size() == 15 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace gantry::bambu
