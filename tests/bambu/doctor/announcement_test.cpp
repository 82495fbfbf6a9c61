#include "bambu/doctor/announcement.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/udp.hpp>

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

// Says it again and again, as printers do, until it goes.
class Voice {
public:
    Voice(const Executor& executor, std::uint16_t port, std::string says)
        : port_(port), says_(std::move(says)), socket_(executor, udp::v4()), supervisor_(executor, "test") {
        supervisor_.run("voice", [this]() -> awaitable<void> {
            for (;;) {
                ErrorCode nobody_listens_yet;
                const udp::endpoint here(asio::ip::address_v4::loopback(), port_);
                socket_.send_to(asio::buffer(says_), here, 0, nobody_listens_yet);
                co_await sleep_for(20ms);
            }
        });
    }
    awaitable<void> stop() { return supervisor_.stop(); }

private:
    std::uint16_t port_;
    std::string says_;
    udp::socket socket_;
    Supervisor supervisor_;
};

std::string announcement_at(const std::string& address) {
    return std::string("NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\nUSN: ") + serial +
           "\r\nLocation: " + address + "\r\nDevModel.bambu.com: C12\r\n\r\n";
}

TEST(Announcement, IsHeardAndSaysWhereThePrinterIs) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const std::vector<std::uint16_t> ports = {free_port(executor)};
        Voice voice(executor, ports[0], announcement_at("192.0.2.31"));
        const auto here = co_await listen_for(serial, "192.0.2.31", 10s, ports);
        EXPECT_EQ(here.state, StepState::passed) << here.seen;
        const auto moved = co_await listen_for(serial, "192.0.2.30", 10s, ports);
        EXPECT_EQ(moved.cause, "moved") << moved.seen;
        const auto other = co_await listen_for("01P00C000000043", "192.0.2.30", 100ms, ports);
        EXPECT_EQ(other.cause, "not_heard") << other.seen;
        co_await voice.stop();
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
