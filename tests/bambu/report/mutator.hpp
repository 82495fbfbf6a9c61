// Reports as no printer should send them: random changes to real ones, the same in every run. One per test.
#pragma once

#include <random>

#include "base/json.hpp"

namespace gantry::bambu::report {

class Mutator {
public:
    // A message of the printer: changed values, and sometimes bytes that are no JSON or no UTF-8 any more.
    std::string message(json::value report) {
        for (int i = 0, n = below(6) + 1; i < n; ++i)
            change(report, 0);
        auto text = to_text(report);
        for (int i = 0, n = below(8) == 0 ? below(4) + 1 : 0; i < n && !text.empty(); ++i)
            text[static_cast<std::size_t>(below(static_cast<int>(text.size())))] =
                static_cast<char>(below(256));
        if (below(40) == 0) text.resize(static_cast<std::size_t>(below(static_cast<int>(text.size()) + 1)));
        if (below(20) == 0) text += std::string(static_cast<std::size_t>(below(3)), '\0');
        return text;
    }

    // As long as the longest message that is let through.
    std::string huge(json::value report) {
        auto& print = report.as_object()["print"].as_object();
        print[key()] = "huge";
        auto text = to_text(report);
        static const auto many = many_objects();
        return text.replace(text.find(R"("huge")"), 6,
                            below(2) == 0 ? '"' + std::string(1'000'000, 'x') + '"' : many);
    }

    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

private:
    static std::string many_objects() {
        std::string text = "[";
        for (int i = 0; i < 60'000; ++i)
            text += (i == 0 ? "" : ",") + (R"({"id":)" + std::to_string(i)) + R"(,"x":1})";
        return text + "]";
    }

    // One place below `value`, found by a walk that may stop at every step.
    void change(json::value& value, int depth) {
        if (auto* object = value.if_object(); object != nullptr && !object->empty() && below(8) != 0) {
            auto at = object->begin() + below(static_cast<int>(object->size()));
            if (below(12) == 0) {
                object->erase(at);
            } else if (below(12) == 0) {
                (*object)[key()] = anything();
            } else {
                change(at->value(), depth + 1);
            }
        } else if (auto* array = value.if_array(); array != nullptr && !array->empty() && below(6) != 0) {
            auto& element = (*array)[static_cast<std::size_t>(below(static_cast<int>(array->size())))];
            if (below(6) == 0) {
                const auto copy = element;
                array->insert(array->end(), static_cast<std::size_t>(below(200)), copy);
            } else {
                change(element, depth + 1);
            }
        } else if (depth > 0) {
            value = anything();
        }
    }

    std::string key() {
        static const std::vector<std::string> keys = {
            "ams",          "tray",     "id",       "info",        "device",      "extruder",
            "nozzle",       "temp",     "snow",     "state",       "airduct",     "parts",
            "vir_slot",     "vt_tray",  "fun",      "aux",         "msg",         "spd_lvl",
            "mc_percent",   "hms",      "tray_now", "wifi_signal", "gcode_state", "dry_time",
            "humidity_raw", "fan_gear", "3D",       "command",     "print_error", "lights_report"};
        return below(10) == 0 ? std::string(static_cast<std::size_t>(below(300)), 'k')
                              : keys[static_cast<std::size_t>(below(static_cast<int>(keys.size())))];
    }

    json::value nested() {
        json::value inner = 1;
        for (int i = 0, n = below(60); i < n; ++i)
            inner = i % 2 == 0 ? json::value(json::object{{key(), inner}}) : json::value(json::array{inner});
        return inner;
    }

    json::value anything() {
        const std::vector<json::value> scalars = {
            nullptr, true,  false, 0,    -1,     1,         5,        255,    256,    65535,      4294967295U,
            1e18,    1e300, -1e9,  0.5,  "",     "0",       "-1",     "15",   "255",  "ffffffff", "1e999",
            "nan",   "inf", "xyz", "äö", "IDLE", "RUNNING", "-47dBm", "1001", "€€€€€"};
        switch (below(8)) {
            case 0:
                return nested();
            case 1: {
                std::string text;
                for (int i = 0, n = below(600); i < n; ++i)
                    text += below(2) == 0 ? "ü" : "\xF0\x9F\x96\xA8";
                return json::string(text);
            }
            case 2:
                return json::array(static_cast<std::size_t>(below(300)), json::object{{"id", below(300)}});
            case 3:
                return static_cast<std::int64_t>(random_() << 32 | random_());
            default:
                return scalars[static_cast<std::size_t>(below(static_cast<int>(scalars.size())))];
        }
    }

    std::mt19937_64 random_{20'240'817};
};

}  // namespace gantry::bambu::report
