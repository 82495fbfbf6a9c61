// `gantry-cloud backup` and `gantry-cloud restore` as people run them, beside a Cloud that serves.
#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/cloud/backup/desk.hpp"

namespace gantry::cloud {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(BackupCommands, KeepAStateOfARunningCloudAndPutItBackWhenItIsStopped) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        const auto file = desk.kept / "monday.backup";
        const auto made = co_await desk.backup(file);
        EXPECT_EQ(made.status, 0) << made.said;
        EXPECT_THAT(made.said, HasSubstr("The backup is in " + file.string()));
        EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
        co_await desk.cloud.call(Method::patch, "/api/store", {{"name", "After"}}, owner);
        EXPECT_EQ(co_await desk.cloud.stop(), 0);
        EXPECT_EQ(co_await desk.store_on(desk.data), "After");
        const auto restored = co_await desk.restore(file, desk.data);
        EXPECT_EQ(restored.status, 0) << restored.said;
        EXPECT_THAT(restored.said, HasSubstr("The one before is in "));
        EXPECT_EQ(co_await desk.store_on(desk.data), "Before");
        EXPECT_EQ((co_await desk.restore(file, desk.folder / "new")).status, 0);
        EXPECT_EQ(co_await desk.store_on(desk.folder / "new"), "Before");
    });
}

TEST(BackupCommands, ReplaceAnOlderBackupAndNothingElse) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        const auto file = desk.kept / "daily";
        write(file, "");  // as mktemp leaves it
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
        co_await desk.cloud.call(Method::patch, "/api/store", {{"name", "After"}}, owner);
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
        const auto letter = desk.kept / "letter.txt";
        write(letter, "Dear Olive");
        const auto refused = co_await desk.backup(letter);
        EXPECT_EQ(refused.status, 1);
        EXPECT_THAT(refused.said, HasSubstr("No backup was made: " + letter.string() + " exists"));
        EXPECT_EQ(content_of(letter), "Dear Olive");
        EXPECT_THAT(names_in(desk.kept), ::testing::ElementsAre("daily", "letter.txt"));
        EXPECT_EQ((co_await desk.restore(file, desk.folder / "new")).status, 0);
        EXPECT_EQ(co_await desk.store_on(desk.folder / "new"), "After");
    });
}

TEST(BackupCommands, SayWhatIsWrongWithATarget) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        co_await desk.open();
        const auto before = names_in(desk.data);
        const std::vector<std::pair<fs::path, std::string>> wrong = {
            {desk.kept, "is a folder; name a file in it"},
            {desk.folder / "nowhere" / "file", "there is no folder"},
            {desk.data / "cloud.sqlite", "outside of the data folder"},
            {desk.data / "mine.backup", "outside of the data folder"},
            {"/dev/null", "is no plain file"}};
        for (const auto& [target, why] : wrong) {
            const auto refused = co_await desk.backup(target);
            EXPECT_EQ(refused.status, 1) << target;
            EXPECT_THAT(refused.said, HasSubstr("No backup was made: "));
            EXPECT_THAT(refused.said, HasSubstr(why));
        }
        EXPECT_THAT(names_in(desk.kept), IsEmpty());
        EXPECT_FALSE(fs::exists(desk.folder / "kept.part"));
        EXPECT_EQ(names_in(desk.data), before);
        const auto nothing_there = co_await run_cloud(
            executor, {"backup", (desk.kept / "x").string(), "--data", desk.kept.string()});
        EXPECT_EQ(nothing_there.status, 1);
        EXPECT_THAT(nothing_there.said, HasSubstr("there is no database in "));
        EXPECT_THAT(names_in(desk.kept), IsEmpty());
    });
}

TEST(BackupCommands, LeaveWhatWasThereWhenTheDiskIsFull) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        const auto file = desk.kept / "daily";
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
        const auto former = content_of(file);
        co_await desk.cloud.call(Method::patch, "/api/store", {{"name", "After"}}, owner);
        const auto refused = co_await desk.backup(file, "40000");
        EXPECT_EQ(refused.status, 1) << refused.said;
        EXPECT_THAT(refused.said, HasSubstr("No backup was made: "));
        EXPECT_THAT(names_in(desk.kept), ::testing::ElementsAre("daily"));
        EXPECT_EQ(content_of(file), former);
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
    });
}

TEST(BackupCommands, RestoreNothingOfAFileThatIsNone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        co_await desk.open();
        EXPECT_EQ(co_await desk.cloud.stop(), 0);
        const auto before = names_in(desk.data);
        const auto letter = desk.kept / "letter.txt";
        write(letter, "Dear Olive, " + std::string(4096, 'x'));
        for (const auto& file : {letter, desk.kept / "missing", desk.kept}) {
            const auto refused = co_await desk.restore(file, desk.data);
            EXPECT_EQ(refused.status, 1) << file;
            EXPECT_THAT(refused.said, HasSubstr("Nothing was changed: "));
            EXPECT_EQ((co_await desk.restore(file, desk.folder / "new")).status, 1);
        }
        EXPECT_FALSE(fs::exists(desk.folder / "new"));
        EXPECT_EQ(names_in(desk.data), before);
        EXPECT_EQ(co_await desk.store_on(desk.data), "Before");
    });
}

// Renames the store until it is told to stop: each a row changed and one added, together.
struct Writers {
    explicit Writers(Executor executor) : all(std::move(executor), "writers") {}

    awaitable<void> rename_on(CloudProcess& cloud, std::string owner) {
        while (!enough) {
            const auto name = std::to_string(++asked);
            const auto renamed = co_await cloud.call(Method::patch, "/api/store", {{"name", name}}, owner);
            if (renamed && renamed->status == 204) ++done;
        }
    }

    bool enough = false;
    int asked = 0;
    int done = 0;
    Supervisor all;
};

std::string text_in(const fs::path& file, const std::string& query) {
    soci::session sql(soci::sqlite3, "dbname=" + file.string());
    std::string text;
    sql << query, soci::into(text);
    return text;
}

TEST(BackupCommands, KeepAWholeStateOfACloudThatIsBeingWritten) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        Writers writers(executor);
        for (int worker = 0; worker < 4; ++worker)
            writers.all.run("one", [&] { return writers.rename_on(desk.cloud, owner); });
        const std::string count = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'store.renamed'";
        const std::string name = "SELECT name FROM stores";
        int kept = 0;
        for (const auto* file_name : {"1", "2", "3", "4"}) {
            co_await eventually([&, before = writers.done] { return writers.done > before + 5; });
            const int acknowledged = writers.done;
            const auto file = desk.kept / file_name;
            const auto made = co_await desk.backup(file);
            EXPECT_EQ(made.status, 0) << made.said;
            EXPECT_GT(writers.done, acknowledged) << "nothing was written meanwhile";
            const int renames = std::stoi(text_in(file, count));
            EXPECT_GE(renames, std::max(acknowledged, kept));
            kept = renames;
            // What was done together is there together.
            EXPECT_EQ(text_in(file, name),
                      text_in(file, "SELECT object FROM audit ORDER BY number DESC LIMIT 1"));
            EXPECT_EQ(text_in(file, "PRAGMA integrity_check"), "ok");
        }
        writers.enough = true;
        co_await eventually([&] { return writers.all.running() == 0; });
        const auto last = text_in(desk.kept / "4", name);
        EXPECT_EQ((co_await desk.restore(desk.kept / "4", desk.folder / "new")).status, 0);
        EXPECT_EQ(co_await desk.store_on(desk.folder / "new"), last);
    });
}

}  // namespace
}  // namespace gantry::cloud
