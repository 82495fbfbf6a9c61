#include "bambu/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "bambu/catalogue.hpp"

namespace gantry::bambu {
namespace {

constexpr std::uint32_t cancelled_by_user[] = {0x0300'400C, 0x0500'400E};

constexpr std::uint32_t no_unit = 0xFF;  // the external spool
constexpr std::uint32_t first_ht = 0x80;

// From the upper half of a code: module, its number, part.
struct Place {
    explicit Place(std::uint32_t attr)
        : module(attr >> 24), unit(attr >> 16 & 0xFF), part(static_cast<std::uint8_t>(attr >> 8 & 0xFF)) {}

    std::uint32_t module;
    std::uint32_t unit;
    std::uint8_t part;

    bool feeds_filament() const { return module == 0x07 || module == 0x12 || module == 0x18; }
    bool has_slot() const {
        const auto kind = part & 0xF0;
        return (kind == 0x10 || kind == 0x20 || kind == 0x60) && (part & 0x0F) < 4;
    }
};

std::string name_of(const Place& place) {
    if (place.unit == no_unit) return "External spool";
    const auto number = place.unit >= first_ht ? place.unit - first_ht : place.unit;
    const std::string_view kind = place.module == 0x18 || place.unit >= first_ht ? "AMS HT"
                                  : place.module == 0x12                         ? "AMS Lite"
                                                                                 : "AMS";
    if (number > 7) return std::string(kind);
    const auto letter = static_cast<char>('A' + number);
    return place.has_slot() ? fmt::format("{} {} slot {}", kind, letter, (place.part & 0x0F) + 1)
                            : fmt::format("{} {}", kind, letter);
}

std::string text_of_unit(const HealthMessage& message, const Place& place) {
    const auto means = [&](const catalogue::UnitMessage& one) {
        return one.code == message.code && place.part >= one.part && place.part < one.part + one.parts;
    };
    const auto table = place.unit == no_unit ? catalogue::spool_messages() : catalogue::unit_messages();
    const auto found = std::ranges::find_if(table, means);
    return found == table.end() ? "" : fmt::format("{} {}", name_of(place), found->text);
}

std::string text_of(const HealthMessage& message) {
    const auto whole = std::uint64_t{message.attr} << 32 | message.code;
    const auto means = [whole](const catalogue::Message& one) {
        return whole >= one.code && whole <= one.code + one.more;
    };
    const auto found = std::ranges::find_if(catalogue::messages(), means);
    if (found != catalogue::messages().end()) return std::string(found->text);
    const Place place(message.attr);
    return place.feeds_filament() ? text_of_unit(message, place) : "";
}

std::string text_of_error(std::uint32_t error) {
    const auto errors = catalogue::print_errors();
    const auto found = std::ranges::find(errors, error, &catalogue::PrintError::code);
    if (found != errors.end()) return std::string(found->text);
    const Place place(error & 0xFFFF'0000);
    if (!place.feeds_filament()) return "";
    const auto table = place.unit == no_unit ? catalogue::spool_errors() : catalogue::unit_errors();
    const auto of_unit = std::ranges::find(table, error & 0xFFFF, &catalogue::UnitError::code);
    return of_unit == table.end() ? "" : fmt::format("{} {}", name_of(place), of_unit->text);
}

std::string module_of(std::uint32_t attr) {
    const Place place(attr);
    if (place.feeds_filament()) return name_of(place);
    switch (place.module) {
        case 0x03:
            return "Motion controller";
        case 0x05:
            return "Mainboard";
        case 0x08:
            return "Toolhead";
        case 0x0C:
            return "Camera and detectors";
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

std::vector<KnownMessage> known_health_messages() {
    std::vector<KnownMessage> known;
    const auto filament = catalogue::name_of(catalogue::Topic::filament);
    const auto add_units = [&](std::uint32_t unit, std::span<const catalogue::UnitMessage> table) {
        for (const auto& one : table)
            known.push_back({{unit | std::uint32_t{one.part} << 8, one.code}, filament});
    };
    add_units(0x0700'0000, catalogue::unit_messages());
    add_units(0x07FF'0000, catalogue::spool_messages());
    for (const auto& one : catalogue::messages())
        known.push_back({{static_cast<std::uint32_t>(one.code >> 32), static_cast<std::uint32_t>(one.code)},
                         catalogue::name_of(one.topic)});
    return known;
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
                 .text = text_of_error(print_error),
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
