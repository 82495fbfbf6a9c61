// `gantry-cloud backup` and `gantry-cloud restore` as people run them, beside a Cloud that serves.
#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>
#include <set>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

void write(const fs::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// A Cloud that serves, and the commands beside it. Backups are in `kept`, which is made.
struct Desk {
    explicit Desk(Executor executor) : executor_(executor), cloud(executor, folder / "data") {
        fs::create_directories(kept);
    }

    awaitable<std::string> open() {
        co_await cloud.ready();
        co_return co_await cloud.set_up("Before");
    }
    awaitable<Outcome> backup(fs::path file, std::string file_limit = "unlimited") {
        return run_cloud(executor_, {"backup", file.string(), "--data", data.string()}, file_limit);
    }
    awaitable<Outcome> restore(fs::path file, fs::path to) {
        return run_cloud(executor_, {"restore", file.string(), "--data", to.string()});
    }
    // The name of the store that a Cloud on that folder has.
    awaitable<std::string> store_on(fs::path other) {
        CloudProcess again(executor_, other);
        co_await again.ready();
        const auto signed_in =
            co_await again.call(Method::post, "/api/session",
                                {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
        if (!signed_in || signed_in->status != 200) co_return "nobody signs in";
        const auto cookie = browser_of(*signed_in).access;
        const auto stores = co_await again.call(Method::get, "/api/stores", {}, cookie);
        EXPECT_EQ(co_await again.stop(), 0);
        co_return text_at(parse_json(stores->body)->as_array().at(0).as_object(), "name");
    }

    const TemporaryFolder folder;
    const fs::path data = folder / "data";
    const fs::path kept = folder / "kept";
    Executor executor_;
    CloudProcess cloud;
};

TEST(BackupCommands, KeepAStateOfARunningCloudAndPutItBack) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        const auto file = desk.kept / "monday.backup";
        const auto made = co_await desk.backup(file);
        EXPECT_EQ(made.status, 0) << made.said;
        EXPECT_THAT(made.said, HasSubstr("The backup is in " + file.string()));
        EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
        co_await desk.cloud.call(Method::patch, "/api/store", {{"name", "After"}}, owner);
        const auto refused = co_await desk.restore(file, desk.data);
        EXPECT_EQ(refused.status, 1);
        EXPECT_THAT(refused.said, HasSubstr("Nothing was changed: gantry-cloud runs on "));
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
