#include "net/ftps/control.hpp"

#include <gtest/gtest.h>

namespace gantry::net::ftps {
namespace {

TEST(FtpsControl, FindsARefusalInWholeLinesOnly) {
    EXPECT_EQ(refusal_in("552 Disk full.\r\n"), "552 Disk full.");
    EXPECT_EQ(refusal_in("150 Go on\r\n426 Broken\r\n"), "426 Broken");
    EXPECT_EQ(refusal_in("553-No\n553 card\n"), "553-No");
    for (const auto* nothing :
         {"", "\r\n", "552 Disk full.", "226 Done\r\n", "5", "55\r\n", "5x2 no\r\n", "disk 552\r\n"})
        EXPECT_FALSE(refusal_in(nothing)) << nothing;
}

}  // namespace
}  // namespace gantry::net::ftps
