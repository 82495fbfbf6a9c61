#include "fuse/printers/virtual/messages.hpp"

#include "farm/gateway/messages.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

constexpr auto whole = "report";
constexpr auto part = "changes";

class ReportReplay final : public Replay {
public:
    bool is_whole(std::string_view payload) const override { return member(payload, whole).has_value(); }

    void take(std::string_view payload) override {
        if (auto report = member(payload, whole)) {
            document_ = std::move(*report);
            complete_ = true;
        } else if (const auto changes = member(payload, part)) {
            for (const auto& [name, value] : *changes)
                document_[name] = value;
        }
    }

    bool complete() const override { return complete_; }
    const json::object& document() const override { return document_; }
    farm::PrinterState state() const override {
        return from_json<farm::PrinterState>(document_).value_or(farm::PrinterState{});
    }

private:
    static std::optional<json::object> member(std::string_view payload, const char* name) {
        const auto message = parse_json(payload);
        if (!message || !message->is_object()) return std::nullopt;
        const auto* found = message->as_object().if_contains(name);
        return found != nullptr && found->is_object() ? std::optional(found->as_object()) : std::nullopt;
    }

    json::object document_;
    bool complete_ = false;
};

}  // namespace

std::string report_text(const std::optional<farm::PrinterState>& before, const farm::PrinterState& now) {
    if (!before) return to_text(json::object{{whole, to_json(now)}});
    return to_text(json::object{{part, farm::gateway::changes(*before, now)}});
}

std::string command_text(const Command& command) {
    json::object message{{"command", to_json(command.action)}};
    if (command.value) message["value"] = *command.value;
    return to_text(message);
}

std::unique_ptr<Replay> make_replay() {
    return std::make_unique<ReportReplay>();
}

}  // namespace gantry::fuse::printers::virtual_printer
