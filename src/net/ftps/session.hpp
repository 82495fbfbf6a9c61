// One libcurl handle at a file server: its control connection stays from one request to the next. Blocking;
// one thread at a time. For this folder alone.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/ftps/control.hpp"
#include "net/ftps/target.hpp"
#include "net/tls/context.hpp"

namespace gantry::net::ftps {

class Session {
public:
    Session(Target target, std::stop_token stop);
    // Hangs up without a word: servers leave QUIT unanswered, and libcurl would wait for it.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_.get(), option, value);
    }
    // The server's root, or the file of this name in it.
    void set_url(std::string_view file = {});

    // What is set. Errors: unauthorized, untrusted, offline, timeout, cancelled, rejected, each with the
    // server's own words.
    Result<> perform();
    // These commands, whatever the server says to each, and no data connection. Errors as above.
    Result<> say(const std::vector<std::string>& commands);
    // Of its last answer; 0 before the first.
    long last_code() const;
    // Of its last answer: printable, at most 512 bytes.
    const std::string& last_line() const { return last_line_; }
    // Within on_progress: a refusal of the server that libcurl does not listen to, because data is on its
    // way; empty when it has hung up.
    std::optional<std::string> overheard();

    // Called by perform(): each line of the server, …
    std::function<void(std::string_view)> on_line;
    // … and at least once a second how much was sent; an error ends it, and is what perform() fails with.
    std::function<Result<>(std::uint64_t sent)> on_progress;

private:
    void set_up_connection();
    void set_up_sockets();
    void set_up_callbacks();
    curl_socket_t open_socket(const curl_sockaddr& address);
    void take_line(std::string_view line);
    bool may_go_on(std::uint64_t sent);
    Error error_of(CURLcode code) const;
    std::string where() const;
    std::string words() const { return last_line_.empty() ? "" : ": " + last_line_; }

    Target target_;
    std::stop_token stop_;
    tls::PeerCheck check_;
    Control control_;
    std::string last_line_;
    Result<> ended_;  // by on_progress
    // Goes first: closing, it still calls back.
    std::unique_ptr<CURL, void (*)(CURL*)> curl_;
};

}  // namespace gantry::net::ftps
