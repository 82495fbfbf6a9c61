#include "cloud/web/pace.hpp"

#include <fmt/format.h>

#include "base/rate_limit.hpp"
#include "cloud/accounts/member.hpp"
#include "cloud/fuses/repository.hpp"
#include "cloud/snapshots/grants.hpp"

namespace gantry::cloud::web {
namespace {

constexpr std::size_t max_keys = 50'000;

std::int64_t seconds_up(std::chrono::steady_clock::duration length) {
    return std::chrono::ceil<std::chrono::seconds>(length).count();
}

}  // namespace

Pace::Pace(PaceLimits limits)
    : person_{"person", limits.person}, fuse_{"fuse", limits.fuse}, address_{"address", limits.address} {}

net::http::Pace Pace::of(const net::http::Request& request, Moment now) {
    if (const auto* device = std::any_cast<fuses::Device>(&request.principal))
        return take(fuse_, device->id.text(), now);
    if (const auto* grant = std::any_cast<snapshots::Grant>(&request.principal))
        return take(fuse_, grant->fuse.text(), now);
    if (const auto* person = std::any_cast<accounts::Person>(&request.principal))
        return take(person_, person->key.empty() ? person->member.id.text() : person->key.text(), now);
    return take(address_, address_key(request.remote_address), now);
}

void Pace::forget_full(Family& family, Moment now) {
    std::erase_if(family.full_at, [now](const auto& entry) { return entry.second <= now; });
}

net::http::Pace Pace::take(Family& family, const std::string& key, Moment now) {
    const auto& [burst, refill] = family.allowed;
    const auto window = burst * refill;
    if (family.full_at.size() >= max_keys) forget_full(family, now);
    // A flood of new keys must not wash out what others have used up: it waits.
    const bool is_crowded = family.full_at.size() >= max_keys && !family.full_at.contains(key);
    auto full_at = is_crowded ? now + window : now;
    if (const auto known = family.full_at.find(key); known != family.full_at.end())
        full_at = std::max(now, known->second);
    net::http::Pace pace{.allowed = full_at + refill <= now + window};
    if (pace.allowed) family.full_at[key] = full_at += refill;
    const auto left = (now + window - full_at) / refill;
    pace.headers["ratelimit-policy"] =
        fmt::format("\"{}\";q={};w={}", family.name, burst, seconds_up(window));
    pace.headers["ratelimit"] = fmt::format("\"{}\";r={};t={}", family.name, left, seconds_up(full_at - now));
    if (!pace.allowed)
        pace.headers["retry-after"] =
            std::to_string(std::max<std::int64_t>(1, seconds_up(full_at + refill - window - now)));
    return pace;
}

}  // namespace gantry::cloud::web
