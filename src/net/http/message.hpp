// HTTP requests and responses as plain values, for servers and clients. Any thread.
#pragma once

#include <any>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"

namespace gantry::net::http {

enum class Method { get, post, put, patch, del };
BOOST_DESCRIBE_ENUM(Method, get, post, put, patch, del)

// Header names are lower case.
using Headers = std::map<std::string, std::string, std::less<>>;

struct Request {
    Method method = Method::get;
    std::string path;                          // decoded, without the query
    std::map<std::string, std::string> query;  // decoded
    std::map<std::string, std::string> parts;  // what `{name}` in the route's pattern matched, decoded
    Headers headers;
    std::string body;                // bounded by the route
    std::string remote_address;      // the peer's, without port
    bool from_this_machine = false;  // directly, not through a proxy on it
    std::any principal;              // who asks, left by the server's Authorize
    // Left by it too: tells when they may no longer, which ends a WebSocket. Null when that never happens.
    // Shared with whoever still listens when the permission is gone.
    std::shared_ptr<Signal<>> revoked;

    // Empty when absent.
    std::string_view header(std::string_view lower_case_name) const;
    std::string_view cookie(std::string_view name) const;
    const std::string& part(const std::string& name) const { return parts.at(name); }
};

class ContentSource;

// A part of a source (body.hpp), sent in place of `body`.
struct Content {
    std::shared_ptr<ContentSource> source;  // also held by whoever else reads from it
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct Response {
    int status = 200;
    Headers headers;
    std::vector<std::string> cookies;  // whole Set-Cookie values
    std::string body;
    std::optional<Content> content;
};

Response json_response(const json::value& body, int status = 200);
Response no_content();
/** For what is told once or to one person: no cache on the way keeps it. */
Response never_stored(Response response);
// RFC 9457 problem+json: {"type":"about:blank","title":…,"status":…,"code":…,"detail":…}.
// The status is that of the code unless the place knows better.
Response problem(const Error& error);
Response problem(const Error& error, int status);
int status_of(Errc code);

// The described struct in a JSON body. Errc::malformed names the member.
template <class T>
Result<T> body_as(const Request& request) {
    return parse_as<T>(request.body);
}

}  // namespace gantry::net::http
