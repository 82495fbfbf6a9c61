// What a printer complains about: its health messages (HMS) and print errors (docs/protocols/bambu-report.md,
// section 7). Pure: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gantry::bambu {

enum class FaultSeverity { fatal, serious, common, info };

struct Fault {
    std::string code;  // "HMS_0300_0100_0001_0007" or "0500_C010"
    FaultSeverity severity = FaultSeverity::common;
    std::string module;  // what complains, in words; empty when it is not known
    std::string text;    // empty when we have none
    std::string link;    // the maker's page
};

struct HealthMessage {
    std::uint32_t attr = 0;
    std::uint32_t code = 0;
    friend bool operator==(const HealthMessage&, const HealthMessage&) = default;
};

// `wiki` as in Model; empty when the model is unknown.
Fault fault_of(const HealthMessage& message, std::string_view wiki);
struct KnownMessage {
    HealthMessage message;
    std::string_view topic;  // in words
};
// Those that we have a text for, for choosing one, by topic; one slot of one AMS stands for all.
std::vector<KnownMessage> known_health_messages();
// From "HMS_0300_0100_0001_0007", with or without the first four characters, with '_', '-' or nothing
// between. Errors: malformed.
Result<HealthMessage> health_message_of(std::string_view code);
// Nothing for 0, a mere status step, or a cancellation by the user.
std::optional<Fault> fault_of_print_error(std::uint32_t print_error);
// The user has cancelled the print.
bool means_cancelled(std::uint32_t print_error);

// The printer refuses commands because Developer Mode is off: as a health message …
bool means_developer_mode_off(const HealthMessage& message);
// … or as the err_code or the reason of an acknowledgement.
bool means_developer_mode_off(std::int64_t err_code, std::string_view reason);
inline constexpr std::string_view developer_mode_advice =
    "The printer refuses commands: switch on Developer Mode on the printer (Settings, LAN Only Mode), "
    "restart it and enter the access code again";

}  // namespace gantry::bambu
