// How often each asks: people and API keys, Fuses, and addresses of those whom nobody knows. What is left
// stands in the head of each answer (RateLimit, RateLimit-Policy; when it is refused, Retry-After). Doors
// that can be tried (signing in, codes) have narrower limits of their own. Owned by the program; the event
// loop only.
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

#include "net/http/router.hpp"

namespace gantry::cloud::web {

// So many at once, one more each `refill`.
struct Allowed {
    int burst = 0;
    std::chrono::milliseconds refill{0};
};

struct PaceLimits {
    Allowed person{3'000, std::chrono::milliseconds(30)};
    Allowed fuse{5'000, std::chrono::milliseconds(10)};
    Allowed address{2'000, std::chrono::milliseconds(50)};
};

class Pace {
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit Pace(PaceLimits limits = {});

    net::http::Pace of(const net::http::Request& request, Moment now = std::chrono::steady_clock::now());

private:
    // Of each only the moment at which all will be there again: how much is left, and when there is more,
    // follow from it (the generic cell rate algorithm).
    struct Family {
        const char* name;
        Allowed allowed;
        std::unordered_map<std::string, Moment> full_at = {};
    };
    static net::http::Pace take(Family& family, const std::string& key, Moment now);
    static void forget_full(Family& family, Moment now);

    Family person_;
    Family fuse_;
    Family address_;
};

}  // namespace gantry::cloud::web
