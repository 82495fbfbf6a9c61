#include "net/http/origin.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/ip/address.hpp>

#include "base/asio.hpp"

namespace gantry::net::http {
namespace {

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        return end == host.npos ? host : host.substr(1, end - 1);
    }
    return host.substr(0, host.find(':'));
}

bool is_address(std::string_view host) {
    ErrorCode error;
    static_cast<void>(asio::ip::make_address(std::string(host), error));
    return !error;
}

bool is_loopback_name(std::string_view host) {
    ErrorCode error;
    const auto address = asio::ip::make_address(std::string(host), error);
    return error ? boost::iequals(host, "localhost") : address.is_loopback();
}

std::string_view without_default_port(std::string_view host, std::string_view scheme) {
    const std::string_view port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.remove_suffix(port.size());
    return host;
}

}  // namespace

bool asked_by_foreign_page(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    return !site.empty() && site != "same-origin" && site != "none";
}

bool came_directly(const Request& request, HttpVersion version) {
    for (const auto* header : {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
                               "x-forwarded-port", "x-forwarded-server", "x-real-ip", "via"})
        if (request.headers.contains(header)) return false;
    // nginx speaks HTTP/1.0 to whom it hands on, unless told otherwise; browsers never do.
    return version == HttpVersion::http_1_1 && is_loopback_name(without_port(request.header("host")));
}

bool same_origin(const Request& request) {
    if (request.method == Method::get && request.header("upgrade").empty()) return true;
    if (asked_by_foreign_page(request)) return false;
    const auto origin = request.header("origin");
    if (origin.empty()) return true;
    const auto scheme_end = origin.find("://");
    if (scheme_end == origin.npos) return false;
    const auto scheme = origin.substr(0, scheme_end);
    // A proxy that ends TLS hands on the Host without saying which scheme it was.
    return boost::iequals(without_default_port(origin.substr(scheme_end + 3), scheme),
                          without_default_port(request.header("host"), scheme));
}

bool host_allowed(std::string_view host, const std::vector<std::string>& names) {
    if (names.empty()) return true;
    const auto name = without_port(host);
    if (is_address(name) || boost::iequals(name, "localhost")) return true;
    return std::ranges::any_of(names, [&](const auto& allowed) { return boost::iequals(name, allowed); });
}

}  // namespace gantry::net::http
