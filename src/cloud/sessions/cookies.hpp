// The two cookies of a signed-in browser. Pure: any thread.
#pragma once

#include "cloud/sessions/sessions.hpp"

namespace gantry::cloud::sessions {

inline constexpr auto access_cookie = "gantry_access";
inline constexpr auto refresh_cookie = "gantry_refresh";  // sent to /api/session and below only

enum class Transport { plain, encrypted };  // encrypted: the browser sends them by https only

// Adds them; the page's scripts cannot read them and pages of other sites cannot send them.
void set_cookies(net::http::Response& response, const SignedIn& signed_in, Transport transport);
void clear_cookies(net::http::Response& response, Transport transport);

Secret access_of(const net::http::Request& request);
Secret refresh_of(const net::http::Request& request);
Device device_of(const net::http::Request& request);

}  // namespace gantry::cloud::sessions
