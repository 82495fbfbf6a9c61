#include "cloud/activation/codes.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/typed_code.hpp"

namespace gantry::cloud::activation {
namespace {

constexpr std::size_t max_open = 1'000;
constexpr std::size_t max_open_of_one = 100;  // address: no stranger keeps all others from asking
constexpr std::size_t max_remembered = 4'000;
constexpr auto remembered_after_end = std::chrono::hours(1);  // so that "expired" differs from "unknown"

}  // namespace

void Codes::forget_old(Time now) {
    std::erase_if(by_user_code_, [&](const auto& entry) {
        const bool old = entry.second.expires_at + remembered_after_end < now;
        if (old) user_code_of_.erase(entry.second.device_code);
        return old;
    });
    // By strangers who ask again and again: then the oldest is unknown a little earlier.
    if (by_user_code_.size() < max_remembered) return;
    const auto oldest = std::ranges::min_element(by_user_code_, {},
                                                 [](const auto& entry) { return entry.second.expires_at; });
    user_code_of_.erase(oldest->second.device_code);
    by_user_code_.erase(oldest);
}

Result<> Codes::check_room(const Machine& machine, Time now) const {
    std::size_t all = 0;
    std::size_t of_this = 0;
    for (const auto& [text, code] : by_user_code_) {
        if (now >= code.expires_at) continue;
        ++all;
        if (address_key(code.machine.address) == address_key(machine.address)) ++of_this;
    }
    if (all >= max_open || of_this >= max_open_of_one)
        return fail(Errc::rate_limited, "too many activations are under way; try again later");
    return {};
}

Result<Code> Codes::issue(Machine machine, Time now) {
    forget_old(now);
    if (auto room = check_room(machine, now); !room) return std::unexpected(room.error());
    Code code{.device_code = to_base64url(random_bytes(32)),
              .machine = std::move(machine),
              .expires_at = now + lifetime_};
    do {
        code.user_code = new_typed_code();
    } while (by_user_code_.contains(code.user_code));
    user_code_of_[code.device_code] = code.user_code;
    by_user_code_[code.user_code] = code;
    return code;
}

Result<Code> Codes::find(const std::string& user_code, Time now) {
    const auto found = by_user_code_.find(user_code);
    if (found == by_user_code_.end())
        return fail(Errc::not_found, "this code is unknown; compare it with the one on the Fuse screen");
    const auto standing = found->second.standing;
    if (standing == Standing::refused)
        return fail(Errc::rejected,
                    "this code was refused; request a new activation code on the Fuse screen");
    if (standing != Standing::open) return fail(Errc::conflict, "this code has been used already");
    if (now >= found->second.expires_at)
        return fail(Errc::expired, "this code has expired; request a new activation code on the Fuse screen");
    return found->second;
}

Result<Code> Codes::take(const std::string& user_code, Time now) {
    auto found = find(user_code, now);
    if (found) set(user_code, Standing::being_decided);
    return found;
}

void Codes::set(const std::string& user_code, Standing standing) {
    const auto found = by_user_code_.find(user_code);
    if (found != by_user_code_.end()) found->second.standing = standing;
}

void Codes::refuse(const std::string& user_code) {
    set(user_code, Standing::refused);
}

void Codes::put_back(const std::string& user_code) {
    set(user_code, Standing::open);
}

void Codes::approve(const std::string& user_code, StoreId store, std::string store_name) {
    const auto found = by_user_code_.find(user_code);
    if (found == by_user_code_.end()) return;
    found->second.standing = Standing::approved;
    found->second.store = std::move(store);
    found->second.store_name = std::move(store_name);
}

void Codes::joined(const std::string& device_code, FuseId fuse) {
    const auto found = user_code_of_.find(device_code);
    if (found != user_code_of_.end()) by_user_code_.at(found->second).fuse = std::move(fuse);
}

Result<Code> Codes::of_device(const std::string& device_code) const {
    const auto found = user_code_of_.find(device_code);
    if (found == user_code_of_.end()) return fail(Errc::not_found, "unknown device code");
    return by_user_code_.at(found->second);
}

Result<Poll> Codes::poll(const std::string& device_code, Time now) {
    const auto found = user_code_of_.find(device_code);
    if (found == user_code_of_.end()) return fail(Errc::not_found, "unknown device code");
    auto& code = by_user_code_.at(found->second);
    if (code.standing == Standing::refused) return Poll::refused;
    // Whoever was heard in time is not refused because storing it took a while.
    if (now >= code.expires_at && code.standing == Standing::open) return Poll::expired;
    const bool too_soon = now - code.last_poll < poll_interval - std::chrono::milliseconds(500);
    code.last_poll = now;
    if (code.standing == Standing::approved) return Poll::approved;
    return too_soon ? Poll::slow_down : Poll::pending;
}

}  // namespace gantry::cloud::activation
