#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace gantry {
namespace {

TEST(FromHex, TakesWholeBytesOnly) {
    EXPECT_EQ(from_hex("")->size(), 0u);
    EXPECT_EQ(to_hex(*from_hex("00fF10")), "00ff10");
    for (const auto* broken : {"a", "abc", "zz", "a b"})
        EXPECT_EQ(from_hex(broken).error().code, Errc::malformed) << broken;
}

}  // namespace
}  // namespace gantry
