// Which handler answers which request. Built at start, then read only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "net/http/body.hpp"
#include "net/http/message.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::net::http {

using Handler = std::function<awaitable<Response>(Request)>;
// Reads the body itself; what it leaves of it ends the connection after the answer.
using UploadHandler = std::function<awaitable<Response>(Request, IncomingBody&)>;
using SocketHandler = std::function<awaitable<void>(Request, std::unique_ptr<websocket::Connection>)>;

// A route without a permission does not exist: "public" is one too, and a test lists who has it.
struct Route {
    Method method = Method::get;
    std::string pattern;     // "/api/printers/{id}/whep"; "{rest*}" as the last part takes slashes too
    std::string permission;  // a name that Authorize understands
    Handler handler;         // either this …
    SocketHandler socket;    // … or this, for a WebSocket upgrade (method get) …
    UploadHandler upload;    // … or this, for bodies too large to be held
    std::uint64_t max_body_bytes = 64 * 1024;
};

// Decides before the body is read and before an upgrade; may leave who asks in request.principal.
// An error answers the request as problem+json.
using Authorize = std::function<awaitable<Result<>>(Request& request, const std::string& permission)>;

// Whether somebody asks too often, and what the answer's head says about it. After Authorize.
struct Pace {
    bool allowed = true;
    Headers headers;
};
using Pacing = std::function<Pace(const Request& request)>;

class Router {
public:
    explicit Router(Authorize authorize) : authorize_(std::move(authorize)) {}

    void add(Route route);
    const std::vector<Route>& routes() const { return routes_; }
    const Authorize& authorize() const { return authorize_; }
    // Without one, everybody may ask as often as they like.
    void pace_by(Pacing pacing) { pacing_ = std::move(pacing); }
    const Pacing& pacing() const { return pacing_; }

    // The route of a request, whose `parts` are filled. Errors: not_found, unsupported (known path, other
    // method).
    Result<const Route*> find(Request& request) const;

private:
    Authorize authorize_;
    Pacing pacing_;
    std::vector<Route> routes_;
};

// Serves a built web application: files of `folder` with their types, strong caching for hashed names,
// precompressed .gz beside a file when the browser takes it, and index.html for every other path. Added last,
// as public.
void serve_application(Router& router, std::string folder);

}  // namespace gantry::net::http
