// A UDP port on which SSDP messages of the local networks arrive, shared with other programs of this machine
// that listen too. Owned by one coroutine that awaits next(); the executor's thread only.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "net/interfaces.hpp"
#include "net/ssdp/message.hpp"

namespace gantry::net::ssdp {

struct Heard {
    Message message;
    std::string from;  // address of the sender
};

class Listener {
public:
    // More datagrams than these in a second are left to the system, which drops them.
    static constexpr std::size_t per_second = 1000;

    // Throws SystemError when the port is taken by a program that does not share it.
    Listener(const Executor& executor, std::uint16_t port, std::vector<Interface> interfaces);

    // Joins the multicast group on new interfaces and leaves it on those that are gone; datagrams that arrive
    // on others are ignored.
    void listen_on(std::vector<Interface> interfaces);
    // The next well-formed message. Throws SystemError when the socket breaks.
    awaitable<Heard> next();
    // Asks on every interface by multicast, from this port to the same port of others …
    void search(const Message& message);
    // … or one address. What cannot be sent is not: an answer is never certain.
    void search(const Message& message, const std::string& address);

    // Datagrams so far that were no SSDP.
    std::size_t malformed() const { return malformed_; }
    std::uint16_t port() const { return socket_.local_endpoint().port(); }

private:
    enum class Membership { join, leave };
    void change(Membership membership, unsigned interface_index);
    awaitable<void> keep_pace();

    asio::ip::udp::socket socket_;
    std::uint16_t port_;
    std::vector<Interface> interfaces_;
    std::size_t malformed_ = 0;
    // Of the second that began at second_.
    std::size_t received_ = 0;
    std::chrono::steady_clock::time_point second_;
};

}  // namespace gantry::net::ssdp
