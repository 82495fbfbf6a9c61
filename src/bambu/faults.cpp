#include "bambu/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace gantry::bambu {
namespace {

struct Known {
    std::uint64_t code;
    std::string_view text;
};

// Texts of our own for the messages people meet most; the maker's catalogue needs the internet.
constexpr std::array known_messages = {
    Known{0x0300'0100'0001'0007, "The heat bed's temperature sensor reads wrongly; its cable may be loose"},
    Known{0x0300'0D00'0001'0003, "The build plate does not lie properly"},
    Known{0x0500'0500'0001'0007, "Commands are refused because Developer Mode is off"},
    Known{0x0C00'0300'0003'0008, "The print may have come loose (spaghetti seen by the camera)"},
};

constexpr HealthMessage first_slot_empty{0x0700'2000, 0x0002'0001};

constexpr std::array known_errors = {
    Known{0x0500'4003, "The print file cannot be read; send it again or check the storage"},
    Known{0x0500'4004, "The printer is busy and cannot start a new print"},
    Known{0x0500'C010,
          "The storage cannot be read or written, or the file is missing; check the SD card or USB stick"},
    Known{0x0502'4007, "Commands are refused because Developer Mode is off"},
    Known{0x0502'4009, "Commands are refused because Developer Mode is off"},
    Known{0x0700'8006, "The AMS cannot feed the filament; check the spool and the tube"},
    Known{0x0700'8012, "The file's filaments do not fit the AMS slots; assign them again"},
    Known{0x07FF'8012, "The file's filament does not fit the external spool; assign it again"},
};

constexpr std::uint32_t cancelled_by_user[] = {0x0300'400C, 0x0500'400E};

template <std::size_t N>
std::string text_in(const std::array<Known, N>& table, std::uint64_t code) {
    const auto found = std::ranges::find(table, code, &Known::code);
    return found == table.end() ? "" : std::string(found->text);
}

char letter(std::uint32_t unit) {
    return static_cast<char>('A' + unit);
}

std::string text_of(const HealthMessage& message) {
    const auto whole = std::uint64_t{message.attr} << 32 | message.code;
    if (auto text = text_in(known_messages, whole); !text.empty()) return text;
    const auto module = message.attr >> 24;
    const auto unit = message.attr >> 16 & 0xFF;
    const auto part = message.attr >> 8 & 0xFF;
    if (module == 0x07 && unit < 4 && part >= 0x20 && part <= 0x23 && message.code == 0x0002'0001)
        return fmt::format("AMS {} slot {} has run out of filament", letter(unit), part - 0x1F);
    return "";
}

std::string ams_of(std::string_view kind, std::uint32_t unit, std::uint32_t part) {
    if (unit == 0xFF) return "External spool";
    if (unit > 7) return std::string(kind);
    if (part >= 0x20 && part <= 0x23) return fmt::format("{} {} slot {}", kind, letter(unit), part - 0x1F);
    return fmt::format("{} {}", kind, letter(unit));
}

// From the upper half of a code: module, its number, part.
std::string module_of(std::uint32_t attr) {
    const auto number = attr >> 16 & 0xFF;
    const auto part = attr >> 8 & 0xFF;
    switch (attr >> 24) {
        case 0x03:
            return "Motion controller";
        case 0x05:
            return "Mainboard";
        case 0x07:
            return ams_of("AMS", number, part);
        case 0x08:
            return "Toolhead";
        case 0x0C:
            return "Camera and detectors";
        case 0x12:
            return ams_of("AMS HT", number, part);
        default:
            return "";
    }
}

FaultSeverity severity_of(std::uint32_t code) {
    switch (code >> 16) {
        case 1:
            return FaultSeverity::fatal;
        case 2:
            return FaultSeverity::serious;
        case 4:
            return FaultSeverity::info;
        default:
            return FaultSeverity::common;
    }
}

}  // namespace

Fault fault_of(const HealthMessage& message, std::string_view wiki) {
    const auto digits = fmt::format("{:04X}_{:04X}_{:04X}_{:04X}", message.attr >> 16, message.attr & 0xFFFF,
                                    message.code >> 16, message.code & 0xFFFF);
    const auto link =
        wiki.empty()
            ? fmt::format("https://e.bambulab.com/?e={:08X}{:08X}", message.attr, message.code)
            : fmt::format("https://wiki.bambulab.com/en/{}/troubleshooting/hmscode/{}", wiki, digits);
    return {.code = "HMS_" + digits,
            .severity = severity_of(message.code),
            .module = module_of(message.attr),
            .text = text_of(message),
            .link = link};
}

std::vector<HealthMessage> known_health_messages() {
    std::vector<HealthMessage> messages;
    messages.reserve(std::size(known_messages) + 1);
    for (const auto& known : known_messages)
        messages.push_back(
            {static_cast<std::uint32_t>(known.code >> 32), static_cast<std::uint32_t>(known.code)});
    messages.push_back(first_slot_empty);
    return messages;
}

Result<HealthMessage> health_message_of(std::string_view code) {
    constexpr std::string_view prefix = "HMS_";
    constexpr std::size_t longest = 23;  // four groups with signs between, and the prefix
    if (code.starts_with(prefix) && code.size() <= longest) code.remove_prefix(prefix.size());
    std::string digits;
    for (std::size_t i = 0; i < code.size() && digits.size() <= 16; ++i) {
        const bool between = i % 5 == 4 && code.size() == 19 && (code[i] == '_' || code[i] == '-');
        if (!between) digits.push_back(code[i]);
    }
    std::uint64_t whole = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, whole, 16);
    if (digits.size() != 16 || read.ec != std::errc() || read.ptr != end || whole == 0)
        return fail(Errc::malformed, "an HMS code looks like HMS_0300_0100_0001_0007");
    return HealthMessage{static_cast<std::uint32_t>(whole >> 32), static_cast<std::uint32_t>(whole)};
}

std::optional<Fault> fault_of_print_error(std::uint32_t print_error) {
    constexpr std::uint32_t first_error = 0x4000;  // below: steps of a print, not errors
    if ((print_error & 0xFFFF) < first_error) return std::nullopt;
    if (means_cancelled(print_error)) return std::nullopt;
    return Fault{.code = fmt::format("{:04X}_{:04X}", print_error >> 16, print_error & 0xFFFF),
                 .severity = FaultSeverity::serious,
                 .module = module_of(print_error & 0xFFFF'0000),
                 .text = text_in(known_errors, print_error),
                 .link = fmt::format("https://e.bambulab.com/?e={:08X}", print_error)};
}

bool means_cancelled(std::uint32_t print_error) {
    return std::ranges::find(cancelled_by_user, print_error) != std::end(cancelled_by_user);
}

bool means_developer_mode_off(const HealthMessage& message) {
    return message == HealthMessage{0x0500'0500, 0x0001'0007};
}

bool means_developer_mode_off(std::int64_t err_code, std::string_view reason) {
    return err_code == 0x0502'4007 || err_code == 0x0502'4009 ||
           reason.find("verify failed") != std::string_view::npos;
}

}  // namespace gantry::bambu
