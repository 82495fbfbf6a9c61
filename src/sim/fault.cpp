#include "sim/fault.hpp"

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <charconv>
#include <string>

namespace gantry::sim {
namespace {

constexpr std::uint32_t max_kilobytes_per_second = 1'000'000;

std::string with_hyphens(std::string text) {
    std::ranges::replace(text, '_', '-');
    return text;
}

template <class Enum>
Result<Enum> named(std::string_view name) {
    std::string names;
    std::optional<Enum> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) {
        const auto known = with_hyphens(entry.name);
        names += (names.empty() ? "" : ", ") + known;
        if (known == name) found = entry.value;
    });
    if (found) return *found;
    return fail(Errc::malformed, "\"" + std::string(name) + "\" is none of: " + names);
}

Result<std::uint32_t> parse_rate(std::string_view text) {
    std::uint32_t rate = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    if (error != std::errc() || stopped != text.data() + text.size() || rate == 0 ||
        rate > max_kilobytes_per_second)
        return fail(Errc::malformed, "slow-ftp needs a number of KB/s");
    return rate;
}

Result<printer::Hms> parse_hms(std::string_view text) {
    std::uint64_t whole = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), whole, 16);
    if (error != std::errc() || stopped != text.data() + text.size() || text.size() != 16)
        return fail(Errc::malformed, "hms needs 16 hexadecimal digits, such as 0300010000010007");
    return printer::Hms{static_cast<std::uint32_t>(whole >> 32),
                        static_cast<std::uint32_t>(whole & 0xFFFF'FFFF)};
}

}  // namespace

Result<Fault> parse_fault(std::string_view kind, std::string_view value) {
    const auto found = named<FaultKind>(kind);
    if (!found) return std::unexpected(found.error());
    Fault fault{.kind = *found};
    if (fault.kind == FaultKind::slow_ftp) {
        const auto rate = parse_rate(value);
        if (!rate) return std::unexpected(rate.error());
        fault.kilobytes_per_second = *rate;
    }
    if (fault.kind == FaultKind::second_camera_client) {
        const auto second = named<camera::SecondClient>(value);
        if (!second) return std::unexpected(second.error());
        fault.second_client = *second;
    }
    if (fault.kind == FaultKind::hms) {
        const auto hms = parse_hms(value);
        if (!hms) return std::unexpected(hms.error());
        fault.hms = *hms;
    }
    return fault;
}

}  // namespace gantry::sim
