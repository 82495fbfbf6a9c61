#include <charconv>

#include "cloud/events/hub.hpp"

namespace gantry::cloud::events {

// Of a page that was there before: what it has. Anything else is a page that is new.
Came came_of(const net::http::Request& request) {
    const auto stream = request.query.find("stream");
    const auto after = request.query.find("after");
    if (stream == request.query.end() || after == request.query.end()) return {};
    Came came{.stream = stream->second};
    const auto& digits = after->second;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), came.after);
    return code == std::errc{} && end == digits.data() + digits.size() ? came : Came{};
}

void add_routes(net::http::Router& router, Hub& hub) {
    router.add({.pattern = "/api/events",
                .permission = "member",
                .socket = [&hub](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    return hub.serve(accounts::person_of(request), came_of(request), std::move(connection));
                }});
    router.add({.pattern = "/api/wall/{id}/events",
                .permission = "wall",
                .socket = [&hub](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    // It always gets everything: what is kept is as people see it.
                    return hub.serve(accounts::person_of(request), Came{}, std::move(connection));
                }});
}

}  // namespace gantry::cloud::events
