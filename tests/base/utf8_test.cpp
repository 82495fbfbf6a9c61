#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace gantry {
namespace {

TEST(Utf8, IsWhatUnicodeCallsWellFormed) {
    for (const auto* good : {"", "a", "ü", "€", "😀", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(is_utf8(good)) << good;
    for (const auto* bad :
         {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff"})
        EXPECT_FALSE(is_utf8(bad));
}

TEST(Utf8, CountsCharactersAndNotBytes) {
    EXPECT_EQ(count_characters(""), 0u);
    EXPECT_EQ(count_characters("Büro"), 4u);
    EXPECT_EQ(count_characters("😀€a"), 3u);
}

}  // namespace
}  // namespace gantry
