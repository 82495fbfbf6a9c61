#include "fuse/patience.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse {
namespace {

const Error broken{Errc::offline, "the camera closed the connection"};

TEST(Patience, EndsAtOnceForWhoeverHasSeenNothingYet) {
    Patience patience;
    EXPECT_TRUE(patience.ends_with(broken));
}

TEST(Patience, EndsAtOnceWhenAPersonMustAct) {
    Patience patience;
    patience.connected();
    EXPECT_TRUE(patience.ends_with({Errc::unauthorized, "wrong access code"}));
}

TEST(Patience, WaitsForTheNextAttemptAndNoLonger) {
    Patience patience;
    patience.connected();
    EXPECT_FALSE(patience.ends_with(broken));
    EXPECT_TRUE(patience.ends_with(broken));
}

TEST(Patience, PutsUpWithAnyNumberOfBreaksThatHeal) {
    Patience patience;
    patience.connected();
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(patience.ends_with(broken));
        patience.pictures_come();
    }
}

}  // namespace
}  // namespace gantry::fuse
