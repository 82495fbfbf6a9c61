#include "net/ftps/visit.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <charconv>
#include <memory>

#include "net/tls/context.hpp"

namespace gantry::net::ftps {
namespace {

constexpr std::size_t max_line_bytes = 512;

// One libcurl handle and what its callbacks, on the same thread, leave.
class Visit {
public:
    Visit(Target target, std::stop_token stop)
        : target_(std::move(target)),
          stop_(std::move(stop)),
          check_(target_.verify),
          curl_(curl_easy_init(), curl_easy_cleanup) {}

    Result<Room> run();

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_.get(), option, value);
    }
    void set_up_connection();
    void set_up_callbacks();
    Error error_of(CURLcode code) const;
    std::string words() const { return last_line_.empty() ? "" : ": " + last_line_; }

    Target target_;
    std::stop_token stop_;
    tls::PeerCheck check_;
    std::unique_ptr<CURL, void (*)(CURL*)> curl_;
    Room room_;
    std::string last_line_;
};

void Visit::set_up_connection() {
    const bool is_v6 = target_.address.contains(':');
    const auto url =
        fmt::format(fmt::runtime(is_v6 ? "ftps://[{}]:{}/" : "ftps://{}:{}/"), target_.address, target_.port);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "ftps");
    set(CURLOPT_USERNAME, target_.user.c_str());
    set(CURLOPT_PASSWORD, target_.password.reveal().c_str());
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_NOBODY, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(target_.limit.count()));
    // The certificate is ours to check: no authority knows a printer.
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
}

void Visit::set_up_callbacks() {
    set(CURLOPT_SSL_CTX_DATA, this);
    set(
        CURLOPT_SSL_CTX_FUNCTION, +[](CURL*, void* context, void* self) {
            auto* native = static_cast<SSL_CTX*>(context);
            SSL_CTX_set_max_proto_version(native, TLS1_2_VERSION);
            static_cast<Visit*>(self)->check_.install(native);
            return CURLE_OK;
        });
    set(CURLOPT_HEADERDATA, this);
    set(
        CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* self) {
            auto& visit = *static_cast<Visit*>(self);
            std::string_view line(data, std::min(size * count, max_line_bytes));
            while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
                line.remove_suffix(1);
            visit.last_line_.clear();
            for (const char c : line)
                if (c >= 0x20 && c < 0x7F) visit.last_line_ += c;
            if (const auto bytes = free_bytes_of(line)) visit.room_.free_bytes = bytes;
            return size * count;
        });
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFODATA, this);
    set(
        CURLOPT_XFERINFOFUNCTION, +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
            return static_cast<Visit*>(self)->stop_.stop_requested() ? 1 : 0;
        });
}

Error Visit::error_of(CURLcode code) const {
    const auto where = fmt::format("{} (port {})", target_.address, target_.port);
    if (const auto& verdict = check_.handshake().verdict; !verdict) return verdict.error();
    switch (code) {
        case CURLE_LOGIN_DENIED:
        case CURLE_REMOTE_ACCESS_DENIED:
            return {Errc::unauthorized, where + " refuses the sign-in" + words()};
        case CURLE_OPERATION_TIMEDOUT:
            return {Errc::timeout, where + " does not answer in time"};
        case CURLE_ABORTED_BY_CALLBACK:
            return {Errc::cancelled, "stopped"};
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_GOT_NOTHING:
            return {Errc::offline, where + ": " + curl_easy_strerror(code)};
        default:  // not our enum
            return {Errc::rejected, where + ": " + curl_easy_strerror(code) + words()};
    }
}

Result<Room> Visit::run() {
    if (!curl_) return fail(Errc::internal, "libcurl cannot start");
    set_up_connection();
    set_up_callbacks();
    // The asterisk: a server that does not know the command is none the worse.
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> commands(curl_slist_append(nullptr, "*AVBL"),
                                                                      curl_slist_free_all);
    set(CURLOPT_QUOTE, commands.get());
    const auto code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) return std::unexpected(error_of(code));
    return room_;
}

}  // namespace

std::optional<std::uint64_t> free_bytes_of(std::string_view line) {
    constexpr std::string_view start = "213 ";
    if (!line.starts_with(start)) return std::nullopt;
    line.remove_prefix(start.size());
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), bytes);
    const std::string_view rest(end, static_cast<std::size_t>(line.data() + line.size() - end));
    if (error != std::errc() || rest.find_first_not_of(' ') != rest.npos) return std::nullopt;
    return bytes;
}

awaitable<Result<Room>> visit(WorkerPool& pool, Target target, std::stop_token stop) {
    auto work = [target = std::move(target), stop = std::move(stop)] { return Visit(target, stop).run(); };
    co_return co_await pool.run(std::move(work));
}

}  // namespace gantry::net::ftps
