// The TLS server in front of a simulated camera: listens, lets one client watch, and fails on request. What
// the clients hear is the protocol's. The loop's thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/asio.hpp"
#include "base/supervisor.hpp"
#include "net/stream.hpp"
#include "net/tls/stream.hpp"

namespace gantry::sim::camera {

// What a second client gets while the first one watches.
enum class SecondClient { silence, kick, refuse };
BOOST_DESCRIBE_ENUM(SecondClient, silence, kick, refuse)

// One connection, shared by the coroutines that read from it and write to it.
struct Client {
    std::unique_ptr<net::Stream> stream;
    bool cut = false;  // end in the middle of the next picture
};
using ClientPtr = std::shared_ptr<Client>;

class Server : public std::enable_shared_from_this<Server> {  // its clients' coroutines hold it too
public:
    // Talks to one client until it leaves; throws when the connection breaks.
    using Serve = std::function<awaitable<void>(std::shared_ptr<Server>, ClientPtr)>;

    // Port 0 picks one at the first open() and keeps it.
    Server(Executor executor, std::string address, std::uint16_t port, Serve serve);

    // Throws ListenError when the port cannot be taken.
    void open(std::shared_ptr<ssl_ctx_st> context);
    // Ends listening and every connection.
    void close() noexcept;
    // The watching client's connection ends in the middle of a picture.
    void cut();
    std::uint16_t port() const { return port_; }

    // Asked by the protocol when a client has proved who it is.
    enum class Admission { watch, silence, leave };
    Admission admit(const ClientPtr& client);
    // While true, no picture is sent although connections stay.
    bool stuck = false;
    SecondClient second_client = SecondClient::silence;

    // Runs as long as its Task: a client's second coroutine.
    [[nodiscard]] Task spawn(Supervisor::Body body);

private:
    awaitable<void> accept_clients(std::shared_ptr<net::tls::Listener> listener);
    awaitable<void> talk(ClientPtr client);

    Executor executor_;
    std::string address_;
    std::uint16_t port_;
    Serve serve_;
    Supervisor supervisor_;
    std::shared_ptr<net::tls::Listener> listener_;  // the accepting coroutine holds it too
    Task accepting_;
    std::weak_ptr<Client> watcher_;
    std::vector<std::weak_ptr<Client>> clients_;
};

}  // namespace gantry::sim::camera
