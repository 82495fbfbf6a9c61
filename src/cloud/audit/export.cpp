#include "cloud/audit/export.hpp"

#include <fmt/chrono.h>

namespace gantry::cloud::audit {
namespace {

std::string cell(std::string_view text) {
    std::string quoted = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) quoted += '\'';
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string iso_time(std::int64_t at) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::floor<std::chrono::seconds>(from_ms(at))), at % 1000);
}

}  // namespace

std::string csv(const std::vector<View>& entries) {
    std::string text = "number,at,actor_kind,actor_id,actor,address,action,object,detail\r\n";
    for (const auto& entry : entries) {
        const std::string kind = boost::describe::enum_to_string(entry.actor_kind, "nobody");
        text += fmt::format("{},{},{},{},{},{},{},{},{}\r\n", entry.number, iso_time(entry.at), kind,
                            cell(entry.actor_id), cell(entry.actor), cell(entry.address), cell(entry.action),
                            cell(entry.object), cell(to_text(entry.detail)));
    }
    return text;
}

std::string json_lines(const std::vector<View>& entries) {
    std::string text;
    for (const auto& entry : entries) {
        auto object = to_json(entry).as_object();
        object["at"] = iso_time(entry.at);
        text += to_text(object) + "\n";
    }
    return text;
}

}  // namespace gantry::cloud::audit
