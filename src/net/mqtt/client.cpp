#include "net/mqtt/client.hpp"

#include <mosquitto.h>

#include <boost/asio/ip/address.hpp>

#include "base/within.hpp"
#include "net/mqtt/session.hpp"

namespace gantry::net::mqtt {

bool matches(const std::string& filter, const std::string& topic) {
    bool result = false;
    return mosquitto_topic_matches_sub(filter.c_str(), topic.c_str(), &result) == MOSQ_ERR_SUCCESS && result;
}

Client::Client(Executor executor, tls::Verify verify)
    : session_(std::make_unique<Session>(std::move(executor), std::move(verify))) {}

Client::~Client() = default;

awaitable<Result<>> Client::connect(Options options) {
    ErrorCode not_an_address;
    asio::ip::make_address(options.address, not_an_address);
    if (not_an_address) co_return fail(Errc::malformed, "\"" + options.address + "\" is not an IP address");
    const auto limit = options.limit;
    const auto address = options.address;
    try {
        auto opened = co_await within(limit, session_->open(std::move(options)));
        if (!opened && opened.error().code == Errc::timeout)
            co_return fail(Errc::timeout, "no answer from " + address);
        co_return opened;
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, address + ": " + e.code().message());
    }
}

awaitable<Result<>> Client::subscribe(std::string topic, Delivery delivery) {
    try {
        co_return co_await within(10s, session_->subscribe(std::move(topic), delivery));
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, e.code().message());
    }
}

Result<> Client::publish(const std::string& topic, std::string_view payload, Delivery delivery) {
    return session_->publish(topic, payload, delivery);
}

awaitable<Result<Message>> Client::receive() {
    try {
        co_return co_await session_->receive();
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, e.code().message());
    }
}

const tls::PeerIdentity& Client::peer() const {
    return session_->peer();
}

}  // namespace gantry::net::mqtt
