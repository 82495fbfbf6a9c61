#include "farm/gateway/messages.hpp"

#include <algorithm>
#include <boost/mp11.hpp>
#include <type_traits>

namespace gantry::farm::gateway {
namespace {

// The wire name of each message type; the order is that of Message after Unknown.
constexpr std::array<std::string_view, std::variant_size_v<Message>> names = {
    "",         "challenge",    "welcome",         "live.offer", "command",        "hello",
    "printers", "state",        "live.answer",     "reply",      "live.candidate", "live.end",
    "goodbye",  "upload.grant", "upload.request",  "snapshot",   "cameras",        "allowed_printers",
    "check",    "check.report", "history.request", "history",    "live.quality"};

template <std::size_t Index = 1>
Result<Message> read_as(std::string_view type, const json::value& value) {
    if constexpr (Index == std::variant_size_v<Message>) {
        return Unknown{std::string(type)};
    } else {
        if (type != names[Index]) return read_as<Index + 1>(type, value);
        auto message = from_json<std::variant_alternative_t<Index, Message>>(value);
        if (!message) return std::unexpected(std::move(message.error()));
        return Message(*std::move(message));
    }
}

}  // namespace

Result<Message> parse(std::string_view text) {
    const auto value = parse_json(text, {.max_bytes = max_message_bytes, .max_depth = 16});
    if (!value) return std::unexpected(value.error());
    const auto* object = value->if_object();
    const auto* type = object != nullptr ? object->if_contains("type") : nullptr;
    if (type == nullptr || !type->is_string()) return fail(Errc::malformed, "a message without type");
    return read_as({type->get_string().data(), type->get_string().size()}, *value);
}

std::string format(const Message& message) {
    json::object object;
    object["type"] = json::string(names[message.index()]);
    std::visit(
        [&object]<class T>(const T& content) {
            if constexpr (!std::is_same_v<T, Unknown>) {
                for (auto& [key, member] : to_json(content).as_object())
                    object[key] = std::move(member);
            }
        },
        message);
    return to_text(object);
}

CameraSwitches switches_of(const CameraSettings& settings, const PrinterId& printer) {
    const auto own = std::ranges::find(settings.exceptions, printer, &CameraException::printer);
    if (own != settings.exceptions.end()) return own->switches;
    return {settings.cameras, settings.snapshots, settings.remote_stream};
}

json::object changes(const PrinterState& before, const PrinterState& after) {
    json::object changed;
    using Members = boost::describe::describe_members<PrinterState, boost::describe::mod_public>;
    boost::mp11::mp_for_each<Members>([&](auto member) {
        if (before.*member.pointer != after.*member.pointer)
            changed[member.name] = to_json(after.*member.pointer);
    });
    return changed;
}

Result<PrinterState> apply(const PrinterState& state, const json::value& changes) {
    PrinterState changed = state;
    std::string path;
    if (auto read = json_binding::read(changes, changed, path); !read) return std::unexpected(read.error());
    return changed;
}

}  // namespace gantry::farm::gateway
