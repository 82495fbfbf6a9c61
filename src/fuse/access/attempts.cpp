#include "fuse/access/attempts.hpp"

namespace gantry::fuse::access {

Attempts::Attempts(Limits limits)
    : limits_(limits), everybody_(limits.everybody, limits.everybody_refill, 1) {}

Attempts::Time Attempts::next_try(const Wrong& wrong) const {
    if (wrong.count < limits_.free) return wrong.last;
    auto pause = limits_.first;
    for (int i = limits_.free; i < wrong.count && pause < limits_.longest; ++i)
        pause *= 2;
    return wrong.last + std::min(pause, limits_.longest);
}

std::chrono::seconds Attempts::wait(const std::string& address, Time now) const {
    const auto found = wrong_.find(address_key(address));
    if (found == wrong_.end()) return {};
    return std::max(std::chrono::ceil<std::chrono::seconds>(next_try(found->second) - now),
                    std::chrono::seconds(0));
}

std::chrono::seconds Attempts::take(const std::string& address, Time now) {
    if (const auto pause = wait(address, now); pause.count() > 0) return pause;
    const auto key = address_key(address);
    if (wrong_.size() >= limits_.max_addresses)
        std::erase_if(wrong_, [&](const auto& entry) { return now - entry.second.last > limits_.forgotten; });
    if (wrong_.size() >= limits_.max_addresses && !wrong_.contains(key)) return limits_.longest;
    if (!everybody_.allow("", now)) return limits_.everybody_refill;
    auto& wrong = wrong_[key];
    if (now - wrong.last > limits_.forgotten) wrong.count = 0;
    ++wrong.count;
    wrong.last = now;
    return {};
}

void Attempts::succeeded(const std::string& address) {
    wrong_.erase(address_key(address));
}

}  // namespace gantry::fuse::access
