// The Cloud's side of activation and gateway, as api/cloud.yaml and api/gateway.yaml have it, scripted by a
// test. The loop's thread only.
#pragma once

#include <deque>

#include "base/supervisor.hpp"
#include "farm/gateway/messages.hpp"
#include "net/http/server.hpp"

namespace gantry::testing {

class FakeCloud {
public:
    explicit FakeCloud(Executor executor);
    ~FakeCloud();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    awaitable<void> stop();

    // What /api/device/token answers, one after the other; the last one again and again:
    // "authorization_pending", "slow_down", "expired_token", "access_denied" or "granted".
    std::deque<std::string> polls = {"granted"};
    std::int64_t code_lifetime_s = 900;
    // What the gateway says instead of a welcome.
    std::optional<farm::gateway::Goodbye> goodbye;

    std::size_t codes_asked = 0;
    std::size_t connections = 0;
    bool signatures_fit = true;
    std::vector<farm::gateway::Message> received;

    // The received messages of one kind.
    template <class T>
    std::vector<T> all() const {
        std::vector<T> found;
        for (const auto& message : received)
            if (const auto* one = std::get_if<T>(&message)) found.push_back(*one);
        return found;
    }
    void send(const farm::gateway::Message& message);
    bool connected() const { return connection_ != nullptr; }
    void drop();

private:
    net::http::Router routes();
    net::http::Response give_code(const net::http::Request& request);
    net::http::Response answer_poll(const net::http::Request& request);
    awaitable<void> serve(std::unique_ptr<net::websocket::Connection> connection);
    bool fits(const std::string& text, const std::string& signature) const;

    Supervisor supervisor_;
    std::string public_key_;
    net::websocket::Connection* connection_ = nullptr;
    std::unique_ptr<net::http::Server> server_;
    Task running_;
};

}  // namespace gantry::testing
