#include "net/websocket/channel.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/within.hpp"

namespace gantry::net::websocket {
namespace {

// A connection that waits holds the smaller one; what comes in bulk is read in larger ones.
constexpr std::size_t least_read_bytes = 512;
constexpr std::size_t most_read_bytes = 16 * 1024;
constexpr std::size_t write_bytes = 64 * 1024;  // small messages leave together
constexpr auto goodbye_limit = 1s;
constexpr int pings_until_dead = 2;

class Handle final : public Connection {
public:
    explicit Handle(std::shared_ptr<Channel> channel) : channel_(std::move(channel)) {}
    ~Handle() override { channel_->close(1000, ""); }

    awaitable<std::optional<std::string>> read() override { return channel_->read(); }
    void send(std::string text) override { channel_->send(text); }
    void close(std::uint16_t code, std::string reason) override { channel_->close(code, reason); }

private:
    std::shared_ptr<Channel> channel_;  // shared with the writer, which says goodbye after us
};

ErrorCode to_error_code(Errc code) {
    return code == Errc::too_large ? ErrorCode(asio::error::message_size)
                                   : make_error_code(boost::system::errc::protocol_error);
}

}  // namespace

Channel::Channel(Executor executor, std::unique_ptr<Stream> stream, Role role, Limits limits)
    : stream_(std::move(stream)),
      role_(role),
      limits_(limits),
      decoder_(role, limits.max_message_bytes),
      supervisor_(executor, "net.websocket"),
      work_(executor),
      ended_(executor, asio::steady_timer::time_point::max()),
      next_ping_(std::chrono::steady_clock::now() + limits.ping_every) {}

std::shared_ptr<Channel> Channel::start(Executor executor, std::unique_ptr<Stream> stream, Role role,
                                        Limits limits, std::string_view received) {
    std::shared_ptr<Channel> channel(new Channel(std::move(executor), std::move(stream), role, limits));
    channel->decoder_.feed(as_bytes(received));
    channel->supervisor_.run("writer", [channel] { return channel->write_until_closed(); });
    return channel;
}

std::unique_ptr<Connection> Channel::connection() {
    return std::make_unique<Handle>(shared_from_this());
}

awaitable<std::optional<std::string>> Channel::read() {
    const auto self = shared_from_this();
    while (!peer_closed_) {
        auto event = co_await read_event();
        if (!event) break;
        if (auto message = take(*std::move(event))) co_return message;
    }
    if (failure_ && !close_queued_) throw SystemError(failure_);
    co_return std::nullopt;
}

awaitable<std::optional<Event>> Channel::read_event() {
    for (;;) {
        auto event = decoder_.next();
        if (!event) {
            close(close_code_of(event.error().code), event.error().detail);
            throw SystemError(to_error_code(event.error().code), event.error().detail);
        }
        if (*event) co_return *std::move(event);
        if (failure_ || closed_) co_return std::nullopt;
        if (const auto count = co_await read_more(); count == 0) abort(asio::error::eof);
    }
}

// 0 at the end of the stream, whether the peer or our writer has ended it.
awaitable<std::size_t> Channel::read_more() {
    Bytes chunk(std::clamp(chunk_bytes_, least_read_bytes, most_read_bytes));
    std::size_t count = 0;
    reading_ = true;
    try {
        count = co_await stream_->read_some(chunk);
    } catch (const SystemError& e) {
        reading_ = false;
        work_.cancel();
        const bool ended_by_us = failure_ || closed_;
        if (!ended_by_us && e.code() == asio::error::operation_aborted) throw;  // the reader was cancelled
        abort(e.code());
    }
    reading_ = false;
    unanswered_pings_ = 0;
    chunk_bytes_ = count == chunk.size() ? chunk.size() * 4 : 0;
    decoder_.feed(BytesView(chunk).first(count));
    co_return count;
}

std::optional<std::string> Channel::take(Event event) {
    switch (event.opcode) {
        case Opcode::ping:
            if (!close_queued_) enqueue(encode(Opcode::pong, event.payload, role_));
            return std::nullopt;
        case Opcode::close:
            peer_closed_ = true;
            close(1000, "");
            work_.cancel();
            return std::nullopt;
        case Opcode::pong:
        case Opcode::binary:
        case Opcode::continuation:
            return std::nullopt;
        case Opcode::text:
            return std::move(event.payload);
    }
    return std::nullopt;
}

void Channel::send(std::string_view text) {
    if (close_queued_ || failure_ || closed_) return;
    if (queued_bytes_ + text.size() > limits_.max_queued_bytes) return give_up_on_slow_peer();
    enqueue(encode(Opcode::text, text, role_));
}

void Channel::close(std::uint16_t code, std::string_view reason) {
    if (close_queued_ || failure_ || closed_) return;
    close_queued_ = true;
    enqueue(encode_close(code, reason, role_));
}

// What waits is forgotten; what is being written must end first, as must every frame.
void Channel::give_up_on_slow_peer() {
    if (limits_.slow_code == 0) return abort(asio::error::no_buffer_space);
    for (const auto& frame : queue_)
        queued_bytes_ -= frame.size();
    queue_.clear();
    close(limits_.slow_code, "too slow");
}

void Channel::enqueue(std::string frame) {
    queued_bytes_ += frame.size();
    queue_.push_back(std::move(frame));
    work_.cancel();
}

void Channel::abort(ErrorCode failure) {
    if (!failure_) failure_ = failure;
    queue_.clear();
    stream_->close();
    work_.cancel();
}

awaitable<void> Channel::finished() {
    const auto self = shared_from_this();
    while (!closed_) {
        ErrorCode ignored;
        co_await ended_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
}

awaitable<void> Channel::write_until_closed() {
    try {
        co_await write_queue();
        co_await say_goodbye();
    } catch (const SystemError& e) {
        if (!failure_) failure_ = e.code();
    }
    closed_ = true;
    stream_->close();
    ended_.cancel();
}

awaitable<void> Channel::write_queue() {
    while (!failure_ && !(close_queued_ && queue_.empty())) {
        if (queue_.empty()) {
            co_await wait_for_work();
        } else {
            co_await write_all();
        }
    }
}

awaitable<void> Channel::write_all() {
    std::string batch = std::move(queue_.front());
    queue_.pop_front();
    while (!queue_.empty() && batch.size() + queue_.front().size() <= write_bytes) {
        batch += queue_.front();
        queue_.pop_front();
    }
    // A peer that takes nothing for this long would not answer our pings either.
    co_await within(pings_until_dead * limits_.ping_every, stream_->write(as_bytes(batch)));
    queued_bytes_ -= batch.size();
}

awaitable<void> Channel::wait_for_work() {
    ErrorCode ignored;
    work_.expires_at(next_ping_);
    co_await work_.async_wait(asio::redirect_error(use_awaitable, ignored));
    if (std::chrono::steady_clock::now() >= next_ping_) ping_or_give_up();
}

void Channel::ping_or_give_up() {
    next_ping_ = std::chrono::steady_clock::now() + limits_.ping_every;
    if (unanswered_pings_ >= pings_until_dead) return abort(asio::error::timed_out);
    ++unanswered_pings_;
    enqueue(encode(Opcode::ping, "", role_));
}

awaitable<void> Channel::say_goodbye() {
    if (failure_) co_return;
    const auto deadline = std::chrono::steady_clock::now() + goodbye_limit;
    while (reading_ && !peer_closed_ && std::chrono::steady_clock::now() < deadline) {
        ErrorCode ignored;
        work_.expires_at(deadline);
        co_await work_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
    if (!reading_) co_await stream_->shutdown();
}

std::string accept_value(std::string_view key) {
    const auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455
    std::array<std::byte, 20> digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &length, EVP_sha1(),
               nullptr);
    return to_base64(digest);
}

}  // namespace gantry::net::websocket
