#include "base/folder_lock.hpp"

#include <gtest/gtest.h>

#include "tests/base/temporary_folder.hpp"

namespace gantry {
namespace {

TEST(FolderLock, IsHeldByOneAtATime) {
    const testing::TemporaryFolder folder;
    {
        const auto first = FolderLock::take(folder.path());
        ASSERT_TRUE(first);
        EXPECT_EQ(FolderLock::take(folder.path()).error().code, Errc::busy);
    }
    EXPECT_TRUE(FolderLock::take(folder.path()));
}

TEST(FolderLock, SaysWhyItCannotBeTaken) {
    const testing::TemporaryFolder folder;
    const auto missing = FolderLock::take(folder.path() + "/missing");
    EXPECT_EQ(missing.error().code, Errc::storage);
}

}  // namespace
}  // namespace gantry
