// A server with a few routes on a free loopback port, and raw bytes to and from it.
#pragma once

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "net/http/client.hpp"
#include "net/http/server.hpp"
#include "net/tcp/stream.hpp"
#include "net/websocket/connection.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::net::http {

inline Authorize allow_all_but_forbidden() {
    return [](Request& request, const std::string& permission) -> awaitable<Result<>> {
        if (permission == "forbidden") co_return fail(Errc::forbidden, "not for you");
        request.principal = std::string("someone");
        co_return Result<>{};
    };
}

// Runs until dropped.
class TestServer {
public:
    TestServer(Executor executor, Router router, ServerOptions options = {})
        : supervisor_(executor, "test"),
          server_(std::make_shared<Server>(executor, std::move(options), std::move(router))),
          task_(supervisor_.spawn("server", [server = server_] { return server->run(); })) {}

    std::string url(const std::string& path, const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(server_->port()) + path;
    }
    std::uint16_t port() const { return server_->port(); }
    // Sends `bytes` and returns everything until the server closes.
    awaitable<std::string> converse(std::string bytes) {
        auto stream = co_await tcp::connect("127.0.0.1", port(), 5s);
        co_await (*stream)->write(as_bytes(bytes));
        co_return co_await within(10s, read_all(**stream));
    }
    static awaitable<std::string> read_all(Stream& stream) {
        std::string text;
        Bytes chunk(4096);
        while (const auto count = co_await stream.read_some(chunk))
            text += as_text(BytesView(chunk).first(count));
        co_return text;
    }
    void cancel() { task_.cancel(); }
    awaitable<void> stop() {
        cancel();
        co_await task_.join();
    }

private:
    Supervisor supervisor_;
    std::shared_ptr<Server> server_;
    Task task_;
};

}  // namespace gantry::net::http
