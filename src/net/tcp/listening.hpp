// Ports of this machine: taking one, finding a free one, and whether a program that we started listens at
// its. The executor's thread only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry::net::tcp {

// Why a port could not be taken. what() is for whoever chose the port, and says what to do.
class ListenError : public SystemError {
public:
    ListenError(ErrorCode code, const std::string& address, std::uint16_t port);
    const char* what() const noexcept override { return text_.c_str(); }

private:
    std::string text_;
};

// Port 0 takes any. Throws ListenError when another has it or we may not, and when `address` is none of ours.
asio::ip::tcp::acceptor listen(const Executor& executor, const std::string& address, std::uint16_t port);

// A TCP port of this address that nobody has, for a program that is told its port. It is none of those that
// the system gives to outgoing connections: they would take it before that program, or while it restarts.
// Throws ListenError when the address is not of this machine.
std::uint16_t free_port(const std::string& address);
// Completes when something accepts connections there. Errors: timeout.
awaitable<Result<>> wait_until_listening(std::string address, std::uint16_t port,
                                         std::chrono::milliseconds limit = std::chrono::seconds(10));

}  // namespace gantry::net::tcp
