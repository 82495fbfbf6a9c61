#include "cloud/sessions/cookies.hpp"

namespace gantry::cloud::sessions {
namespace {

constexpr auto everywhere = "/";
constexpr auto session_only = "/api/session";

std::string cookie(const char* name, const std::string& value, const char* path,
                   std::chrono::seconds lifetime, Transport transport) {
    return fmt::format("{}={}; HttpOnly; SameSite=Strict; Path={}; Max-Age={}{}", name, value, path,
                       lifetime.count(), transport == Transport::encrypted ? "; Secure" : "");
}

}  // namespace

void set_cookies(net::http::Response& response, const SignedIn& signed_in, Transport transport) {
    response.cookies.push_back(
        cookie(access_cookie, signed_in.access.reveal(), everywhere, signed_in.lifetimes.access, transport));
    response.cookies.push_back(cookie(refresh_cookie, signed_in.refresh.reveal(), session_only,
                                      signed_in.lifetimes.idle, transport));
    response.headers["cache-control"] = "no-store";
}

void clear_cookies(net::http::Response& response, Transport transport) {
    response.cookies.push_back(cookie(access_cookie, "", everywhere, std::chrono::seconds(0), transport));
    response.cookies.push_back(cookie(refresh_cookie, "", session_only, std::chrono::seconds(0), transport));
}

Secret access_of(const net::http::Request& request) {
    return Secret(std::string(request.cookie(access_cookie)));
}

Secret refresh_of(const net::http::Request& request) {
    return Secret(std::string(request.cookie(refresh_cookie)));
}

Device device_of(const net::http::Request& request) {
    return {request.remote_address, std::string(request.header("user-agent"))};
}

}  // namespace gantry::cloud::sessions
