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

TEST(Utf8, IsReadAndWrittenUnchanged) {
    for (const std::string text : {"", "plain", "Gehäuse", "€", "🦀 ship", "\x7f", "\xF4\x8F\xBF\xBF"}) {
        const auto characters = decode_utf8(text);
        ASSERT_TRUE(characters) << text;
        EXPECT_EQ(encode_utf8(*characters), text);
    }
    EXPECT_EQ(decode_utf8("a€🦀")->size(), 3u);
}

TEST(Utf8, IsRefusedWhenItIsNotWellFormed) {
    for (const std::string text : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                                   "\xF4\x90\x80\x80", "\xFF", "a\xE2\x82"})
        EXPECT_FALSE(decode_utf8(text));
}

}  // namespace
}  // namespace gantry
