// An MQTT 3.1.1 client over TLS (libmosquitto with its external loop). Owned by one connection; the
// executor's thread only. Nothing runs by itself: the connection moves while somebody awaits receive().
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/tls/identity.hpp"

namespace gantry::net::mqtt {

struct Options {
    std::string address;  // an IP literal: resolving a name would block the loop
    std::uint16_t port = 8883;
    std::string server_name;  // SNI; empty for none of our own
    std::string client_id;    // unique per connection: a broker ends the older one of the same name
    std::string username;
    Secret password;
    std::chrono::milliseconds limit{15'000};  // TCP, TLS and login together (a cold P1S takes 5 s)
    std::chrono::seconds keep_alive{30};
    std::size_t max_message_bytes = 1024 * 1024;
};

enum class Delivery { at_most_once, at_least_once };

struct Message {
    std::string topic;
    std::string payload;
};

// Whether a subscription with this filter gets messages of the topic; false for a filter that is malformed.
bool matches(const std::string& filter, const std::string& topic);

class Client {
public:
    Client(Executor executor, tls::Verify verify);
    ~Client();  // says goodbye when connected; never blocks
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Once per client, with a clean session. Errors: unauthorized (name or password refused), rejected (any
    // other refusal), offline, timeout, malformed (the address), and what `verify` answered.
    awaitable<Result<>> connect(Options options);
    // Answers when the broker has acknowledged. Errors: rejected, offline, timeout.
    awaitable<Result<>> subscribe(std::string topic, Delivery delivery);
    // Queues and returns. Errors: busy (too many unacknowledged), offline, malformed (the topic).
    Result<> publish(const std::string& topic, std::string_view payload, Delivery delivery);
    // The next message. Errors: offline, too_large (the peer sent more than max_message_bytes).
    awaitable<Result<Message>> receive();

    // Who answered, once the TLS handshake was tried.
    const tls::PeerIdentity& peer() const;

private:
    struct Session;
    std::unique_ptr<Session> session_;
};

}  // namespace gantry::net::mqtt
