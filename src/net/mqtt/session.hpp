// The libmosquitto handle behind a Client, and the waits that drive it. For this folder alone.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <deque>
#include <optional>

#include "net/mqtt/client.hpp"
#include "net/tls/context.hpp"

struct mosquitto;
struct mosquitto_message;
struct bio_st;
struct ssl_st;

namespace gantry::net::mqtt {

struct Client::Session {
    Session(Executor executor, tls::Verify verify);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    awaitable<Result<>> open(Options options);
    awaitable<Result<>> subscribe(std::string topic, Delivery delivery);
    Result<> publish(const std::string& topic, std::string_view payload, Delivery delivery);
    awaitable<Result<Message>> receive();
    const tls::PeerIdentity& peer() const { return context_.handshake().peer; }

private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    void make_handle();
    Result<> start_connecting();
    awaitable<Result<>> finish_tcp();
    awaitable<Result<>> finish_tls();
    awaitable<Result<>> turn();
    awaitable<void> wait();
    bool decrypted_waits() const;
    Result<> move();
    Result<> read_all();
    Result<> outcome(int code);
    void watch_size(ssl_st* tls);
    long on_bio(bio_st* bio, int operation, std::size_t* processed);
    void on_message(const mosquitto_message& message);

    tls::ClientContext context_;
    Options options_;
    // A duplicate: libmosquitto closes its own socket whenever it likes, under a running wait.
    asio::posix::stream_descriptor socket_;
    asio::steady_timer tick_;
    std::optional<int> login_;                       // CONNACK's return code
    std::optional<std::pair<int, int>> subscribed_;  // message id, granted QoS
    std::deque<Message> messages_;
    std::size_t unread_bytes_ = 0;  // received since the last complete message
    std::size_t unacknowledged_ = 0;
    bool oversized_ = false;
    std::optional<Error> ended_;
    std::unique_ptr<mosquitto, Destroy> handle_;  // last: its goodbye still calls back into the others
};

}  // namespace gantry::net::mqtt
