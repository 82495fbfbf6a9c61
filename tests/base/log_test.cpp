#include "base/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/base/temporary_folder.hpp"

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

TEST(Log, GivesWhatCameSinceTheReaderLookedLast) {
    const auto before = newest();
    for (int i = 0; i < 5; ++i)
        warning("test", "{}", i);
    const auto some = since(before, 3);
    ASSERT_EQ(some.size(), 3u);
    EXPECT_EQ(some[2].text, "2");
    EXPECT_EQ(since(some[2].number, 100).size(), 2u);
    EXPECT_TRUE(since(newest(), 100).empty());
    EXPECT_EQ(since(0, 1'000'000).size(), std::min<std::size_t>(newest(), 5000));
}

TEST(Log, KeepsLongLinesShortAtTheEndOfACharacter) {
    std::string text(1999, 'x');
    text += "€€€";
    info("test", "{}", text);
    const auto kept = since(newest() - 1, 1).at(0).text;
    EXPECT_EQ(kept, std::string(1999, 'x') + " …");
}

TEST(Log, WritesLinesAsTheFilesHaveThem) {
    const Line line{.at = 1'700'000'000'123, .level = Level::warning, .area = "fuse.files", .text = "full"};
    EXPECT_EQ(format(line), "2023-11-14T22:13:20.123Z warning fuse.files: full\n");
}

TEST(Log, ForgetsWhatWasWrittenAndGoesOnInANewFile) {
    const testing::TemporaryFolder folder;
    add_file(folder / "test.log");
    std::ofstream(folder / "test.3.log") << "rotated long ago\n";
    info("test", "the first");
    const auto number = newest();
    EXPECT_EQ(files(), (std::vector<std::string>{folder / "test.3.log", folder / "test.log"}));
    forget();
    EXPECT_TRUE(since(0, 10).empty());
    EXPECT_EQ(newest(), number);
    info("test", "the second");
    EXPECT_EQ(files(), (std::vector<std::string>{folder / "test.log"}));
    std::ifstream file(folder / "test.log");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    EXPECT_TRUE(text.ends_with("test: the second\n")) << text;
    EXPECT_FALSE(text.contains("the first")) << text;
    EXPECT_EQ(since(number, 10).size(), 1u);
}

TEST(Log, KeepsAFileThatOnlyItsOwnerReads) {
    const auto path =
        std::filesystem::temp_directory_path() / ("gantry-log-" + std::to_string(getpid()) + ".log");
    add_file(path.string());
    info("test", "written at once");
    EXPECT_EQ(files(), (std::vector<std::string>{path.string()}));
    std::ifstream file(path);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    EXPECT_TRUE(text.ends_with("test: written at once\n")) << text;
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace gantry::log
