// Addresses of STUN and TURN servers, looked up on a thread of their own: libnice would block the loop.
// Owned by the Engine; used on the loop's thread. The thread starts with the first name and ends with the
// engine.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rtc/ice/loop.hpp"

namespace gantry::rtc::ice {

class Resolver {
public:
    // Numeric addresses in the order asked; nothing for a name that could not be found in time.
    using Done = std::function<void(std::vector<std::optional<std::string>>)>;

    explicit Resolver(Loop& loop);
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    // Calls `done` on the loop's thread: at once when every host is numeric or known since less than a
    // minute, else within `limit`.
    void resolve(std::vector<std::string> hosts, std::chrono::milliseconds limit, Done done);

private:
    struct Shared;
    struct Request;
    struct Known {
        std::string address;
        std::chrono::steady_clock::time_point until;
    };

    std::optional<std::string> look_up(const std::string& host) const;
    void ask(const std::string& host);
    void on_answer(const std::string& host, std::optional<std::string> address);
    void finish(std::uint64_t id);

    Loop& loop_;
    std::shared_ptr<Shared> shared_;  // shared with the thread, which may outlive us inside getaddrinfo
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // answers on their way hold it weakly
    std::map<std::string, Known> known_;
    std::map<std::uint64_t, std::unique_ptr<Request>> requests_;
    std::uint64_t next_request_ = 1;
    bool started_ = false;
};

}  // namespace gantry::rtc::ice
