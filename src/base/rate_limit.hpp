// How often each key (an address, an account, a code) may try something. Pure: the caller brings the time.
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

namespace gantry {

class RateLimit {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `burst` attempts at once, one more each `refill`; at most `max_keys` are remembered.
    RateLimit(int burst, std::chrono::milliseconds refill, std::size_t max_keys = 10'000)
        : burst_(burst), refill_(refill), max_keys_(max_keys) {}

    // Takes an attempt, or refuses. Refuses unknown keys while the table is full: a flood must not wash out
    // what it has used up.
    bool allow(const std::string& key, Time now);

private:
    struct Bucket {
        double attempts = 0;
        Time at;
    };
    void forget_full_buckets(Time now);
    double refilled(const Bucket& bucket, Time now) const;

    int burst_;
    std::chrono::milliseconds refill_;
    std::size_t max_keys_;
    std::unordered_map<std::string, Bucket> buckets_;
};

// One household has a /64 of IPv6: its addresses count as one.
std::string address_key(const std::string& address);

}  // namespace gantry
