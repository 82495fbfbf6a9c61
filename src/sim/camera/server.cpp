#include "sim/camera/server.hpp"

namespace gantry::sim::camera {
namespace {

// Clients come and go as they like: a broken connection is no news.
awaitable<void> until_it_breaks(Supervisor::Body body) {
    try {
        co_await body();
    } catch (const SystemError&) {
    }
}

}  // namespace

Server::Server(Executor executor, std::string address, std::uint16_t port, Serve serve)
    : executor_(executor),
      address_(std::move(address)),
      port_(port),
      serve_(std::move(serve)),
      supervisor_(std::move(executor), "sim.camera") {}

void Server::open(std::shared_ptr<ssl_ctx_st> context) {
    close();
    listener_ = std::make_shared<net::tls::Listener>(executor_, address_, port_, std::move(context));
    port_ = listener_->port();
    accepting_ = supervisor_.spawn("accept", [self = shared_from_this(), listener = listener_] {
        return self->accept_clients(listener);
    });
}

void Server::close() noexcept {
    accepting_ = Task();
    if (listener_) listener_->close();
    listener_.reset();
    for (const auto& known : clients_) {
        if (const auto client = known.lock()) client->stream->close();
    }
    clients_.clear();
}

void Server::cut() {
    if (const auto client = watcher_.lock()) client->cut = true;
}

Server::Admission Server::admit(const ClientPtr& client) {
    if (const auto watcher = watcher_.lock(); watcher && watcher != client) {
        switch (second_client) {
            case SecondClient::silence:
                return Admission::silence;
            case SecondClient::refuse:
                return Admission::leave;
            case SecondClient::kick:
                watcher->stream->close();
                break;
        }
    }
    watcher_ = client;
    return Admission::watch;
}

awaitable<void> Server::accept_clients(std::shared_ptr<net::tls::Listener> listener) {
    for (;;) {
        auto client = std::make_shared<Client>();
        client->stream = co_await listener->accept();
        std::erase_if(clients_, [](const auto& known) { return known.expired(); });
        clients_.push_back(client);
        supervisor_.run("client", [self = shared_from_this(), client] { return self->talk(client); });
    }
}

Task Server::spawn(Supervisor::Body body) {
    return supervisor_.spawn("client", [body = std::move(body)] { return until_it_breaks(body); });
}

awaitable<void> Server::talk(ClientPtr client) {
    co_await until_it_breaks([self = shared_from_this(), client]() -> awaitable<void> {
        co_await net::tls::handshake(*client->stream);
        co_await self->serve_(self, client);
    });
    client->stream->close();
}

}  // namespace gantry::sim::camera
