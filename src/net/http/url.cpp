#include "net/http/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace gantry::net::http {
namespace {

constexpr std::size_t max_url_bytes = 4096;
constexpr std::size_t max_query_members = 64;

bool is_plain(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '\\'; });
}

bool climbs(std::string_view path) {
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
    if (text.size() > max_url_bytes) return fail(Errc::malformed, "the address is too long");
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed || !parsed->has_authority() || parsed->host().empty()) {
        return fail(Errc::malformed, "not a web address");
    }
    const auto scheme = parsed->scheme();
    Url url{.encrypted = scheme == "https" || scheme == "wss"};
    if (!url.encrypted && scheme != "http" && scheme != "ws") {
        return fail(Errc::malformed, "not an http or ws address");
    }
    url.port = url.encrypted ? 443 : 80;
    if (parsed->has_port()) {
        // Not port_number(): Boost 1.81 lets numbers beyond 65535 wrap around.
        const auto digits = parsed->port();
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (read.ec != std::errc{} || url.port == 0) return fail(Errc::malformed, "not a port");
    }
    url.host = parsed->host_address();
    const std::string_view encoded_host(parsed->encoded_host().data(), parsed->encoded_host().size());
    url.authority = std::string(encoded_host);
    if (parsed->has_port()) url.authority += ":" + std::to_string(url.port);
    const auto path = parsed->encoded_path();
    url.target = path.empty() ? "/" : std::string(path.data(), path.size());
    if (parsed->has_query()) {
        const auto query = parsed->encoded_query();
        url.target += "?" + std::string(query.data(), query.size());
    }
    return url;
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos || host.starts_with('[') ? host : "[" + host + "]";
}

Result<Target> parse_target(std::string_view text) {
    if (text.size() > max_url_bytes) return fail(Errc::malformed, "the address is too long");
    const auto parsed = boost::urls::parse_origin_form({text.data(), text.size()});
    if (!parsed) return fail(Errc::malformed, "not a path");
    Target target{.path = parsed->path()};
    if (!is_plain(target.path) || climbs(target.path)) return fail(Errc::malformed, "not an acceptable path");
    for (const auto& member : parsed->params()) {
        if (target.query.size() >= max_query_members) return fail(Errc::malformed, "too many parameters");
        target.query.insert_or_assign(member.key, member.value);
    }
    return target;
}

}  // namespace gantry::net::http
