#include "cloud/backup/handover.hpp"

#include <gmock/gmock.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>

#include "base/folder_lock.hpp"
#include "base/private_file.hpp"
#include "cloud/backup/backup.hpp"
#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;
using gantry::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace std::chrono_literals;

// A database with one store of that name, up to that migration, and a key of its own.
void make_database(const fs::path& data, const std::string& store,
                   int last = storage::migrations().back().number) {
    fs::create_directories(data);
    soci::session sql;
    storage::open(sql, data / "cloud.sqlite", 1s);
    storage::migrate(sql, last);
    sql << "INSERT INTO stores (id, name, created_at) VALUES ('s', :name, 0)", soci::use(store);
    write_private_file(data / "key", "the key of " + store);
}

std::string store_in(const fs::path& database) {
    soci::session sql(soci::sqlite3, "dbname=" + database.string());
    std::string name;
    sql << "SELECT name FROM stores", soci::into(name);
    return name;
}

// A data folder with "Now", a backup of "Then", and the command that has handed it over and waits.
struct Handed {
    explicit Handed(int version = storage::migrations().back().number) {
        make_database(data, "Now");
        make_database(folder / "elsewhere", "Then", version);
        EXPECT_TRUE(make(folder / "elsewhere", folder / "file"));
        fs::create_directories(handover);
        waits.emplace(*FolderLock::take(handover));
        id = hand_over(data, folder / "file", "the key of Then").value_or("");
    }

    // The folder is as it was, or has all of the backup.
    std::string state() const {
        const auto store = store_in(data / "cloud.sqlite");
        EXPECT_EQ(read_file(data / "key"), "the key of " + store);
        return store;
    }
    // Of what is put aside; once it is taken.
    std::string suffix() const {
        const auto plan = read_file(handover / "taken" / "plan");
        const auto at = plan.find(".before-");
        return plan.substr(at, plan.find('"', at) - at);
    }
    // As the next start of the Cloud does.
    void start() const {
        if (const auto outcome = finish(data)) tell(data, *outcome);
    }

    const TemporaryFolder folder;
    const fs::path data = folder / "data";
    const fs::path handover = handover_folder(data);
    std::optional<FolderLock> waits;
    std::string id;
};

TEST(Handover, KeepsTheFormerDatabaseAsideAndTellsWhere) {
    const Handed it;
    EXPECT_TRUE(take(it.data).value());
    EXPECT_EQ(it.state(), "Now");
    EXPECT_FALSE(outcome_of(it.data, it.id));
    it.start();
    EXPECT_EQ(it.state(), "Then");
    const auto outcome = outcome_of(it.data, it.id);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code, "");
    EXPECT_EQ(store_in(outcome->former), "Now");
    const auto suffix = outcome->former.substr(outcome->former.find(".before-"));
    EXPECT_EQ(read_file(it.data / ("key" + suffix)), "the key of Now");
    EXPECT_FALSE(outcome_of(it.data, "of another one"));
    it.start();
    EXPECT_EQ(it.state(), "Then");
}

TEST(Handover, IsCompletedWhereverItWasKilled) {
    const std::vector<std::string> steps = {"key aside", "key", "wal aside", "database aside", "database"};
    for (std::size_t done = 0; done <= steps.size(); ++done) {
        const Handed it;
        EXPECT_TRUE(take(it.data).value());
        const auto taken = it.handover / "taken";
        const auto suffix = it.suffix();
        write_private_file(it.data / "cloud.sqlite-wal", "");
        const std::vector<std::pair<fs::path, fs::path>> moves = {
            {it.data / "key", it.data / ("key" + suffix)},
            {taken / "key", it.data / "key"},
            {it.data / "cloud.sqlite-wal", it.data / ("cloud.sqlite" + suffix + "-wal")},
            {it.data / "cloud.sqlite", it.data / ("cloud.sqlite" + suffix)},
            {taken / "cloud.sqlite", it.data / "cloud.sqlite"}};
        for (std::size_t step = 0; step < done; ++step)
            fs::rename(moves[step].first, moves[step].second);
        it.start();
        EXPECT_EQ(it.state(), "Then") << done;
        const auto outcome = outcome_of(it.data, it.id);
        ASSERT_TRUE(outcome) << done;
        EXPECT_EQ(store_in(outcome->former), "Now") << done;
        EXPECT_EQ(read_file(it.data / ("key" + suffix)), "the key of Now") << done;
        EXPECT_FALSE(fs::exists(taken)) << done;
    }
}

TEST(Handover, LeavesEverythingAsItWasWhenADiskRefuses) {
    const Handed it;
    EXPECT_TRUE(take(it.data).value());
    const auto blocked = it.data / ("cloud.sqlite" + it.suffix());
    fs::create_directories(blocked);  // no file can be put there
    EXPECT_FALSE(finish(it.data));
    fs::remove(blocked);
    EXPECT_EQ(it.state(), "Now");
    const auto outcome = outcome_of(it.data, it.id);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code, "storage");
    EXPECT_FALSE(fs::exists(it.handover / "taken"));
}

TEST(Handover, IsForgottenWhenNobodyWaitsForIt) {
    Handed it;
    it.waits.reset();  // the command was killed
    EXPECT_FALSE(take(it.data).value());
    it.start();
    EXPECT_EQ(it.state(), "Now");
    EXPECT_FALSE(fs::exists(it.handover / "pending"));
}

TEST(Handover, IsWithdrawnUntilItIsTaken) {
    const Handed it;
    EXPECT_TRUE(withdraw(it.data));
    EXPECT_FALSE(take(it.data).value());
    EXPECT_EQ(it.state(), "Now");
    const Handed other;
    EXPECT_TRUE(take(other.data).value());
    EXPECT_FALSE(withdraw(other.data));
}

TEST(Handover, BringsAnOlderBackupUpToDateBeforeAnythingEnds) {
    const Handed it(4);
    EXPECT_TRUE(take(it.data).value());
    soci::session sql(soci::sqlite3, "dbname=" + (it.handover / "taken" / "cloud.sqlite").string());
    int version = 0;
    sql << "SELECT MAX(number) FROM migrations", soci::into(version);
    EXPECT_EQ(version, storage::migrations().back().number);
}

TEST(Handover, RefusesWhatANewerCommandHandedOver) {
    const Handed it;
    {
        soci::session sql(soci::sqlite3, "dbname=" + (it.handover / "pending" / "cloud.sqlite").string());
        sql << "INSERT INTO migrations (number, name) VALUES (9999, 'tomorrow')";
    }
    EXPECT_EQ(take(it.data).error().code, Errc::unsupported);
    const auto outcome = outcome_of(it.data, it.id);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code, "unsupported");
    EXPECT_THAT(outcome->detail, HasSubstr("newer version than the gantry-cloud that runs"));
    it.start();
    EXPECT_EQ(it.state(), "Now");
}

TEST(Handover, MovesADamagedDatabaseAsideAsItIs) {
    const Handed it;
    std::ofstream(it.data / "cloud.sqlite", std::ios::trunc) << std::string(8192, 'x');
    EXPECT_TRUE(take(it.data).value());
    it.start();
    EXPECT_EQ(it.state(), "Then");
    EXPECT_THAT(read_file(outcome_of(it.data, it.id)->former), StartsWith("xxxx"));
}

}  // namespace
}  // namespace gantry::cloud::backup
