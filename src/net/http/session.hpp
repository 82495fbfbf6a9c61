// One accepted connection: requests one after another, or an upgrade to a WebSocket. Belongs to the server
// alone; the executor's thread only.
#pragma once

#include <memory>
#include <set>

#include "net/http/reader.hpp"
#include "net/http/server.hpp"
#include "net/tcp/stream.hpp"
#include "net/websocket/channel.hpp"

namespace gantry::net::http {

// What all connections of a server share; outlives them.
struct Shared {
    ServerOptions options;
    Router router;
    std::set<std::shared_ptr<websocket::Channel>> channels;  // told to go away when the server stops
    bool stopping = false;
};

class Session {
public:
    Session(Shared& shared, tcp::Accepted accepted)
        : shared_(shared), accepted_(std::move(accepted)), reader_(*accepted_.stream) {}

    // Until the connection ends. Throws only when cancelled.
    awaitable<void> run();

private:
    enum class Next { another_request, upgrade, end };
    struct Upgrade {
        const Route* route = nullptr;
        Request request;
    };

    awaitable<void> serve();
    awaitable<Next> serve_one();
    // What refuses a request before its body is read, or the route that answers it.
    awaitable<Result<const Route*>> admit(Head& head);
    awaitable<Next> receive(const Route& route, Head head, RequestParser& parser, After after);
    // What the handler answers, or 500 when it throws.
    awaitable<Response> result_of(const Route& route, std::function<awaitable<Response>()> handling);
    awaitable<Next> answer(const Response& response, After after, bool head_only);
    awaitable<bool> send_content(Content content);
    awaitable<void> upgrade(Upgrade wanted);
    // Errors: rate_limited.
    Result<> keep_pace(const Request& request);
    void note_sender(Head& head) const;

    Shared& shared_;
    tcp::Accepted accepted_;
    Reader reader_;
    std::optional<Upgrade> upgrade_;  // set with Next::upgrade
    Headers pace_;                    // of the request that is being answered
};

}  // namespace gantry::net::http
