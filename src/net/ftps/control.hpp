// The control connection of a transfer, overheard: while data is on its way libcurl does not listen to it,
// and a server that has stopped taking data says why there. Owned by its Session; one thread at a time. For
// this folder alone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;

namespace gantry::net::ftps {

class Control {
public:
    // Sockets come and go with their connection; only libcurl reads from them, or overhear().
    void opened(int socket);
    void closed(int socket);
    // A reply that refuses (4xx, 5xx) and that libcurl leaves unread, or an empty text when the server has
    // hung up. libcurl still finds what was overheard. `tls`: the session of this connection; null: none.
    std::optional<std::string> overhear(ssl_st* tls);

private:
    using Clock = std::chrono::steady_clock;

    int socket_ = -1;
    Clock::time_point looked_at_;
    std::optional<Clock::time_point> speaks_since_;
};

// The first of these whole lines that refuses. Pure.
std::optional<std::string_view> refusal_in(std::string_view said);

}  // namespace gantry::net::ftps
