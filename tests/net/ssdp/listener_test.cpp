#include "net/ssdp/listener.hpp"

#include <gtest/gtest.h>
#include <net/if.h>

#include <boost/asio/ip/multicast.hpp>

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::net::ssdp {
namespace {

using asio::ip::udp;

const auto here = asio::ip::make_address_v4("127.0.0.1");

std::vector<Interface> loopback() {
    return interfaces_named(interfaces(), {"lo"});
}

std::string notice(const std::string& serial) {
    return "NOTIFY * HTTP/1.1\r\nUSN: " + serial + "\r\n\r\n";
}

// Speaks as a printer at an address of its own does.
class Speaker {
public:
    Speaker(const Executor& executor, const std::string& address) : socket_(executor, udp::v4()) {
        socket_.set_option(asio::ip::multicast::outbound_interface(here));
        socket_.bind({asio::ip::make_address(address), 0});
    }
    void say(const std::string& text, std::uint16_t port, const std::string& to = "127.0.0.1") {
        socket_.send_to(asio::buffer(text), {asio::ip::make_address(to), port});
    }

private:
    udp::socket socket_;
};

TEST(SsdpListener, HearsUnicastAndMulticastAndWhoSpoke) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener listener(executor, 0, loopback());
        Speaker speaker(executor, "127.32.0.1");
        speaker.say(notice("A"), listener.port());
        const auto first = co_await within(5s, listener.next());
        EXPECT_EQ(first.message.find("USN"), "A");
        EXPECT_EQ(first.from, "127.32.0.1");
        speaker.say(notice("B"), listener.port(), "239.255.255.250");
        EXPECT_EQ((co_await within(5s, listener.next())).message.find("USN"), "B");
    });
}

// Printers announce themselves to everybody of their network, some of them to all networks.
TEST(SsdpListener, HearsBroadcasts) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener listener(executor, 0, loopback());
        for (const auto* everybody : {"127.255.255.255", "255.255.255.255"}) {
            udp::socket speaker(executor, udp::v4());
            speaker.set_option(asio::socket_base::broadcast(true));
            speaker.bind({asio::ip::make_address("127.32.0.6"), 0});
            const asio::detail::socket_option::integer<IPPROTO_IP, IP_UNICAST_IF> way_out(
                static_cast<int>(htonl(if_nametoindex("lo"))));
            speaker.set_option(way_out);
            speaker.send_to(asio::buffer(notice(everybody)),
                            {asio::ip::make_address(everybody), listener.port()});
            const auto heard = co_await within(5s, listener.next());
            EXPECT_EQ(heard.message.find("USN"), everybody);
            EXPECT_EQ(heard.from, "127.32.0.6");
        }
    });
}

TEST(SsdpListener, SharesItsPortWithOtherListeners) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener one(executor, 0, loopback());
        Listener other(executor, one.port(), loopback());
        Speaker speaker(executor, "127.32.0.2");
        speaker.say(notice("A"), one.port(), "239.255.255.250");
        EXPECT_EQ((co_await within(5s, one.next())).message.find("USN"), "A");
        EXPECT_EQ((co_await within(5s, other.next())).message.find("USN"), "A");
    });
}

TEST(SsdpListener, RefusesAPortThatAnotherProgramKeepsForItself) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const udp::socket taken(executor, udp::endpoint(udp::v4(), 0));
        try {
            const Listener listener(executor, taken.local_endpoint().port(), loopback());
            ADD_FAILURE() << "the port is taken";
        } catch (const SystemError& e) {
            EXPECT_EQ(e.code(), asio::error::address_in_use);
        }
        co_return;
    });
}

TEST(SsdpListener, IgnoresInterfacesThatWereNotChosen) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener listener(executor, 0, {});
        Speaker speaker(executor, "127.32.0.3");
        speaker.say(notice("unheard"), listener.port());
        EXPECT_THROW(co_await within(50ms, listener.next()), SystemError);
        listener.listen_on(loopback());
        speaker.say(notice("A"), listener.port(), "239.255.255.250");
        EXPECT_EQ((co_await within(5s, listener.next())).message.find("USN"), "A");
    });
}

TEST(SsdpListener, CountsWhatIsNoSsdp) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener listener(executor, 0, loopback());
        Speaker speaker(executor, "127.32.0.4");
        speaker.say("garbage", listener.port());
        speaker.say("NOTIFY * HTTP/1.1\r\nUSN: " + std::string(20'000, 'x'), listener.port());
        speaker.say(notice("A"), listener.port());
        EXPECT_EQ((co_await within(5s, listener.next())).message.find("USN"), "A");
        EXPECT_EQ(listener.malformed(), 2u);
    });
}

TEST(SsdpListener, LeavesAFloodToTheSystem) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener listener(executor, 0, loopback());
        Speaker speaker(executor, "127.32.0.5");
        std::size_t heard = 0;
        Supervisor supervisor(executor, "test");
        auto listening = supervisor.spawn("listen", [&]() -> awaitable<void> {
            for (;;) {
                co_await listener.next();
                ++heard;
            }
        });
        const auto started = std::chrono::steady_clock::now();
        std::size_t said = 0;
        while (said <= Listener::per_second + 500) {
            for (int i = 0; i < 50; ++i, ++said)
                speaker.say(notice("A"), listener.port());
            co_await sleep_for(1ms);
        }
        // A slow machine takes more than a second to say that much.
        const auto seconds = (std::chrono::steady_clock::now() - started) / 1s;
        EXPECT_LE(heard, Listener::per_second * static_cast<std::size_t>(1 + seconds));
        listening.cancel();
        co_await listening.join();
    });
}

TEST(SsdpListener, AsksByMulticastAndByAddress) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Listener asking(executor, 0, loopback());
        Listener asked(executor, asking.port(), loopback());
        const Message question{.kind = Kind::search, .headers = {{"ST", "urn:x:1"}}};
        asking.search(question);
        EXPECT_EQ((co_await within(5s, asked.next())).message, question);
        udp::socket printer(executor, udp::v4());
        printer.set_option(udp::socket::reuse_address(true));
        printer.bind({asio::ip::make_address("127.32.0.6"), asking.port()});
        asking.search(question, "127.32.0.6");
        std::array<char, 512> buffer{};
        udp::endpoint from;
        EXPECT_TRUE(co_await eventually([&] { return printer.available() > 0; }));
        const auto count = printer.receive_from(asio::buffer(buffer), from);
        EXPECT_EQ(parse({buffer.data(), count}), question);
        EXPECT_EQ(from.port(), asking.port());
        asking.search(question, "no address");
    });
}

}  // namespace
}  // namespace gantry::net::ssdp
