// A TURN client over TCP as a browser has one, that says what the server answers. Owned by the test; its
// loop's thread only.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "net/stream.hpp"
#include "net/stun/message.hpp"

namespace gantry::cloud::relay {

class TurnClient {
public:
    enum class Transport : std::uint8_t { tcp = 6, udp = 17 };  // between the relay and a peer
    using Peer = asio::ip::udp::endpoint;

    // `user` as `live::ice_servers` names them, without the time; the credential lasts for `lifetime`.
    TurnClient(std::uint16_t port, const std::string& user, const Secret& secret,
               std::chrono::seconds lifetime = 10min);

    // Of these: 0, or the error that the server answers with. Throw when it does not answer.
    awaitable<int> allocate(Transport transport = Transport::udp);
    awaitable<int> refresh();
    awaitable<int> permit(Peer peer);
    awaitable<void> send(Peer peer, std::string text);
    // What a peer sent.
    awaitable<std::string> receive();
    const Peer& relayed() const { return relayed_; }

private:
    // Asks once without and once with the credential.
    awaitable<int> ask(std::uint16_t method, Bytes attributes);
    awaitable<void> write(std::uint16_t type, const net::stun::TransactionId& id, Bytes attributes,
                          bool is_signed);
    awaitable<Bytes> read();
    void note_relayed(BytesView message);

    std::uint16_t port_;
    net::stun::Login login_;
    std::unique_ptr<net::Stream> stream_;
    Peer relayed_;
};

inline TurnClient::Peer peer_at(const std::string& address, std::uint16_t port = 9) {
    return {asio::ip::make_address(address), port};
}

}  // namespace gantry::cloud::relay
