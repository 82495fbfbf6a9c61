#include "base/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/bytes.hpp"

namespace gantry {

double RateLimit::refilled(const Bucket& bucket, Time now) const {
    const std::chrono::duration<double, std::milli> passed = now - bucket.at;
    return std::min<double>(burst_, bucket.attempts + passed.count() / static_cast<double>(refill_.count()));
}

void RateLimit::forget_full_buckets(Time now) {
    std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= burst_; });
}

bool RateLimit::allow(const std::string& key, Time now) {
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        if (buckets_.size() >= max_keys_) forget_full_buckets(now);
        if (buckets_.size() >= max_keys_) return false;
        found = buckets_.emplace(key, Bucket{static_cast<double>(burst_), now}).first;
    }
    auto& bucket = found->second;
    bucket = {refilled(bucket, now), now};
    if (bucket.attempts < 1) return false;
    bucket.attempts -= 1;
    return true;
}

std::string address_key(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    if (error || parsed.is_v4()) return address;
    const auto bytes = parsed.to_v6().to_bytes();
    return to_hex(std::as_bytes(std::span(bytes)).first(8));
}

}  // namespace gantry
