#include "rtc/dtls/session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <cstring>
#include <new>

namespace gantry::rtc::dtls {
namespace {

constexpr long mtu = 1200;
constexpr unsigned first_timeout_us = 60'000;
constexpr unsigned longest_timeout_us = 2'000'000;

unsigned next_timeout(SSL*, unsigned previous_us) {
    return previous_us == 0 ? first_timeout_us : std::min(previous_us * 2, longest_timeout_us);
}

std::string last_error() {
    std::array<char, 256> text{};
    const auto code = ERR_peek_last_error();
    if (code == 0) return "the peer broke the handshake off";
    ERR_error_string_n(code, text.data(), text.size());
    return text.data();
}

Session& self_of(BIO* bio) {
    return *static_cast<Session*>(BIO_get_data(bio));
}

}  // namespace

const bio_method_st* Session::method() {
    // Made once and kept: OpenSSL's methods are process-wide tables.
    static const auto instance = [] {
        std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made(
            BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "gantry datagrams"), BIO_meth_free);
        BIO_meth_set_write(made.get(), &Session::on_write);
        BIO_meth_set_read(made.get(), &Session::on_read);
        BIO_meth_set_ctrl(made.get(), &Session::on_control);
        return made;
    }();
    return instance.get();
}

int Session::on_write(BIO* bio, const char* bytes, int length) {
    // One write is one datagram: OpenSSL flushes before the MTU is exceeded.
    self_of(bio).send_(std::as_bytes(std::span(bytes, static_cast<std::size_t>(length))));
    return length;
}

int Session::on_read(BIO* bio, char* bytes, int length) {
    auto& self = self_of(bio);
    BIO_clear_retry_flags(bio);
    if (self.incoming_.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const auto taken = std::min(self.incoming_.size(), static_cast<std::size_t>(length));
    std::memcpy(bytes, self.incoming_.data(), taken);
    self.incoming_ = {};
    return static_cast<int>(taken);
}

long Session::on_control(BIO*, int command, long, void*) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_DGRAM_QUERY_MTU:
        case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
            return mtu;
        default:
            return 0;
    }
}

Session::Session(const Context& context, Role role, sdp::Fingerprint expected, Send send)
    : ssl_(SSL_new(context.native()), SSL_free),
      role_(role),
      expected_(std::move(expected)),
      send_(std::move(send)) {
    auto* bio = BIO_new(method());
    if (ssl_ == nullptr || bio == nullptr) throw std::bad_alloc();
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mtu(ssl_.get(), mtu);
    DTLS_set_link_mtu(ssl_.get(), mtu);
    DTLS_set_timer_cb(ssl_.get(), next_timeout);
    if (role_ == Role::server) {
        SSL_set_accept_state(ssl_.get());
    } else {
        SSL_set_connect_state(ssl_.get());
    }
}

Session::~Session() = default;

State Session::start() {
    return role_ == Role::client ? advance() : state_;
}

State Session::receive(BytesView datagram) {
    if (state_ == State::closed || state_ == State::failed) return state_;
    incoming_ = datagram;
    if (state_ == State::handshaking) advance();
    if (state_ == State::established) drain();
    incoming_ = {};
    return state_;
}

State Session::advance() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result == 1) {
        const std::unique_ptr<X509, decltype(&X509_free)> peer(SSL_get1_peer_certificate(ssl_.get()),
                                                               X509_free);
        if (!matches(peer.get(), expected_)) {
            return fail_with(Errc::untrusted, "the browser's certificate is not the one of its offer");
        }
        return state_ = State::established;
    }
    const int reason = SSL_get_error(ssl_.get(), result);
    if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE) return state_;
    return fail_with(Errc::rejected, "DTLS: " + last_error());
}

// Data has no meaning here (no data channels), but alerts and repeated flights do.
void Session::drain() {
    std::array<char, 2048> ignored{};
    ERR_clear_error();
    int result = 1;
    while (result > 0)
        result = SSL_read(ssl_.get(), ignored.data(), ignored.size());
    const int reason = SSL_get_error(ssl_.get(), result);
    if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE) return;
    state_ = State::closed;
}

State Session::fail_with(Errc code, std::string detail) {
    error_ = {.code = code, .detail = std::move(detail)};
    return state_ = State::failed;
}

std::optional<std::chrono::milliseconds> Session::timeout() const {
    timeval left{};
    if (state_ == State::closed || state_ == State::failed || DTLSv1_get_timeout(ssl_.get(), &left) != 1) {
        return std::nullopt;
    }
    const auto time = std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
    return std::chrono::ceil<std::chrono::milliseconds>(time);
}

State Session::on_timeout() {
    if (state_ != State::handshaking && state_ != State::established) return state_;
    ERR_clear_error();
    if (DTLSv1_handle_timeout(ssl_.get()) < 0) return fail_with(Errc::timeout, "DTLS: no answer");
    return state_;
}

void Session::close() {
    if (state_ != State::established) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    state_ = State::closed;
}

Result<srtp::Keys> Session::keys() const {
    const auto* profile = SSL_get_selected_srtp_profile(ssl_.get());
    if (state_ != State::established || profile == nullptr) {
        return fail(Errc::unsupported, "no SRTP profile was agreed");
    }
    const auto kind =
        profile->id == SRTP_AEAD_AES_128_GCM ? srtp::Profile::aes_128_gcm : srtp::Profile::aes_128_cm_sha1_80;
    constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    Bytes material(2 * (srtp::key_bytes + srtp::salt_bytes(kind)));
    if (SSL_export_keying_material(ssl_.get(), reinterpret_cast<unsigned char*>(material.data()),
                                   material.size(), label.data(), label.size(), nullptr, 0, 0) != 1) {
        return fail(Errc::internal, "DTLS: no keying material");
    }
    return srtp::split_keys(kind, material, role_ == Role::client);
}

}  // namespace gantry::rtc::dtls
