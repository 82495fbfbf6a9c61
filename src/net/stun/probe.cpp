#include "net/stun/probe.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <memory>

#include "base/random.hpp"
#include "base/within.hpp"
#include "net/stun/message.hpp"
#include "net/tcp/stream.hpp"

namespace gantry::net::stun {
namespace {

using asio::ip::udp;

constexpr std::chrono::milliseconds first_patience{500};  // RFC 8489, section 6.2.1
constexpr std::chrono::milliseconds longest_patience{2'000};

TransactionId new_id() {
    TransactionId id{};
    const auto bytes = random_bytes(id.size());
    std::ranges::copy(bytes, id.begin());
    return id;
}

// One way to a server: a request goes, its answer comes.
class Way {
public:
    virtual ~Way() = default;
    // Until it is cancelled; throws SystemError.
    virtual awaitable<Result<Answer>> ask(Bytes request, TransactionId id) = 0;
};

class UdpWay final : public Way {
public:
    UdpWay(const Executor& executor, const udp::endpoint& server) : socket_(executor) {
        socket_.connect(server);
    }

    // Datagrams get lost: sent again and again.
    awaitable<Result<Answer>> ask(Bytes request, TransactionId id) override {
        auto patience = first_patience;
        for (;;) {
            co_await socket_.async_send(asio::buffer(request), use_awaitable);
            auto answer = co_await within(patience, receive(id));
            if (answer || answer.error().code != Errc::timeout) co_return answer;
            patience = std::min(patience * 2, longest_patience);
        }
    }

private:
    awaitable<Result<Answer>> receive(TransactionId id) {
        for (;;) {
            const auto count = co_await socket_.async_receive(asio::buffer(buffer_), use_awaitable);
            auto answer = parse_answer(BytesView(buffer_).first(count), id);
            if (answer || answer.error().code != Errc::not_found) co_return answer;
        }
    }

    udp::socket socket_;
    std::array<std::byte, max_message_bytes> buffer_{};
};

class TcpWay final : public Way {
public:
    explicit TcpWay(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

    awaitable<Result<Answer>> ask(Bytes request, TransactionId id) override {
        co_await stream_->write(request);
        Bytes message(header_bytes);
        co_await read_exactly(*stream_, message);
        const auto size = message_size(message);
        if (!size) co_return std::unexpected(size.error());
        Bytes rest(*size - header_bytes);
        if (!rest.empty()) co_await read_exactly(*stream_, rest);
        message.insert(message.end(), rest.begin(), rest.end());
        co_return parse_answer(message, id);
    }

private:
    std::unique_ptr<Stream> stream_;
};

awaitable<Result<std::unique_ptr<Way>>> open(Server server, std::chrono::milliseconds limit) {
    if (server.transport == Transport::tcp) {
        auto stream = co_await tcp::connect(server.host, server.port, limit);
        if (!stream) co_return std::unexpected(stream.error());
        co_return std::make_unique<TcpWay>(std::move(*stream));
    }
    const auto executor = co_await asio::this_coro::executor;
    udp::resolver resolver(executor);
    ErrorCode error;
    const auto found = co_await resolver.async_resolve(server.host, std::to_string(server.port),
                                                       asio::redirect_error(use_awaitable, error));
    if (error || found.empty()) co_return fail(Errc::offline, server.host + ": " + error.message());
    co_return std::make_unique<UdpWay>(executor, found.begin()->endpoint());
}

Result<> judge(const Server& server, const Result<Answer>& answer) {
    if (!answer) return std::unexpected(answer.error());
    const auto where = fmt::format("{}:{}", server.host, server.port);
    if (answer->success && answer->has_address) return {};
    if (answer->error == 401 || answer->error == 403 || answer->error == 438 || answer->error == 441)
        return fail(Errc::unauthorized, fmt::format("{} refuses the credential ({})", where, answer->error));
    return fail(Errc::rejected, fmt::format("{} refuses with {}", where, answer->error));
}

awaitable<Result<>> bind_once(Server server, std::chrono::milliseconds limit) {
    auto way = co_await open(server, limit);
    if (!way) co_return std::unexpected(way.error());
    const auto id = new_id();
    auto request = binding_request(id);
    co_return judge(server, co_await (*way)->ask(std::move(request), id));
}

awaitable<Result<>> allocate_once(Server server, std::chrono::milliseconds limit) {
    auto way = co_await open(server, limit);
    if (!way) co_return std::unexpected(way.error());
    auto id = new_id();
    auto question = allocate_request(id, nullptr);
    const auto challenge = co_await (*way)->ask(std::move(question), id);
    if (!challenge) co_return std::unexpected(challenge.error());
    if (challenge->error != 401) co_return judge(server, challenge);
    const Login login{server.username, challenge->realm, challenge->nonce, server.password.reveal()};
    id = new_id();
    auto request = allocate_request(id, &login);
    const auto answer = co_await (*way)->ask(std::move(request), id);
    if (answer && answer->success) {
        id = new_id();
        auto release = release_request(id, login);
        static_cast<void>(co_await (*way)->ask(std::move(release), id));
    }
    co_return judge(server, answer);
}

awaitable<Result<>> limited(Server server, std::chrono::milliseconds limit, awaitable<Result<>> operation) {
    const auto where = fmt::format("{}:{}", server.host, server.port);
    try {
        auto outcome = co_await within(limit, std::move(operation));
        if (!outcome && outcome.error().code == Errc::timeout)
            co_return fail(Errc::timeout, where + " does not answer");
        co_return outcome;
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, where + ": " + e.code().message());
    }
}

}  // namespace

awaitable<Result<>> ask_stun(Server server, std::chrono::milliseconds limit) {
    return limited(server, limit, bind_once(server, limit));
}

awaitable<Result<>> ask_turn(Server server, std::chrono::milliseconds limit) {
    return limited(server, limit, allocate_once(server, limit));
}

}  // namespace gantry::net::stun
