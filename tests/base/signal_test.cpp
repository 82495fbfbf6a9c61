#include "base/signal.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace gantry {
namespace {

TEST(Signal, TellsUntilTheSubscriptionEnds) {
    Signal<int> signal;
    int sum = 0;
    std::optional<Subscription> first = signal.subscribe([&](int n) { sum += n; });
    const auto second = signal.subscribe([&](int n) { sum += 10 * n; });
    signal.tell(1);
    EXPECT_EQ(sum, 11);
    first.reset();
    signal.tell(1);
    EXPECT_EQ(sum, 21);
}

TEST(Signal, LetsAListenerEndItsOwnSubscription) {
    Signal<> signal;
    int told = 0;
    std::optional<Subscription> once;
    once = signal.subscribe([&] {
        ++told;
        once.reset();
    });
    const auto other = signal.subscribe([&] { told += 10; });
    signal.tell();
    signal.tell();
    EXPECT_EQ(told, 21);
}

TEST(Signal, IsOutlivedByItsSubscriptions) {
    Subscription subscription;
    {
        Signal<> signal;
        subscription = signal.subscribe([] {});
    }
    subscription = {};
}

}  // namespace
}  // namespace gantry
