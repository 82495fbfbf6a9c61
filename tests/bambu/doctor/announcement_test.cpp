#include "bambu/doctor/announcement.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>

#include "base/supervisor.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::bambu::doctor {
namespace {

using asio::ip::udp;

constexpr auto serial = "01P00C000000042";

// The printers' own may be in use by others at the same time.
std::uint16_t free_port(const Executor& executor) {
    return udp::socket(executor, udp::endpoint(udp::v4(), 0)).local_endpoint().port();
}

std::string announcement_at(const std::string& address) {
    return std::string("NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\nUSN: ") + serial +
           "\r\nLocation: " + address + "\r\nDevModel.bambu.com: C12\r\n\r\n";
}

// What is heard at a port where somebody says this as soon as it is open.
awaitable<Finding> heard(std::string says, std::string wanted, std::string expected_at,
                         std::chrono::milliseconds limit) {
    const auto executor = co_await asio::this_coro::executor;
    const auto port = free_port(executor);
    Supervisor supervisor(executor, "test");
    supervisor.run("voice", [executor, port, says]() -> awaitable<void> {
        // By the loop's next turn it is open.
        co_await asio::post(executor, use_awaitable);
        udp::socket voice(executor, udp::v4());
        const udp::endpoint there(asio::ip::address_v4::loopback(), port);
        voice.send_to(asio::buffer(says), there);
    });
    const std::vector<std::uint16_t> ports = {port};
    co_return co_await listen_for(std::move(wanted), std::move(expected_at), limit, ports);
}

TEST(Announcement, IsHeardAndSaysWhereThePrinterIs) {
    run_coroutine([](Executor) -> awaitable<void> {
        const auto says = announcement_at("192.0.2.31");
        const auto here = co_await heard(says, serial, "192.0.2.31", 10s);
        EXPECT_EQ(here.state, StepState::passed) << here.seen;
        const auto moved = co_await heard(says, serial, "192.0.2.30", 10s);
        EXPECT_EQ(moved.cause, "moved") << moved.seen;
        const auto other = co_await heard(says, "01P00C000000043", "192.0.2.30", 100ms);
        EXPECT_EQ(other.cause, "not_heard") << other.seen;
    });
}

TEST(Announcement, CannotBeHeardWhileAnotherProgramKeepsThePort) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const udp::socket taken(executor, udp::endpoint(udp::v4(), 0));
        const auto port = taken.local_endpoint().port();
        const std::vector<std::uint16_t> ports = {free_port(executor), port};
        const auto deaf = co_await listen_for(serial, "192.0.2.31", 100ms, ports);
        EXPECT_EQ(deaf.state, StepState::failed);
        EXPECT_EQ(deaf.cause, "deaf");
        EXPECT_TRUE(deaf.seen.contains(std::to_string(port))) << deaf.seen;
    });
}

}  // namespace
}  // namespace gantry::bambu::doctor
