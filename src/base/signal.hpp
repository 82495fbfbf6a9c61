// Tells whoever subscribed that something happened. Owned by what changes; one thread. A listener may
// unsubscribe itself or others while it is told.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace gantry {

// Keeps one subscription; dropping it ends it. May outlive the signal.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> held) : held_(std::move(held)) {}

private:
    std::shared_ptr<void> held_;
};

template <class... Args>
class Signal {
public:
    using Listener = std::function<void(const Args&...)>;

    Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    [[nodiscard]] Subscription subscribe(Listener listener) {
        const auto number = next_++;
        listeners_->emplace(number, std::move(listener));
        const std::weak_ptr<Listeners> weak = listeners_;
        return Subscription(std::shared_ptr<void>(nullptr, [weak, number](void*) {
            if (const auto listeners = weak.lock()) listeners->erase(number);
        }));
    }

    void tell(const Args&... args) const {
        const auto listeners = listeners_;
        for (auto it = listeners->begin(); it != listeners->end();) {
            const auto number = it->first;
            const auto listener = it->second;  // a copy: it may erase itself
            listener(args...);
            it = listeners->upper_bound(number);
        }
    }

private:
    using Listeners = std::map<std::uint64_t, Listener>;
    std::uint64_t next_ = 0;
    // Shared with the subscriptions, which may outlive the signal.
    std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
};

}  // namespace gantry
