#include "cloud/server/rules.hpp"

#include <algorithm>
#include <charconv>

#include "cloud/accounts/accounts.hpp"

namespace gantry::cloud::server {
namespace {

constexpr std::size_t max_servers = 8;

// "host:port" of letters, digits, '.', '-' and ':' with an IPv6 address in brackets.
bool is_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0 || text.size() > 260) return false;
    const auto host = text.substr(0, colon);
    const auto port = text.substr(colon + 1);
    int number = 0;
    const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (code != std::errc{} || end != port.data() + port.size() || number < 1 || number > 65'535)
        return false;
    const auto is_of_host = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '-'; };
    if (!host.starts_with('[')) return std::ranges::all_of(host, is_of_host);
    return host.ends_with(']') && host.size() > 4 &&
           std::ranges::all_of(host.substr(1, host.size() - 2),
                               [](unsigned char c) { return std::isxdigit(c) != 0 || c == ':' || c == '.'; });
}

bool is_turn(std::string_view text) {
    if (!text.starts_with("turn:") && !text.starts_with("turns:")) return false;
    text.remove_prefix(text.find(':') + 1);
    const auto question = text.find('?');
    if (question == text.npos) return is_address(text);
    const auto transport = text.substr(question);
    return is_address(text.substr(0, question)) &&
           (transport == "?transport=udp" || transport == "?transport=tcp");
}

Result<> check_number(std::int64_t value, std::int64_t least, std::int64_t most, const char* member) {
    if (value >= least && value <= most) return {};
    return fail(Errc::malformed, fmt::format("{}: {} to {}", member, least, most));
}

}  // namespace

Result<> check(const Values& values) {
    if (values.stun.size() > max_servers || values.turn.size() > max_servers)
        return fail(Errc::malformed, "stun, turn: at most eight servers each");
    if (!std::ranges::all_of(values.stun, is_address))
        return fail(Errc::malformed, "stun: addresses as host:port");
    if (!std::ranges::all_of(values.turn, is_turn))
        return fail(Errc::malformed, "turn: addresses as turn:host:port?transport=udp, or tcp");
    mail::Options mail;
    mail.url = values.smtp_url;
    mail.from = values.smtp_from;
    if (values.smtp_url.size() > 300 || values.smtp_user.size() > 300)
        return fail(Errc::malformed, "smtp_url, smtp_user: at most 300 characters");
    for (const auto& checked :
         {accounts::check_name(values.name, "name"), mail::check(mail),
          check_number(values.snapshot_days, 1, 3'650, "snapshot_days"),
          check_number(values.snapshot_limit_mb, 10, 10'000'000, "snapshot_limit_mb")}) {
        if (!checked) return checked;
    }
    return {};
}

}  // namespace gantry::cloud::server
