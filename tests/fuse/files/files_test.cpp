#include "fuse/files/files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::files {
namespace {

namespace fs = std::filesystem;

// A cache that may hold `limit` bytes, with a database of its own.
struct Cache {
    Cache(Executor executor, const std::string& folder, std::uint64_t bytes)
        : limit(bytes), store(folder), files(executor, store, folder, [this] { return limit; }) {
        files.load();
    }

    awaitable<Result<File>> put(std::string name, std::size_t bytes, bool announced = true) {
        const std::string content = "; " + std::string(bytes - 2, 'x');
        auto incoming = co_await files.add(std::move(name),
                                           announced ? std::optional<std::uint64_t>(bytes) : std::nullopt);
        if (!incoming) co_return std::unexpected(incoming.error());
        for (std::size_t done = 0; done < bytes; done += 1000) {
            auto part = content.substr(done, 1000);
            if (auto written = co_await (*incoming)->write(std::move(part)); !written)
                co_return std::unexpected(written.error());
        }
        co_return co_await (*incoming)->finish();
    }

    awaitable<FileId> id(std::string name, std::size_t bytes) {
        const auto file = co_await put(std::move(name), bytes);
        EXPECT_TRUE(file) << file.error().detail;
        co_return file ? file->id : FileId();
    }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& file : files.list())
            all.push_back(file.name);
        std::ranges::sort(all);
        return all;
    }

    std::uint64_t limit;
    storage::Store store;
    Files files;
};

std::size_t contents(const testing::TemporaryFolder& folder) {
    return static_cast<std::size_t>(std::ranges::distance(fs::directory_iterator(folder.path() + "/files")));
}

void write(const std::string& path, std::string_view text) {
    std::ofstream(path) << text;
}

TEST(Files, AreReadAsTheyWereWritten) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Cache cache(executor, folder.path(), 10'000);
        const auto id = co_await cache.id("folder/bracket.gcode", 2500);
        const auto opened = co_await cache.files.open(id);
        EXPECT_EQ((*opened)->file().name, "bracket.gcode");
        EXPECT_EQ((*opened)->file().bytes, 2500u);
        const auto begin = co_await (*opened)->read(0, 4);
        EXPECT_EQ(as_text(*begin), "; xx");
        EXPECT_EQ((co_await (*opened)->read(2490, 100))->size(), 10u);
        EXPECT_EQ(cache.files.usage(), (Usage{2500, 10'000, 1}));
        EXPECT_EQ((co_await cache.files.open(FileId("../key"))).error().code, Errc::not_found);
        co_await cache.files.stop();
    });
}

TEST(Files, GiveWayInTheOrderOfTheirUse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Cache cache(executor, folder.path(), 10'000);
        const auto first = co_await cache.id("1.gcode", 3000);
        co_await cache.id("2.gcode", 3000);
        co_await cache.id("3.gcode", 3000);
        static_cast<void>(co_await cache.files.open(first));
        co_await cache.id("4.gcode", 4000);
        EXPECT_EQ(cache.names(), (std::vector<std::string>{"1.gcode", "3.gcode", "4.gcode"}));
        EXPECT_EQ(contents(folder), 3u);
        EXPECT_TRUE(co_await cache.put("5.gcode", 7000, false)) << "of a size that nobody announced";
        EXPECT_EQ(cache.names(), (std::vector<std::string>{"5.gcode"}));
        co_await cache.files.stop();
    });
}

TEST(Files, StayWhileTheyAreInUse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Cache cache(executor, folder.path(), 10'000);
        const auto id = co_await cache.id("1.gcode", 6000);
        auto opened = co_await cache.files.open(id);
        EXPECT_EQ((co_await cache.put("2.gcode", 6000)).error().code, Errc::busy);
        EXPECT_EQ((co_await cache.files.remove(id)).error().code, Errc::busy);
        EXPECT_EQ((co_await cache.files.clear())->kept, 1u);
        cache.limit = 100;
        cache.files.keep_limit();
        EXPECT_EQ((co_await (*opened)->read(5999, 10))->size(), 1u);
        EXPECT_EQ(cache.names().size(), 1u);
        opened->reset();
        EXPECT_TRUE(co_await cache.files.remove(id));
        EXPECT_EQ((co_await cache.files.remove(id)).error().code, Errc::not_found);
        EXPECT_EQ(contents(folder), 0u);
        co_await cache.files.stop();
    });
}

TEST(Files, KeepALimitThatBecomesSmaller) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Cache cache(executor, folder.path(), 10'000);
        co_await cache.id("1.gcode", 3000);
        co_await cache.id("2.gcode", 3000);
        cache.limit = 4000;
        cache.files.keep_limit();
        EXPECT_TRUE(co_await eventually([&] { return contents(folder) == 1; }));
        EXPECT_EQ(cache.names(), (std::vector<std::string>{"2.gcode"}));
        co_await cache.files.stop();
    });
}

TEST(Files, RefuseWhatDoesNotFitAndLeaveNothingBehind) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Cache cache(executor, folder.path(), 10'000);
        EXPECT_EQ((co_await cache.put("huge.gcode", 12'000, false)).error().code, Errc::too_large);
        co_await cache.id("kept.gcode", 5000);
        EXPECT_EQ((co_await cache.put("huge.gcode", 10'001)).error().code, Errc::too_large);
        EXPECT_EQ((co_await cache.put("photo.jpg", 100)).error().code, Errc::unsupported);
        EXPECT_EQ((co_await cache.put("text.3mf", 1000)).error().code, Errc::malformed);
        EXPECT_EQ((co_await cache.put("short.3mf", 10)).error().code, Errc::malformed);
        {
            auto longer = co_await cache.files.add("a.gcode", 3);
            EXPECT_EQ((co_await (*longer)->write("long")).error().code, Errc::malformed);
            auto shorter = co_await cache.files.add("b.gcode", 3);
            EXPECT_TRUE(co_await (*shorter)->write("; "));
            EXPECT_EQ(cache.files.usage().bytes, 5006u) << "of those on their way there is room already";
            EXPECT_EQ((co_await (*shorter)->finish()).error().code, Errc::malformed);
        }
        EXPECT_EQ(cache.files.usage(), (Usage{5000, 10'000, 1}));
        EXPECT_TRUE(co_await eventually([&] { return contents(folder) == 1; }));
        co_await cache.files.stop();
    });
}

TEST(Files, AgreeWithTheirFolderAfterACrash) {
    const testing::TemporaryFolder folder;
    const auto inside = folder.path() + "/files/";
    std::vector<FileId> ids;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Cache cache(executor, folder.path(), 100'000);
        for (const auto* name : {"kept.gcode", "lost.gcode", "cut.gcode"})
            ids.push_back(co_await cache.id(name, 3000));
        co_await cache.files.stop();
    });
    fs::remove(inside + ids[1].text());
    fs::resize_file(inside + ids[2].text(), 10);
    write(inside + std::string(32, 'a'), "not in the index");
    write(inside + std::string(32, 'b') + ".part", "half of it");
    write(inside + "mine.txt", "not ours");
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Cache cache(executor, folder.path(), 100'000);
        EXPECT_EQ(cache.names(), (std::vector<std::string>{"kept.gcode"}));
        EXPECT_EQ(contents(folder), 2u);
        EXPECT_TRUE(fs::exists(inside + "mine.txt"));
        co_await cache.files.stop();
    });
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Cache cache(executor, folder.path(), 100'000);
        EXPECT_EQ(cache.store.load_files()->size(), 1u) << "the index agrees too";
        co_await cache.files.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::files
