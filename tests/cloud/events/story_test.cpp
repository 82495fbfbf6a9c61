#include "cloud/events/story.hpp"

#include <gtest/gtest.h>

namespace gantry::cloud::events {
namespace {

void tell(Story& story, const std::string& text) {
    story.keep({story.next(), "printer.view", farm::PrinterId("p"), text});
}

std::string texts(const std::optional<std::vector<const Told*>>& told) {
    if (!told) return "unknown";
    std::string all;
    for (const auto* one : *told)
        all += one->text;
    return all;
}

TEST(Story, TellsWhatCameAfterANumber) {
    Story story;
    EXPECT_EQ(texts(story.since(0)), "");
    for (const auto* text : {"a", "b", "c"})
        tell(story, text);
    EXPECT_EQ(texts(story.since(0)), "abc");
    EXPECT_EQ(texts(story.since(2)), "c");
    EXPECT_EQ(texts(story.since(3)), "");
    EXPECT_EQ(texts(story.since(4)), "unknown");  // nobody was told that
}

TEST(Story, KnowsWhatItHasForgotten) {
    Story story;
    const std::string large(Story::max_bytes / 4, 'x');
    for (int i = 0; i < 10; ++i)
        tell(story, large);
    EXPECT_EQ(texts(story.since(5)), "unknown");
    EXPECT_EQ(story.since(6)->size(), 4u);
    tell(story, std::string(Story::max_bytes + 1, 'y'));  // more than it keeps
    EXPECT_EQ(texts(story.since(10)), "unknown");
    EXPECT_EQ(texts(story.since(11)), "");
}

TEST(Story, BeginsAnewWhenTheListChanges) {
    Story story;
    tell(story, "a");
    story.begin_anew();
    EXPECT_EQ(texts(story.since(1)), "unknown");
    EXPECT_EQ(texts(story.since(story.last())), "");
    tell(story, "b");
    EXPECT_EQ(texts(story.since(2)), "b");
}

}  // namespace
}  // namespace gantry::cloud::events
