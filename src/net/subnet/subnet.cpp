#include "net/subnet/subnet.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>

namespace gantry::net {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned shortest_prefix = 16;
constexpr std::size_t longest_text = 64;
constexpr auto example = "write a network like 192.168.0.0/24";

std::string_view trimmed(std::string_view text) {
    constexpr auto white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string network_text(std::uint32_t address, unsigned prefix) {
    const auto kept = prefix == 0 ? 0 : address & (~std::uint32_t{0} << (32 - prefix));
    return fmt::format("{}/{}", ip::address_v4(kept).to_string(), prefix);
}

bool has_no_printers(const ip::address_v4& address) {
    const auto first = address.to_bytes()[0];
    return first == 0 || first >= 224;  // "this network"; multicast, reserved and broadcast
}

}  // namespace

Result<Subnet> Subnet::parse(std::string_view given) {
    const auto text = trimmed(given);
    if (text.empty()) return fail(Errc::malformed, fmt::format("no network was given: {}", example));
    if (text.size() > longest_text) return fail(Errc::malformed, fmt::format("too long: {}", example));
    const auto slash = text.find('/');
    const auto head = std::string(text.substr(0, slash));
    boost::system::error_code error;
    const auto address = ip::make_address(head, error);
    if (!error && address.is_v6())
        return fail(Errc::unsupported,
                    fmt::format("an IPv6 network has too many addresses to ask them all: {}, or add the "
                                "printer by its IPv4 address",
                                example));
    if (error) return fail(Errc::malformed, fmt::format("\"{}\" is not a network: {}", text, example));
    const auto value = address.to_v4().to_uint();
    if (slash == text.npos)
        return fail(Errc::malformed,
                    fmt::format("\"{}\" is one address: write {} for its network, or {}/32 for it alone",
                                text, network_text(value, 24), head));
    const auto prefix = number(text.substr(slash + 1));
    if (!prefix || *prefix > 32)
        return fail(Errc::malformed,
                    fmt::format("\"{}\" has no prefix length from 16 to 32: {}", text, example));
    if (*prefix < shortest_prefix)
        return fail(Errc::too_large,
                    fmt::format("a /{} has too many addresses to ask them all: scan parts of it, such as {}",
                                *prefix, network_text(value, 24)));
    if (has_no_printers(address.to_v4()))
        return fail(Errc::malformed, fmt::format("no printer has an address in {}: {}", text, example));
    const auto mask = ~std::uint32_t{0} << (32 - *prefix);
    return Subnet(value & mask, *prefix);
}

std::uint32_t Subnet::hosts() const {
    if (prefix_ >= 31) return std::uint32_t{1} << (32 - prefix_);
    return (std::uint32_t{1} << (32 - prefix_)) - 2;
}

std::string Subnet::host(std::uint32_t index) const {
    return ip::address_v4(network_ + index + (prefix_ < 31 ? 1 : 0)).to_string();
}

std::string Subnet::text() const {
    return network_text(network_, prefix_);
}

}  // namespace gantry::net
