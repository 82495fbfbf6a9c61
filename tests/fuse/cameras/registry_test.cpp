#include "fuse/cameras/registry.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::cameras {
namespace {

TEST(CameraRegistry, SaysWhatEachKindSends) {
    auto registry = make_registry();
    EXPECT_EQ(registry.pictures("bambu_jpeg"), Pictures::jpeg);
    EXPECT_EQ(registry.pictures("rtsp"), Pictures::h264);
    EXPECT_EQ(registry.pictures("generated"), Pictures::h264);
    EXPECT_EQ(registry.make("none", {}).error().code, Errc::disabled);
    EXPECT_EQ(registry.make("kiln", {}).error().code, Errc::unsupported);
    registry.add({.kind = "kiln", .pictures = Pictures::h264, .make = [](CameraTarget) { return nullptr; }});
    EXPECT_EQ(registry.pictures("kiln"), Pictures::h264);
    EXPECT_TRUE(registry.make("kiln", {}));
}

}  // namespace
}  // namespace gantry::fuse::cameras
