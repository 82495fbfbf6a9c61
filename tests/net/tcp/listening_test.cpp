#include "net/tcp/listening.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <set>

#include "tests/base/run_coroutine.hpp"

namespace gantry::net::tcp {
namespace {

std::string why(const std::function<void()>& listening) {
    try {
        listening();
    } catch (const ListenError& e) {
        return e.what();
    }
    return "it listens";
}

TEST(Listening, SaysWhyAPortCannotBeTaken) {
    asio::io_context loop;
    const auto executor = loop.get_executor();
    const auto first = listen(executor, "127.0.0.1", 0);
    const auto port = first.local_endpoint().port();
    EXPECT_EQ(why([&] { listen(executor, "127.0.0.1", port); }),
              "Port " + std::to_string(port) +
                  " is taken by another program. Choose another port, or end that program.");
    EXPECT_EQ(why([&] { listen(executor, "192.0.2.1", 0); }),
              "This machine does not have the address 192.0.2.1. Choose one of its own.");
    EXPECT_EQ(why([&] { listen(executor, "localhost", 0); }), "\"localhost\" is not an IP address.");
    EXPECT_EQ(why([&] { listen(executor, "127.0.0.1", 0); }), "it listens");
}

// A program that is told its port begins to listen later, and again when it restarts.
TEST(Listening, AFreePortIsNoneThatAnOutgoingConnectionMayGet) {
    std::uint32_t first_outgoing = 0;
    std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first_outgoing;
    asio::io_context loop;
    std::set<std::uint16_t> given;
    for (int i = 0; i < 100; ++i) {
        const auto port = free_port("127.0.0.1");
        EXPECT_LT(port, first_outgoing);
        EXPECT_TRUE(given.insert(port).second) << port << " was given before";
        EXPECT_EQ(listen(loop.get_executor(), "127.0.0.1", port).local_endpoint().port(), port);
    }
    EXPECT_EQ(why([] { free_port("192.0.2.1"); }),
              "This machine does not have the address 192.0.2.1. Choose one of its own.");
}

}  // namespace
}  // namespace gantry::net::tcp
