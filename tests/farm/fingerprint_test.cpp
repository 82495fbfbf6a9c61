#include "farm/gateway/fingerprint.hpp"

#include <gtest/gtest.h>

namespace gantry::farm::gateway {
namespace {

TEST(Fingerprint, IsTheStartOfTheHashInGroupsOfFour) {
    // printf 'abc' | sha256sum
    EXPECT_EQ(fingerprint("abc"), "ba78-16bf-8f01-cfea");
    EXPECT_NE(fingerprint("abd"), fingerprint("abc"));
}

}  // namespace
}  // namespace gantry::farm::gateway
