#include "net/mqtt/client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

#include "base/random.hpp"
#include "base/within.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/net/broker.hpp"

namespace gantry::net::mqtt {
namespace {

using asio::ip::tcp;
using testing::Broker;

constexpr auto serial = "01P00A000000001";

Options options_for(std::uint16_t port, std::string address = "127.0.0.1") {
    return {.address = std::move(address),
            .port = port,
            .server_name = serial,
            .client_id = random_id(),
            .username = "bblp",
            .password = Secret("12345678")};
}

Options options_for(const Broker& broker) {
    return options_for(broker.port(), broker.address());
}

awaitable<void> expect_connected(Client& client, Options options) {
    const auto connected = co_await client.connect(std::move(options));
    EXPECT_TRUE(connected) << connected.error().detail;
}

TEST(MqttClient, CarriesMessagesBothWays) {
    Broker broker;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client printer(executor, tls::expect(serial, {}));
        Client fuse(executor, tls::expect(serial, {}));
        co_await expect_connected(printer, options_for(broker));
        co_await expect_connected(fuse, options_for(broker));
        EXPECT_TRUE(co_await fuse.subscribe("device/x/report", Delivery::at_most_once));
        EXPECT_TRUE(printer.publish("device/x/report", "{\"print\":{}}", Delivery::at_least_once));
        // The sender's side moves while it waits for its own messages.
        EXPECT_TRUE(co_await printer.subscribe("device/x/request", Delivery::at_least_once));
        const auto received = co_await within(5s, fuse.receive());
        EXPECT_TRUE(received);
        EXPECT_EQ(received->topic, "device/x/report");
        EXPECT_EQ(received->payload, "{\"print\":{}}");
        EXPECT_EQ(fuse.peer().common_name, serial);
    });
}

TEST(MqttClient, CarriesALargeMessageInOnePiece) {
    Broker broker;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client client(executor, tls::accept_any());
        co_await expect_connected(client, options_for(broker));
        EXPECT_TRUE(co_await client.subscribe("big", Delivery::at_most_once));
        const std::string payload(1024 * 1024, 'x');
        EXPECT_TRUE(client.publish("big", payload, Delivery::at_least_once));
        const auto received = co_await within(10s, client.receive());
        EXPECT_TRUE(received);
        EXPECT_EQ(received->payload, payload);
    });
}

TEST(MqttClient, RefusesAMessageBeyondItsLimit) {
    Broker broker;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        for (const std::size_t size : {1024u * 1024u + 1u, 8u * 1024u * 1024u}) {
            Client client(executor, tls::accept_any());
            co_await expect_connected(client, options_for(broker));
            EXPECT_TRUE(co_await client.subscribe("big", Delivery::at_most_once));
            EXPECT_TRUE(client.publish("big", std::string(size, 'x'), Delivery::at_most_once));
            const auto received = co_await within(10s, client.receive());
            EXPECT_EQ(received.error().code, Errc::too_large) << size;
        }
    });
}

TEST(MqttClient, CallsAWrongPasswordUnauthorized) {
    Broker broker({.password = "another"});
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client client(executor, tls::accept_any());
        const auto connected = co_await client.connect(options_for(broker));
        EXPECT_EQ(connected.error().code, Errc::unauthorized);
    });
}

TEST(MqttClient, ReportsWhyTheCertificateWasRefused) {
    Broker broker;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client first(executor, tls::accept_any());
        co_await expect_connected(first, options_for(broker));
        auto other = first.peer().fingerprint;
        other[0] ^= std::byte{1};
        Client changed(executor, tls::expect(serial, other));
        const auto connected = co_await changed.connect(options_for(broker));
        EXPECT_EQ(connected.error().code, Errc::untrusted);
        EXPECT_EQ(changed.peer().common_name, serial);
    });
}

TEST(MqttClient, EndsWhenTheBrokerDies) {
    Broker broker;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client client(executor, tls::accept_any());
        co_await expect_connected(client, options_for(broker));
        broker.kill();
        const auto received = co_await within(5s, client.receive());
        EXPECT_EQ(received.error().code, Errc::offline);
        EXPECT_EQ(client.publish("x", "y", Delivery::at_least_once).error().code, Errc::offline);
    });
}

TEST(MqttClient, ReportsARefusedConnectionAsOffline) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        tcp::acceptor taken(executor, {asio::ip::address_v4::loopback(), 0});
        const auto port = taken.local_endpoint().port();
        taken.close();
        Client client(executor, tls::accept_any());
        const auto connected = co_await client.connect(options_for(port));
        EXPECT_EQ(connected.error().code, Errc::offline);
    });
}

TEST(MqttClient, GivesUpOnAPeerThatClosesDuringTheHandshake) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        tcp::acceptor acceptor(executor, {asio::ip::address_v4::loopback(), 0});
        std::optional<tcp::socket> accepted;
        acceptor.async_accept(
            [&](ErrorCode, tcp::socket socket) { accepted.emplace(std::move(socket)).close(); });
        Client client(executor, tls::accept_any());
        const auto connected = co_await client.connect(options_for(acceptor.local_endpoint().port()));
        EXPECT_EQ(connected.error().code, Errc::offline);
    });
}

TEST(MqttClient, NamesThePrinterInItsHello) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        tcp::acceptor acceptor(executor, {asio::ip::address_v4::loopback(), 0});
        std::optional<tcp::socket> accepted;
        acceptor.async_accept([&](ErrorCode, tcp::socket socket) { accepted = std::move(socket); });
        Client client(executor, tls::accept_any());
        auto options = options_for(acceptor.local_endpoint().port());
        options.limit = 200ms;
        const auto connected = co_await client.connect(std::move(options));
        EXPECT_EQ(connected.error().code, Errc::timeout);
        std::string hello(512, '\0');
        hello.resize(accepted->read_some(asio::buffer(hello)));
        EXPECT_NE(hello.find(serial), std::string::npos);
    });
}

TEST(MqttClient, TakesAddressesOnly) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Client client(executor, tls::accept_any());
        auto options = options_for(1);
        options.address = "printer.local";
        const auto connected = co_await client.connect(std::move(options));
        EXPECT_EQ(connected.error().code, Errc::malformed);
    });
}

}  // namespace
}  // namespace gantry::net::mqtt
