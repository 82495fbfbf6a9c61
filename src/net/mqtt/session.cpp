#include "net/mqtt/session.hpp"

#include <fcntl.h>
#include <mosquitto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <cstring>

namespace gantry::net::mqtt {
namespace {

constexpr std::size_t max_unacknowledged = 256;  // P1 and A1 acknowledge late or never
constexpr std::size_t max_waiting = 64;
constexpr auto tick = 5s;  // libmosquitto checks its keep-alive this often

void start_library() {
    // C libraries need this once per process; there is nothing to give back that the exit does not.
    static const int started = mosquitto_lib_init();
    if (started != MOSQ_ERR_SUCCESS) throw std::runtime_error("libmosquitto cannot start");
}

// libmosquitto puts the address into SNI; printers know themselves by serial number.
void name_server(const SSL* tls, int where, int) {
    if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
    const auto* name = static_cast<const std::string*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(tls)));
    if (name != nullptr && !name->empty()) SSL_set_tlsext_host_name(const_cast<SSL*>(tls), name->c_str());
}

bool bad_login(int connack) {
    return connack == 4 || connack == 5;
}

}  // namespace

void Client::Session::Destroy::operator()(mosquitto* handle) const {
    mosquitto_disconnect(handle);
    mosquitto_destroy(handle);
}

Client::Session::Session(Executor executor, tls::Verify verify)
    : context_(std::move(verify)), socket_(executor), tick_(executor) {
    start_library();
}

Client::Session::~Session() = default;

void Client::Session::make_handle() {
    handle_.reset(mosquitto_new(options_.client_id.c_str(), true, this));
    if (!handle_) throw std::bad_alloc();
    auto* handle = handle_.get();
    SSL_CTX_set_app_data(context_.native(), &options_.server_name);
    SSL_CTX_set_info_callback(context_.native(), name_server);
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311);
    mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, context_.native());
    mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_max_inflight_messages_set(handle, max_unacknowledged);
    mosquitto_username_pw_set(handle, options_.username.c_str(), options_.password.reveal().c_str());
    mosquitto_connect_callback_set(
        handle, [](mosquitto*, void* self, int code) { static_cast<Session*>(self)->login_ = code; });
    mosquitto_subscribe_callback_set(handle, [](mosquitto*, void* self, int id, int, const int* granted) {
        static_cast<Session*>(self)->subscribed_ = std::pair(id, granted[0]);
    });
    mosquitto_publish_callback_set(handle, [](mosquitto*, void* self, int) {
        auto& count = static_cast<Session*>(self)->unacknowledged_;
        if (count > 0) --count;
    });
    mosquitto_message_callback_set(handle, [](mosquitto*, void* self, const mosquitto_message* message) {
        static_cast<Session*>(self)->on_message(*message);
    });
}

void Client::Session::on_message(const mosquitto_message& message) {
    unread_bytes_ = 0;
    const auto size = static_cast<std::size_t>(message.payloadlen);
    if (size > options_.max_message_bytes) {
        oversized_ = true;
        return;
    }
    messages_.push_back({message.topic, std::string(static_cast<const char*>(message.payload), size)});
}

// libmosquitto believes any announced length. Counting below TLS bounds what a broker can make us hold.
void Client::Session::watch_size(ssl_st* tls) {
    BIO* bio = SSL_get_rbio(tls);
    BIO_set_callback_arg(bio, reinterpret_cast<char*>(this));
    BIO_set_callback_ex(bio,
                        [](BIO* source, int operation, const char*, std::size_t, int, long, int result,
                           std::size_t* processed) -> long {
                            auto* self = reinterpret_cast<Session*>(BIO_get_callback_arg(source));
                            if (operation == BIO_CB_READ) return self->on_bio(source, operation, nullptr);
                            if (operation == (BIO_CB_READ | BIO_CB_RETURN))
                                self->on_bio(source, operation, processed);
                            return result;
                        });
}

long Client::Session::on_bio(bio_st* bio, int operation, std::size_t* processed) {
    if ((operation & BIO_CB_RETURN) != 0) {
        if (processed != nullptr) unread_bytes_ += *processed;
        return 1;
    }
    constexpr std::size_t framing = 64 * 1024;  // TLS records, acknowledgements, pings
    if (unread_bytes_ <= options_.max_message_bytes + options_.max_message_bytes / 64 + framing) return 1;
    oversized_ = true;
    BIO_clear_retry_flags(bio);
    return -1;
}

Result<> Client::Session::start_connecting() {
    const int code = mosquitto_connect_bind_async(handle_.get(), options_.address.c_str(), options_.port,
                                                  static_cast<int>(options_.keep_alive.count()), nullptr);
    if (code != MOSQ_ERR_SUCCESS) {
        // On a fast path the handshake may have gone as far as the certificate.
        if (const auto& verdict = context_.handshake().verdict; !verdict)
            return std::unexpected(verdict.error());
        const char* reason = code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code);
        return fail(Errc::offline, options_.address + ": " + reason);
    }
    const int copy = fcntl(mosquitto_socket(handle_.get()), F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return fail(Errc::offline, std::strerror(errno));
    socket_.assign(copy);
    return {};
}

awaitable<Result<>> Client::Session::finish_tcp() {
    co_await socket_.async_wait(asio::posix::descriptor_base::wait_write, use_awaitable);
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) co_return fail(Errc::offline, options_.address + ": " + std::strerror(error));
    // libmosquitto's first write may have taken the error away.
    sockaddr_storage peer{};
    size = sizeof peer;
    if (getpeername(socket_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &size) != 0)
        co_return fail(Errc::offline,
                       options_.address + ": nothing answers on port " + std::to_string(options_.port));
    co_return Result<>{};
}

// libmosquitto's own handshake spins for ever when the peer closes in its midst, so it gets a finished one.
awaitable<Result<>> Client::Session::finish_tls() {
    auto* tls = static_cast<SSL*>(mosquitto_ssl_get(handle_.get()));
    watch_size(tls);
    for (;;) {
        ERR_clear_error();  // what another connection left there would be taken for a failure of this one
        const int code = SSL_do_handshake(tls);
        if (code == 1) co_return Result<>{};
        switch (SSL_get_error(tls, code)) {
            case SSL_ERROR_WANT_READ:
                co_await socket_.async_wait(asio::posix::descriptor_base::wait_read, use_awaitable);
                break;
            case SSL_ERROR_WANT_WRITE:
                co_await socket_.async_wait(asio::posix::descriptor_base::wait_write, use_awaitable);
                break;
            default:
                if (const auto& verdict = context_.handshake().verdict; !verdict)
                    co_return std::unexpected(verdict.error());
                co_return fail(Errc::offline, options_.address + ": the TLS handshake broke off");
        }
    }
}

awaitable<Result<>> Client::Session::open(Options options) {
    options_ = std::move(options);
    make_handle();
    if (auto started = start_connecting(); !started) co_return started;
    if (auto connected = co_await finish_tcp(); !connected) co_return connected;
    if (auto secured = co_await finish_tls(); !secured) co_return secured;
    // libmosquitto notices the handshake only when it is moved, and keeps its login back until then.
    if (auto moved = move(); !moved && !login_) co_return moved;
    while (!login_) {
        auto turned = co_await turn();
        if (!turned && !login_) co_return turned;
    }
    if (bad_login(*login_)) co_return fail(Errc::unauthorized, "the name or password was refused");
    if (*login_ != 0) co_return fail(Errc::rejected, mosquitto_connack_string(*login_));
    co_return Result<>{};
}

awaitable<Result<>> Client::Session::subscribe(std::string topic, Delivery delivery) {
    int id = 0;
    const int code =
        mosquitto_subscribe(handle_.get(), &id, topic.c_str(), delivery == Delivery::at_least_once ? 1 : 0);
    if (auto asked = outcome(code); !asked) co_return asked;
    while (!subscribed_ || subscribed_->first != id) {
        if (auto turned = co_await turn(); !turned) co_return turned;
    }
    if (subscribed_->second > 2) co_return fail(Errc::rejected, "the broker refused the subscription");
    co_return Result<>{};
}

Result<> Client::Session::publish(const std::string& topic, std::string_view payload, Delivery delivery) {
    if (!handle_ || ended_) return fail(Errc::offline, "not connected");
    if (unacknowledged_ >= max_unacknowledged) return fail(Errc::busy, "too many unacknowledged messages");
    ++unacknowledged_;
    const int code =
        mosquitto_publish(handle_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()),
                          payload.data(), delivery == Delivery::at_least_once ? 1 : 0, false);
    if (code == MOSQ_ERR_INVAL || code == MOSQ_ERR_MALFORMED_UTF8 || code == MOSQ_ERR_PAYLOAD_SIZE)
        return fail(Errc::malformed, mosquitto_strerror(code));
    if (mosquitto_want_write(handle_.get())) tick_.cancel();  // a running wait must also wait for writing
    return outcome(code);
}

awaitable<Result<Message>> Client::Session::receive() {
    while (messages_.empty()) {
        if (auto turned = co_await turn(); !turned) co_return std::unexpected(turned.error());
    }
    auto message = std::move(messages_.front());
    messages_.pop_front();
    co_return message;
}

awaitable<Result<>> Client::Session::turn() {
    if (ended_) co_return std::unexpected(*ended_);
    if (!handle_) co_return fail(Errc::offline, "not connected");
    if (!decrypted_waits()) co_await wait();
    auto moved = move();
    if (!moved) ended_ = moved.error();
    co_return moved;
}

// Until the socket is readable, or writable when something waits to be written, or the next tick.
awaitable<void> Client::Session::wait() {
    using asio::experimental::make_parallel_group;
    using asio::experimental::wait_for_one;
    tick_.expires_after(tick);
    auto readable = socket_.async_wait(asio::posix::descriptor_base::wait_read, asio::deferred);
    auto later = tick_.async_wait(asio::deferred);
    if (mosquitto_want_write(handle_.get())) {
        auto writable = socket_.async_wait(asio::posix::descriptor_base::wait_write, asio::deferred);
        co_await make_parallel_group(std::move(readable), std::move(writable), later)
            .async_wait(wait_for_one(), use_awaitable);
    } else {
        co_await make_parallel_group(std::move(readable), later).async_wait(wait_for_one(), use_awaitable);
    }
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
        throw SystemError(asio::error::operation_aborted);
}

Result<> Client::Session::move() {
    if (auto read = read_all(); !read) return read;
    if (mosquitto_want_write(handle_.get())) {
        if (auto written = outcome(mosquitto_loop_write(handle_.get(), 1)); !written) return written;
    }
    return outcome(mosquitto_loop_misc(handle_.get()));
}

// A TLS record may hold several messages, and nothing will wake us for those already decrypted.
Result<> Client::Session::read_all() {
    do {
        const auto read = outcome(mosquitto_loop_read(handle_.get(), 1));
        if (oversized_) return fail(Errc::too_large, "a message longer than we accept");
        if (!read) return read;
    } while (decrypted_waits() && messages_.size() < max_waiting);
    return {};
}

bool Client::Session::decrypted_waits() const {
    const auto* tls = static_cast<const SSL*>(mosquitto_ssl_get(handle_.get()));
    return tls != nullptr && SSL_pending(tls) > 0;
}

Result<> Client::Session::outcome(int code) {
    if (code == MOSQ_ERR_SUCCESS) return {};
    return fail(
        Errc::offline,
        options_.address + ": " + (code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code)));
}

}  // namespace gantry::net::mqtt
