#include "net/ftps/control.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <algorithm>
#include <array>

namespace gantry::net::ftps {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_said_bytes = 512;
constexpr auto look_every = 100ms;
// An answer that libcurl waits for it reads at once.
constexpr auto unread_for = 300ms;

bool is_readable(int socket) {
    pollfd about{.fd = socket, .events = POLLIN, .revents = 0};
    return poll(&about, 1, 0) == 1;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// libcurl's own way to the socket works within libcurl only.
class DirectReading {
public:
    DirectReading(SSL* tls, BIO* direct) : tls_(tls), usual_(SSL_get_rbio(tls)) {
        BIO_up_ref(usual_);
        SSL_set0_rbio(tls_, direct);
    }
    ~DirectReading() { SSL_set0_rbio(tls_, usual_); }
    DirectReading(const DirectReading&) = delete;
    DirectReading& operator=(const DirectReading&) = delete;

private:
    SSL* tls_;
    BIO* usual_;
};

std::optional<std::string> peek(SSL* tls, int socket) {
    BIO* direct = BIO_new_socket(socket, BIO_NOCLOSE);
    if (direct == nullptr) return std::nullopt;
    const DirectReading reading(tls, direct);
    std::array<char, max_said_bytes> said{};
    const int count = SSL_peek(tls, said.data(), static_cast<int>(said.size()));
    const int reason = SSL_get_error(tls, count);
    ERR_clear_error();
    if (count <= 0) return reason == SSL_ERROR_WANT_READ ? std::nullopt : std::optional<std::string>("");
    const auto refusal = refusal_in({said.data(), static_cast<std::size_t>(count)});
    return refusal ? std::optional<std::string>(*refusal) : std::nullopt;
}

}  // namespace

void Control::opened(int socket) {
    socket_ = socket;
    speaks_since_.reset();
}

void Control::closed(int socket) {
    if (socket == socket_) socket_ = -1;
}

std::optional<std::string> Control::overhear(ssl_st* tls) {
    const auto now = Clock::now();
    if (socket_ < 0 || tls == nullptr || SSL_get_rbio(tls) == nullptr) return std::nullopt;
    if (now - looked_at_ < look_every) return std::nullopt;
    looked_at_ = now;
    if (!is_readable(socket_)) {
        speaks_since_.reset();
        return std::nullopt;
    }
    if (!speaks_since_) speaks_since_ = now;
    if (now - *speaks_since_ < unread_for) return std::nullopt;
    return peek(tls, socket_);
}

std::optional<std::string_view> refusal_in(std::string_view said) {
    for (auto end = said.find('\n'); end != said.npos; end = said.find('\n')) {
        auto line = said.substr(0, end);
        said.remove_prefix(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool is_reply = line.size() >= 3 && std::ranges::all_of(line.substr(0, 3), is_digit);
        if (is_reply && (line.front() == '4' || line.front() == '5')) return line;
    }
    return std::nullopt;
}

}  // namespace gantry::net::ftps
