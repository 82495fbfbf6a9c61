#include "net/ftps/session.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace gantry::net::ftps {
namespace {

constexpr std::size_t max_line_bytes = 512;
// What waits in it counts as sent. The system's own megabytes would be a minute of a printer's time.
constexpr int send_buffer_bytes = 128 * 1024;

std::uint16_t port_of(const curl_sockaddr& address) {
    sockaddr_in internet{};  // that of IPv6 has its port in the same place
    static_assert(sizeof internet == sizeof address.addr);
    std::memcpy(&internet, &address.addr, sizeof internet);
    return ntohs(internet.sin_port);
}

std::string printable(std::string_view line) {
    std::string text;
    for (const char c : line)
        if (c >= 0x20 && c < 0x7F) text += c;
    return text;
}

}  // namespace

Session::Session(Target target, std::stop_token stop)
    : target_(std::move(target)),
      stop_(std::move(stop)),
      check_(target_.verify),
      curl_(curl_easy_init(), curl_easy_cleanup) {
    if (!curl_) return;
    set_up_connection();
    set_up_sockets();
    set_up_callbacks();
}

Session::~Session() {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_ && curl_easy_getinfo(curl_.get(), CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
        shutdown(socket, SHUT_RDWR);
}

void Session::set_url(std::string_view file) {
    const bool is_v6 = target_.address.contains(':');
    // Of nothing, libcurl would ask for the length itself.
    const std::unique_ptr<char, void (*)(void*)> name(
        file.empty() ? nullptr : curl_easy_escape(curl_.get(), file.data(), static_cast<int>(file.size())),
        curl_free);
    const auto url = fmt::format(fmt::runtime(is_v6 ? "ftps://[{}]:{}/{}" : "ftps://{}:{}/{}"),
                                 target_.address, target_.port, name ? name.get() : "");
    set(CURLOPT_URL, url.c_str());
}

void Session::set_up_connection() {
    set(CURLOPT_PROTOCOLS_STR, "ftps");
    set(CURLOPT_USERNAME, target_.user.c_str());
    set(CURLOPT_PASSWORD, target_.password.reveal().c_str());
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(target_.limit.count()));
    // No CWD: names are of the root. Of the answer to PASV only the port counts.
    set(CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_NOCWD));
    set(CURLOPT_FTP_SKIP_PASV_IP, 1L);
    // The certificate is ours to check: no authority knows a printer.
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
}

void Session::set_up_sockets() {
    set(CURLOPT_OPENSOCKETDATA, this);
    set(
        CURLOPT_OPENSOCKETFUNCTION, +[](void* self, curlsocktype, curl_sockaddr* address) {
            return static_cast<Session*>(self)->open_socket(*address);
        });
    set(CURLOPT_CLOSESOCKETDATA, this);
    set(
        CURLOPT_CLOSESOCKETFUNCTION, +[](void* self, curl_socket_t socket) {
            static_cast<Session*>(self)->control_.closed(socket);
            return close(socket);
        });
}

// Those of data have ports of their own.
curl_socket_t Session::open_socket(const curl_sockaddr& address) {
    const auto made = socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
    if (made < 0) return CURL_SOCKET_BAD;
    setsockopt(made, SOL_SOCKET, SO_SNDBUF, &send_buffer_bytes, sizeof send_buffer_bytes);
    if (port_of(address) == target_.port) control_.opened(made);
    return made;
}

void Session::set_up_callbacks() {
    set(CURLOPT_SSL_CTX_DATA, this);
    set(
        CURLOPT_SSL_CTX_FUNCTION, +[](CURL*, void* context, void* self) {
            auto* native = static_cast<SSL_CTX*>(context);
            SSL_CTX_set_max_proto_version(native, TLS1_2_VERSION);
            static_cast<Session*>(self)->check_.install(native);
            return CURLE_OK;
        });
    set(CURLOPT_HEADERDATA, this);
    set(
        CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
            static_cast<Session*>(self)->take_line({data, std::min(size * count, max_line_bytes)});
            return size * count;
        });
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFODATA, this);
    set(
        CURLOPT_XFERINFOFUNCTION, +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
            return static_cast<Session*>(self)->may_go_on(static_cast<std::uint64_t>(sent)) ? 0 : 1;
        });
}

void Session::take_line(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    last_line_ = printable(line);
    if (on_line) on_line(line);
}

bool Session::may_go_on(std::uint64_t sent) {
    if (stop_.stop_requested()) return false;
    if (on_progress) ended_ = on_progress(sent);
    return ended_.has_value();
}

std::optional<std::string> Session::overheard() {
    curl_tlssessioninfo* about = nullptr;
    curl_easy_getinfo(curl_.get(), CURLINFO_TLS_SSL_PTR, &about);
    if (about == nullptr || about->backend != CURLSSLBACKEND_OPENSSL) return std::nullopt;
    const auto said = control_.overhear(static_cast<SSL*>(about->internals));
    return said ? std::optional(printable(*said)) : std::nullopt;
}

std::string Session::where() const {
    return fmt::format("{} (port {})", target_.address, target_.port);
}

Error Session::error_of(CURLcode code) const {
    if (const auto& verdict = check_.handshake().verdict; !verdict) return verdict.error();
    switch (code) {
        case CURLE_LOGIN_DENIED:
        case CURLE_REMOTE_ACCESS_DENIED:
            return {Errc::unauthorized, where() + " refuses the sign-in" + words()};
        case CURLE_OPERATION_TIMEDOUT:
            return {Errc::timeout, where() + " does not answer in time"};
        case CURLE_ABORTED_BY_CALLBACK:
            return ended_ ? Error{Errc::cancelled, "stopped"} : ended_.error();
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_GOT_NOTHING:
            return {Errc::offline, where() + ": " + curl_easy_strerror(code)};
        default:  // not our enum
            return {Errc::rejected, where() + ": " + curl_easy_strerror(code) + words()};
    }
}

Result<> Session::perform() {
    if (!curl_) return fail(Errc::internal, "libcurl cannot start");
    ended_ = {};
    const auto code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) return std::unexpected(error_of(code));
    return {};
}

Result<> Session::say(const std::vector<std::string>& commands) {
    curl_slist* list = nullptr;
    // The asterisk: a server that does not know a command is none the worse.
    for (const auto& command : commands)
        list = curl_slist_append(list, ("*" + command).c_str());
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> owned(list, curl_slist_free_all);
    set_url();
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(target_.limit.count()));
    set(CURLOPT_UPLOAD, 0L);
    set(CURLOPT_NOBODY, 1L);
    set(CURLOPT_QUOTE, list);
    auto done = perform();
    set(CURLOPT_QUOTE, static_cast<curl_slist*>(nullptr));
    return done;
}

long Session::last_code() const {
    long code = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

}  // namespace gantry::net::ftps
