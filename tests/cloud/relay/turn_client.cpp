#include "tests/cloud/relay/turn_client.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/hmac.hpp"
#include "base/random.hpp"
#include "base/within.hpp"
#include "cloud/live/turn.hpp"
#include "net/stun/format.hpp"
#include "net/tcp/stream.hpp"

// RFC 8489 and 8656: the messages that Gantry itself never sends.
namespace gantry::cloud::relay {
namespace {

using net::stun::Attribute;
using net::stun::cookie;
using net::stun::header_bytes;
using net::stun::TransactionId;

enum Method : std::uint16_t {
    allocation = 0x0003,
    refreshing = 0x0004,
    permission = 0x0008,
    send_indication = 0x0016
};
constexpr std::uint16_t data_indication = 0x0017;
void put(Bytes& out, Attribute type, BytesView value) {
    const auto head = out.size();
    out.resize(head + 4);
    write_be16(std::span(out).subspan(head), type);
    write_be16(std::span(out).subspan(head + 2), static_cast<std::uint16_t>(value.size()));
    out.insert(out.end(), value.begin(), value.end());
    out.resize((out.size() + 3) / 4 * 4);
}

Bytes attribute_of(const TurnClient::Peer& peer) {
    Bytes value(8);
    value[1] = std::byte{1};  // IPv4
    write_be16(std::span(value).subspan(2), static_cast<std::uint16_t>(peer.port() ^ (cookie >> 16)));
    write_be32(std::span(value).subspan(4), peer.address().to_v4().to_uint() ^ cookie);
    Bytes out;
    put(out, Attribute::xor_peer_address, value);
    return out;
}

TransactionId new_id() {
    TransactionId id{};
    std::ranges::copy(random_bytes(id.size()), id.begin());
    return id;
}

void set_length(Bytes& message, std::size_t body) {
    write_be16(std::span(message).subspan(2), static_cast<std::uint16_t>(body));
}

auto signature_of(Bytes message, const net::stun::Login& login) {
    set_length(message, message.size() - header_bytes + 4 + net::stun::integrity_bytes);
    const auto text = login.username + ":" + login.realm + ":" + login.password;
    std::array<std::byte, 16> key{};
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(key.data()), nullptr, EVP_md5(),
               nullptr);
    return hmac_sha1(key, message);
}

// Empty without one.
BytesView find(BytesView message, Attribute type) {
    auto rest = message.subspan(header_bytes);
    while (rest.size() >= 4) {
        const std::size_t length = read_be16(rest, 2);
        if (read_be16(rest) == type) return rest.subspan(4, length);
        rest = rest.subspan(4 + (length + 3) / 4 * 4);
    }
    return {};
}

}  // namespace

TurnClient::TurnClient(std::uint16_t port, const std::string& user, const Secret& secret,
                       std::chrono::seconds lifetime)
    : port_(port) {
    login_.username = fmt::format("{}:{}", unix_ms_now() / 1000 + lifetime.count(), user);
    login_.password = live::turn_credential(secret, login_.username);
}

awaitable<int> TurnClient::allocate(Transport transport) {
    if (!stream_) {
        auto connected = co_await net::tcp::connect("127.0.0.1", port_, 5s);
        if (!connected) throw SystemError(asio::error::connection_refused);
        stream_ = std::move(*connected);
    }
    Bytes attributes;
    const std::array<std::byte, 4> value{static_cast<std::byte>(transport)};
    put(attributes, Attribute::requested_transport, value);
    co_return co_await ask(allocation, std::move(attributes));
}

awaitable<int> TurnClient::refresh() {
    co_return co_await ask(refreshing, {});
}

awaitable<int> TurnClient::permit(Peer peer) {
    co_return co_await ask(permission, attribute_of(peer));
}

awaitable<void> TurnClient::send(Peer peer, std::string text) {
    auto attributes = attribute_of(peer);
    put(attributes, Attribute::data, as_bytes(text));
    co_await write(send_indication, new_id(), std::move(attributes), false);
}

awaitable<std::string> TurnClient::receive() {
    for (;;) {
        const auto message = co_await read();
        if (read_be16(message) == data_indication)
            co_return std::string(as_text(find(message, Attribute::data)));
    }
}

awaitable<int> TurnClient::ask(std::uint16_t method, Bytes attributes) {
    for (;;) {
        const auto id = new_id();
        const bool is_signed = !login_.nonce.empty();
        co_await write(method, id, attributes, is_signed);
        const auto message = co_await read();
        const auto answer = net::stun::parse_answer(message, id);
        if (!answer) throw SystemError(asio::error::invalid_argument);
        if (answer->error == 401 && !is_signed) {
            login_.realm = answer->realm;
            login_.nonce = answer->nonce;
            continue;
        }
        if (answer->success && method == allocation) note_relayed(message);
        co_return answer->success ? 0 : answer->error;
    }
}

void TurnClient::note_relayed(BytesView message) {
    const auto value = find(message, Attribute::xor_relayed_address);
    if (value.size() != 8) return;
    const asio::ip::address_v4 address(read_be32(value, 4) ^ cookie);
    relayed_ = {address, static_cast<std::uint16_t>(read_be16(value, 2) ^ (cookie >> 16))};
}

awaitable<void> TurnClient::write(std::uint16_t type, const TransactionId& id, Bytes attributes,
                                  bool is_signed) {
    Bytes message(8);
    write_be16(std::span(message), type);
    write_be32(std::span(message).subspan(4), cookie);
    message.insert(message.end(), id.begin(), id.end());
    message.insert(message.end(), attributes.begin(), attributes.end());
    if (is_signed) {
        put(message, Attribute::username, as_bytes(login_.username));
        put(message, Attribute::realm, as_bytes(login_.realm));
        put(message, Attribute::nonce, as_bytes(login_.nonce));
        const auto signature = signature_of(message, login_);
        put(message, Attribute::message_integrity, signature);
    }
    set_length(message, message.size() - header_bytes);
    co_await stream_->write(message);
}

awaitable<Bytes> TurnClient::read() {
    Bytes message(header_bytes);
    co_await within(5s, net::read_exactly(*stream_, message));
    const auto size = net::stun::message_size(message);
    if (!size) throw SystemError(asio::error::invalid_argument);
    Bytes rest(*size - header_bytes);
    if (!rest.empty()) co_await within(5s, net::read_exactly(*stream_, rest));
    message.insert(message.end(), rest.begin(), rest.end());
    co_return message;
}

}  // namespace gantry::cloud::relay
