#include "base/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gantry {
namespace {

TEST(RandomId, IsNeverTheSameAndNeverLooksLikeAnOption) {
    std::set<std::string> ids;
    for (int i = 0; i < 2000; ++i) {
        const auto id = random_id();
        EXPECT_EQ(id.size(), 22U);
        EXPECT_FALSE(id.starts_with('-')) << id;
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 2000U);
}

}  // namespace
}  // namespace gantry
