#include "cloud/mail/outbox.hpp"

#include <curl/curl.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::cloud::mail {
namespace {

constexpr auto log_area = "cloud.mail";
constexpr int max_waiting = 32;
constexpr auto pause_before_again = 10s;

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Upload {
    std::string text;
    std::size_t sent = 0;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* source) {
    auto& upload = *static_cast<Upload*>(source);
    const auto length = std::min(size * count, upload.text.size() - upload.sent);
    std::copy_n(upload.text.data() + upload.sent, length, buffer);
    upload.sent += length;
    return length;
}

// Whatever the server says is for the log only.
std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

Errc code_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return Errc::offline;
        case CURLE_OPERATION_TIMEDOUT:
            return Errc::timeout;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CONNECT_ERROR:
            return Errc::untrusted;
        default:
            return Errc::rejected;
    }
}

void set_server(CURL* handle, const Options& options) {
    curl_easy_setopt(handle, CURLOPT_URL, options.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_USE_SSL, options.plain ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    if (!options.authority.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, options.authority.c_str());
    if (!options.user.empty()) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, options.password.reveal().c_str());
    }
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS,
                     static_cast<long>(std::chrono::milliseconds(options.limit).count()));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
}

// On a pool thread.
Result<> deliver(const Options& options, const Letter& letter) {
    const std::unique_ptr<CURL, Free> handle(curl_easy_init());
    const std::unique_ptr<curl_slist, Free> recipients(
        curl_slist_append(nullptr, ("<" + letter.to + ">").c_str()));
    if (!handle || !recipients) return fail(Errc::internal, "out of memory");
    const auto host = options.from.substr(options.from.find('@') + 1);
    Upload upload{format(letter, options.from, random_id() + "@" + host, std::chrono::system_clock::now())};
    set_server(handle.get(), options);
    const auto sender = "<" + options.from + ">";
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give);
    curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, drop);
    std::array<char, CURL_ERROR_SIZE> why{};
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, why.data());
    const auto code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return {};
    // The server's own refusal is no broken line, whatever libcurl calls it.
    long answer = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer);
    const std::string detail = why[0] != '\0' ? why.data() : curl_easy_strerror(code);
    return fail(answer >= 400 ? Errc::rejected : code_of(code),
                "the mail server did not take the letter: " + detail);
}

}  // namespace

Result<> check(const Options& options) {
    if (options.url.empty()) return {};
    if (!options.url.starts_with("smtp://") && !options.url.starts_with("smtps://"))
        return fail(Errc::malformed, "the mail server's address starts with smtp:// or smtps://");
    const auto at = options.from.find('@');
    const auto is_bad = [](unsigned char c) { return c <= 0x20 || c >= 0x7f || c == '<' || c == '>'; };
    if (at == options.from.npos || at == 0 || at + 1 == options.from.size() ||
        std::ranges::any_of(options.from, is_bad))
        return fail(Errc::malformed, "the sender of letters is an e-mail address");
    return {};
}

Outbox::Outbox(Executor executor, Options options)
    : options_(std::move(options)), posting_(std::move(executor), log_area) {
    curl_global_init(CURL_GLOBAL_DEFAULT);  // counts: others may do so too
}

awaitable<Result<>> Outbox::send(Letter letter) {
    if (!configured()) co_return fail(Errc::disabled, "no mail server is configured");
    if (*waiting_ >= max_waiting) co_return fail(Errc::busy, "too many letters are on their way");
    const std::shared_ptr<void> counted(nullptr, [count = waiting_](void*) { --*count; });
    ++*waiting_;
    auto job = [options = options_, letter = std::move(letter)] { return deliver(options, letter); };
    auto sent = co_await threads_.run(std::move(job));
    if (!sent) log::warning(log_area, "{}", sent.error().detail);
    co_return sent;
}

void Outbox::post(Letter letter) {
    if (!configured()) return;
    posting_.run("letter", [this, letter = std::move(letter)]() -> awaitable<void> {
        if (co_await send(letter)) co_return;
        co_await sleep_for(pause_before_again);
        static_cast<void>(co_await send(letter));
    });
}

}  // namespace gantry::cloud::mail
