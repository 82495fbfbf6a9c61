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

std::string_view without_default_port(std::string_view host, std::string_view scheme) {
    const std::string_view port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.remove_suffix(port.size());
    return host;
}

}  // namespace

bool same_origin(const Request& request) {
    const auto origin = request.header("origin");
    if (origin.empty()) return true;
    if (request.method == Method::get && request.header("upgrade").empty()) return true;
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
