#include "base/private_file.hpp"

#include <gtest/gtest.h>

#include "tests/base/temporary_folder.hpp"

namespace gantry {
namespace {

namespace fs = std::filesystem;

// The working folder, until it goes.
class WorkingIn {
public:
    explicit WorkingIn(const fs::path& folder) { fs::current_path(folder); }
    ~WorkingIn() { fs::current_path(before_); }
    WorkingIn(const WorkingIn&) = delete;
    WorkingIn& operator=(const WorkingIn&) = delete;

private:
    fs::path before_ = fs::current_path();
};

TEST(PrivateFolder, IsMadeWhereverItsNameSays) {
    const testing::TemporaryFolder folder;
    const WorkingIn here(folder.path());
    for (const auto* name : {"plain", "deep/er", "./dotted"}) {
        make_private_folder(name);
        make_private_folder(name);
        EXPECT_EQ(fs::status(name).permissions(), fs::perms(0700)) << name;
    }
    write_private_file("plain/file", "text");
    EXPECT_THROW(make_private_folder("plain/file"), std::runtime_error);
}

TEST(PrivateFile, IsReadableByItsOwnerOnlyAndReplacedAsAWhole) {
    const testing::TemporaryFolder folder;
    const auto file = folder / "file";
    write_private_file(file, "one");
    write_private_file(file, "two");
    EXPECT_EQ(read_file(file), "two");
    EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
    EXPECT_FALSE(fs::exists(folder / "file.new"));
    EXPECT_THROW(read_file(folder / "missing"), std::runtime_error);
}

}  // namespace
}  // namespace gantry
