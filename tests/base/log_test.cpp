#include "base/log.hpp"

#include <gtest/gtest.h>

namespace gantry::log {
namespace {

TEST(Log, RemembersItsLastLines) {
    const auto before = newest();
    info("test", "one\nline {}", 1);
    debug("test", "not this");
    const auto lines = recent();
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(newest(), before + 1);
    EXPECT_EQ(lines.back().number, before + 1);
    EXPECT_EQ(lines.back().text, "one line 1");
    EXPECT_EQ(lines.back().area, "test");
    for (int i = 0; i < 300; ++i)
        info("test", "{}", i);
    EXPECT_EQ(recent().size(), 200u);
}

}  // namespace
}  // namespace gantry::log
