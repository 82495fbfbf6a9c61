#include "sim/camera/source.hpp"

#include <gtest/gtest.h>

namespace gantry::sim::camera {
namespace {

Feed make_feed(std::shared_ptr<Recording> recording, media::Size size = {320, 180}) {
    Feed feed;
    feed.size = size;
    feed.name = "X1C-01";
    feed.recording = std::move(recording);
    return feed;
}

TEST(Source, EncodesForEachClientAndBeginsWithAKeyPicture) {
    const auto feed = make_feed({});
    const auto source = make_source(feed);
    EXPECT_TRUE(source->picture(feed.view)->key);
    EXPECT_FALSE(source->picture(feed.view)->key);
    source->request_key_frame();
    EXPECT_TRUE(source->picture(feed.view)->key);
}

TEST(Source, RepeatsARecordingThatCamerasOfOneSizeShare) {
    const auto recording = std::make_shared<Recording>();
    const auto feed = make_feed(recording);
    const auto first = make_source(feed);
    const auto second = make_source(make_feed(recording));
    const auto larger = make_source(make_feed(recording, {640, 360}));
    const auto beginning = first->picture(feed.view);
    EXPECT_TRUE(beginning->key);
    EXPECT_EQ(second->picture(feed.view)->data, beginning->data);
    EXPECT_NE(larger->picture(feed.view)->data, beginning->data);
    const auto length = recording->pictures(feed).size();
    auto before = beginning->captured_at;
    for (std::size_t i = 1; i < length; ++i) {
        const auto picture = first->picture(feed.view);
        EXPECT_FALSE(picture->key);
        EXPECT_GE(picture->captured_at, before);
        before = picture->captured_at;
    }
    EXPECT_EQ(first->picture(feed.view)->data, beginning->data);
    first->picture(feed.view);
    first->request_key_frame();
    EXPECT_TRUE(first->picture(feed.view)->key);
}

}  // namespace
}  // namespace gantry::sim::camera
