#include "farm/tags.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

TEST(Tags, AreShortWordsWithoutWhatWouldBreakALine) {
    for (const auto* good : {"a", "Hall 2", "Drucker für PETG", "#1"})
        EXPECT_TRUE(is_tag(good)) << good;
    for (const auto* bad : {"", " a", "a ", "a,b", "a\nb", "a\x7f"})
        EXPECT_FALSE(is_tag(bad)) << bad;
    EXPECT_TRUE(is_tag(std::string(max_tag_bytes, 'a')));
    EXPECT_FALSE(is_tag(std::string(max_tag_bytes + 1, 'a')));
}

TEST(Tags, AreKeptOnceAndInOrder) {
    EXPECT_EQ(clean_tags({" b", "a", "b "}, "add"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(clean_tags({}, "add"), std::vector<std::string>{});
    const auto refused = clean_tags({"a", ","}, "add");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::malformed);
    EXPECT_TRUE(refused.error().detail.starts_with("add: "));
}

}  // namespace
}  // namespace gantry::farm
