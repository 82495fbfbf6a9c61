// How long somebody must wait before the next try of a password: longer with each that was wrong, by address
// and for everybody together. Pure: the caller brings the time. Owned by Access.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/rate_limit.hpp"

namespace gantry::fuse::access {

class Attempts {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Limits {
        int free = 5;                   // wrong ones without a wait
        std::chrono::seconds first{2};  // then this, doubled each time …
        std::chrono::seconds longest{15 * 60};
        std::chrono::seconds forgotten{60 * 60};   // after so long without a try
        int everybody = 30;                        // at once, of all addresses …
        std::chrono::seconds everybody_refill{5};  // … and one more each
        std::size_t max_addresses = 10'000;
    };

    Attempts() : Attempts(Limits{}) {}
    explicit Attempts(Limits limits);

    // Zero: go ahead; the try counts as a wrong one until succeeded(), so that a hundred at once are no way
    // around. Otherwise how long to wait. Unknown addresses wait too while the table is full.
    std::chrono::seconds take(const std::string& address, Time now);
    // How long `address` has to wait by itself.
    std::chrono::seconds wait(const std::string& address, Time now) const;
    void succeeded(const std::string& address);

private:
    struct Wrong {
        int count = 0;
        Time last;
    };
    Time next_try(const Wrong& wrong) const;

    Limits limits_;
    RateLimit everybody_;
    std::map<std::string, Wrong> wrong_;
};

}  // namespace gantry::fuse::access
