#include "cloud/storage/write_behind.hpp"

#include <gmock/gmock.h>

#include <atomic>

#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::cloud::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;
using Numbers = std::vector<int>;
using Book = WriteBehind<std::string, Numbers>;

// What was written about each, transaction by transaction; how many of them fail first is said.
struct Paper {
    int failures = 0;
    std::atomic<int> tries = 0;  // counted on the database's thread
    std::vector<Book::Batch> transactions;
};

auto add(int number) {
    return [number](Numbers& numbers) { numbers.push_back(number); };
}

Book book(Executor executor, Database& database, WriteLimits limits, Paper& paper) {
    return {
        std::move(executor),
        database,
        "test",
        limits,
        {.write = [&paper](soci::session&, const Book::Batch&) -> Result<> {
             if (++paper.tries <= paper.failures) return fail(Errc::storage, "the disk is full");
             return {};
         },
         .put_back = [](Numbers& newer,
                        const Numbers& older) { newer.insert(newer.begin(), older.begin(), older.end()); },
         .written = [&paper](const Book::Batch& batch) { paper.transactions.push_back(batch); }}};
}

void with_database(std::function<awaitable<void>(Executor, Database&)> body) {
    run_coroutine_and_drain([&](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        Database database(folder / "cloud.sqlite");
        co_await body(executor, database);
    });
}

TEST(WriteBehind, WritesWhatCameTogetherInFewTransactions) {
    with_database([](Executor executor, Database& database) -> awaitable<void> {
        Paper paper;
        auto notes = book(executor, database, {.at_once = 200}, paper);
        notes.note("under way", add(0));
        for (int i = 0; i < 500; ++i)
            notes.note(std::to_string(i), add(i));
        EXPECT_TRUE(co_await eventually([&] { return paper.transactions.size() == 4; }));
        EXPECT_THAT(paper.transactions, ElementsAre(SizeIs(1), SizeIs(200), SizeIs(200), SizeIs(100)));
        co_await notes.stop();
    });
}

TEST(WriteBehind, TriesAgainWhatWasNotWrittenAndKeepsItBeforeWhatCameSince) {
    with_database([](Executor executor, Database& database) -> awaitable<void> {
        Paper paper{.failures = 2};
        auto notes = book(executor, database, {.at_once = 200, .again_after = 1ms}, paper);
        notes.note("a", add(1));
        EXPECT_TRUE(co_await eventually([&] { return paper.tries > 0; }));
        notes.note("a", add(2));
        EXPECT_TRUE(co_await eventually([&] { return paper.transactions.size() == 1; }));
        EXPECT_THAT(paper.transactions.front(), ElementsAre(Pair("a", ElementsAre(1, 2))));
        co_await notes.stop();
    });
}

TEST(WriteBehind, WritesNothingOfWhatWasForgotten) {
    with_database([](Executor executor, Database& database) -> awaitable<void> {
        Paper paper;
        auto notes = book(executor, database, {.at_once = 200}, paper);
        notes.note("under way", add(0));
        notes.note("gone", add(1));
        notes.note("here", add(2));
        notes.forget("gone");
        EXPECT_TRUE(co_await eventually([&] { return paper.transactions.size() == 2; }));
        EXPECT_THAT(paper.transactions.back(), ElementsAre(Pair("here", ElementsAre(2))));
        co_await notes.stop();
    });
}

TEST(WriteBehind, WritesWhatIsLeftWhenItStopsAndAsksAFailingDatabaseOnce) {
    with_database([](Executor executor, Database& database) -> awaitable<void> {
        Paper paper;
        auto notes = book(executor, database, {.at_once = 200}, paper);
        notes.note("a", add(1));
        co_await notes.stop();
        EXPECT_EQ(notes.waiting(), 0u);
        EXPECT_GE(paper.tries, 1);

        Paper full{.failures = 1000};
        auto others = book(executor, database, {.at_once = 1}, full);
        others.note("a", add(1));
        others.note("b", add(2));
        co_await others.stop();
        EXPECT_LE(full.tries, 2) << "one that was under way, and one more";
    });
}

}  // namespace
}  // namespace gantry::cloud::storage
