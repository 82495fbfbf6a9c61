#include "base/hmac.hpp"

#include <gtest/gtest.h>

namespace gantry {
namespace {

// RFC 2202, section 3, and RFC 4231, section 4.3: the second case of each.
TEST(Hmac, IsAsTheStandardsHaveIt) {
    const auto key = as_bytes("Jefe");
    const auto message = as_bytes("what do ya want for nothing?");
    EXPECT_EQ(to_hex(hmac_sha1(key, message)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(to_hex(hmac_sha256(key, message)),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace gantry
