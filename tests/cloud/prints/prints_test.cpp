#include "cloud/prints/prints.hpp"

#include <gmock/gmock.h>

#include "base/random.hpp"
#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::prints {
namespace {

using farm::Print;
using farm::PrintResult;
using ::testing::ElementsAre;

const StoreId ours("ours");
const FuseId fuse("fuse");
const PrinterId p1("p1");

Print running(const std::string& id, std::int64_t started_at = 1000, std::string name = "benchy") {
    return {.id = id, .name = std::move(name), .started_at = started_at, .result = PrintResult::running};
}

Print ended(Print print, PrintResult result, std::int64_t ended_at, std::string reason = "") {
    print.result = result;
    print.ended_at = ended_at;
    print.reason = std::move(reason);
    return print;
}

// What a row says: "benchy 1000-2000 finished".
std::string text_of(const PrintView& view) {
    return fmt::format("{} {}-{} {}", view.name, view.started_at, view.ended_at,
                       boost::describe::enum_to_string(view.result, "?"));
}

// One run of a Cloud: a fleet, what watches it, and the database that outlives both.
class Record {
public:
    Record(Executor executor, storage::Database& database, Limits limits = {})
        : prints_(executor, database, limits) {
        noted_ = prints_.noted.subscribe([this](const StoreId&, const PrinterId&) { ++told; });
    }

    awaitable<void> start() {
        auto last = co_await prints_.load();
        fleet_.remember(ours, fuse, {.id = p1, .name = "p1"}, std::move((*last)[{ours, p1}]));
        fleet_.watch(&prints_);
    }
    // The Fuse comes (back) and says everything.
    void hear_all(const Print& print) {
        farm::gateway::PrinterRecord record{.printer = {.id = p1, .name = "p1"}};
        record.state.connection = farm::Connection::online;
        record.state.print = print;
        fleet_.replace(ours, fuse, {record});
    }
    void hear(const Print& print) {
        EXPECT_TRUE(fleet_.apply(fuse, p1, json::object{{"print", to_json(print)}}));
    }
    void lose_the_fuse() { fleet_.fuse_offline(fuse); }
    awaitable<std::vector<std::string>> rows() {
        co_await eventually([&] { return prints_.waiting() == 0; });
        const auto page = co_await prints_.page(ours, p1, {.limit = 1000});
        std::vector<std::string> texts;
        for (const auto& view : page->prints)
            texts.push_back(text_of(view));
        co_return texts;
    }
    Prints& prints() { return prints_; }
    printers::Fleet& fleet() { return fleet_; }

    int told = 0;

private:
    printers::Fleet fleet_;
    Prints prints_;
    Subscription noted_;
};

Result<> add_store(soci::session& sql) {
    sql << "INSERT INTO stores (id, name, created_at) VALUES ('ours', 'Workshop', 0)";
    return {};
}

void with_database(std::function<awaitable<void>(Executor, storage::Database&)> body) {
    run_coroutine_and_drain([&](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Database database(folder / "cloud.sqlite");
        EXPECT_TRUE(co_await database.run(add_store));
        co_await body(executor, database);
    });
}

TEST(Prints, AreARowEachHoweverOftenTheyAreSaid) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        const auto first = running("a");
        record.hear_all(first);
        EXPECT_THAT(co_await record.rows(), ElementsAre("benchy 1000-0 running"));
        for (int i = 0; i < 3; ++i) {
            record.lose_the_fuse();
            record.hear_all(first);
            record.hear(first);
        }
        const auto done = ended(first, PrintResult::finished, 2000);
        record.hear(done);
        record.hear(done);
        record.lose_the_fuse();
        record.hear_all(done);
        record.hear(running("b", 3000));
        EXPECT_THAT(co_await record.rows(),
                    ElementsAre("benchy 3000-0 running", "benchy 1000-2000 finished"));
        co_await record.prints().stop();
    });
}

TEST(Prints, GoOnOverARestartOfTheCloud) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        {
            Record record(executor, database);
            co_await record.start();
            record.hear_all(running("a"));
            co_await record.prints().stop();
        }
        Record again(executor, database);
        co_await again.start();
        again.hear_all(running("a"));
        EXPECT_THAT(co_await again.rows(), ElementsAre("benchy 1000-0 running"));
        EXPECT_EQ(again.told, 0) << "what is known already is not written again";
        again.hear(ended(running("a"), PrintResult::cancelled, 1500));
        EXPECT_THAT(co_await again.rows(), ElementsAre("benchy 1000-1500 cancelled"));
        co_await again.prints().stop();
    });
}

TEST(Prints, HaveTheirTimesWhenTheyBeganAndEndedWhileTheCloudWasAway) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        record.hear_all(running("a"));
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        record.lose_the_fuse();
        record.hear_all(ended(running("b", 5000, "hook"), PrintResult::failed, 6000, "The bed is cold"));
        EXPECT_THAT(co_await record.rows(), ElementsAre("hook 5000-6000 failed", "benchy 1000-0 unknown"));
        const auto page = co_await record.prints().page(ours, p1, {});
        EXPECT_EQ(page->prints.front().reason, "The bed is cold");
        co_await record.prints().stop();
    });
}

TEST(Prints, OfAFuseThatHasForgottenEverythingGoOnByTheirName) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        record.hear_all(running("a"));
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        record.hear({});
        EXPECT_THAT(co_await record.rows(), ElementsAre("benchy 1000-0 unknown"));
        record.hear(running("set up anew", 0));
        EXPECT_THAT(co_await record.rows(), ElementsAre("benchy 1000-0 running"));
        record.hear(running("another", 0, "hook"));
        EXPECT_THAT(co_await record.rows(), ElementsAre("hook 0-0 running", "benchy 1000-0 unknown"));
        co_await record.prints().stop();
    });
}

TEST(Prints, KeepTheirOrderWhenTheClockIsSetBack) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        record.hear_all(ended(running("a", 9000), PrintResult::finished, 9500));
        record.hear(running("b", 4000));
        EXPECT_THAT(co_await record.rows(),
                    ElementsAre("benchy 4000-0 running", "benchy 9000-9500 finished"));
        co_await record.prints().stop();
    });
}

TEST(Prints, AreCalledWhatPrintersCallThem) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        const std::string names[] = {"<script>alert('1')</script>", "🦄 \"x\"; DROP TABLE prints; --",
                                     std::string(500, 'x'), "", "first\nsecond"};
        record.hear_all({});
        for (const auto& name : names) {
            record.hear(running(random_id(), 1000, name));
            const auto rows = co_await record.rows();
            EXPECT_EQ(rows.front(), name + " 1000-0 running");
        }
        record.hear(running("long", 1000, std::string(5000, 'y')));
        EXPECT_EQ((co_await record.rows()).front(), std::string(512, 'y') + " 1000-0 running");
        co_await record.prints().stop();
    });
}

TEST(Prints, AreKeptForTheNewestOfAPrinterAndComeInPages) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database, {.of_a_printer = 5});
        co_await record.start();
        record.hear_all({});
        for (int i = 1; i <= 12; ++i) {
            record.hear(ended(running(std::to_string(i), i), PrintResult::finished, i + 1));
            EXPECT_EQ((co_await record.rows()).size(), static_cast<std::size_t>(std::min(i, 5)));
        }
        const auto first = co_await record.prints().page(ours, p1, {.limit = 3});
        EXPECT_EQ(first->prints.front().started_at, 12);
        EXPECT_EQ(first->prints.size(), 3u);
        const auto second = co_await record.prints().page(ours, p1, {.before = *first->next, .limit = 3});
        EXPECT_EQ(second->prints.size(), 2u);
        EXPECT_EQ(second->prints.back().started_at, 8);
        EXPECT_FALSE(second->next);
        co_await record.prints().stop();
    });
}

TEST(Prints, AreNotWrittenForWhatElseAPrinterSays) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        record.hear_all(running("a"));
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        for (int percent = 0; percent < 100; ++percent)
            EXPECT_TRUE(record.fleet().apply(fuse, p1, json::object{{"progress", {{"percent", percent}}}}));
        EXPECT_EQ(record.prints().waiting(), 0u);
        EXPECT_EQ(record.told, 1);
        co_await record.prints().stop();
    });
}

TEST(Prints, AreWrittenWhenTheDatabaseIsBackInTheirOrder) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        const auto rename = [&](std::string from, std::string to) {
            return database.run([from, to](soci::session& sql) -> Result<> {
                sql << "ALTER TABLE " + from + " RENAME TO " + to;
                return {};
            });
        };
        Record record(executor, database, {.writes = {.at_once = 500, .again_after = 1ms}});
        co_await record.start();
        EXPECT_TRUE(co_await rename("prints", "away"));
        record.hear_all(running("a"));
        co_await eventually([&] { return record.prints().waiting() == 1; });
        record.hear(ended(running("a"), PrintResult::finished, 2000));
        for (const auto* id : {"b", "c"})
            record.hear(running(id, 3000, id));
        EXPECT_TRUE(co_await rename("away", "prints"));
        co_await eventually([&] { return record.told > 0; });
        EXPECT_THAT(co_await record.rows(),
                    ElementsAre("c 3000-0 running", "b 3000-0 unknown", "benchy 1000-2000 finished"));
        co_await record.prints().stop();
    });
}

TEST(Prints, OfAStoreThatIsGoneAreDropped) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        Record record(executor, database);
        co_await record.start();
        record.hear_all(running("a"));
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        EXPECT_TRUE(co_await database.run([](soci::session& sql) -> Result<> {
            sql << "DELETE FROM stores";
            return {};
        }));
        record.hear(running("b"));
        EXPECT_TRUE((co_await record.rows()).empty());
        co_await record.prints().stop();
    });
}

TEST(Prints, OfPrintersThatAreGoneStayForAMonth) {
    with_database([](Executor executor, storage::Database& database) -> awaitable<void> {
        auto now = Time(std::chrono::days(100));
        Record record(executor, database, {.now = [&now] { return now; }});
        co_await record.start();
        record.hear_all(running("a"));
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        now += std::chrono::days(29);
        EXPECT_TRUE(co_await record.prints().forget_gone());
        EXPECT_EQ((co_await record.rows()).size(), 1u);
        now += std::chrono::days(2);
        EXPECT_TRUE(co_await record.prints().forget_gone());
        EXPECT_TRUE((co_await record.rows()).empty());
        co_await record.prints().stop();
    });
}

TEST(Prints, KeepWhatWasSeenOnce) {
    const auto done = ended(running("a"), PrintResult::finished, 2000);
    const auto failed = ended(running("a"), PrintResult::failed, 2000, "cold");
    // A Fuse that crashed before it had written the end down.
    EXPECT_EQ(joined(done, ended(running("a"), PrintResult::finished, 0)), done);
    EXPECT_EQ(joined(done, running("a")), done);
    EXPECT_EQ(joined(failed, ended(running("a"), PrintResult::unknown, 0)), failed);
    EXPECT_EQ(joined(failed, ended(running("a"), PrintResult::cancelled, 2000)).reason, "");
    EXPECT_EQ(joined(ended(running("a"), PrintResult::unknown, 0), running("a")), running("a"));
    EXPECT_EQ(joined(running("a", 1000, "hook"), running("a", 0, "")), running("a", 1000, "hook"));
}

}  // namespace
}  // namespace gantry::cloud::prints
