#include "cloud/backup/backup.hpp"

#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>

#include "base/folder_lock.hpp"
#include "base/private_file.hpp"
#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A backup of a server that has one owner and a store of that name; the owner's refresh cookie.
awaitable<std::string> make_one(Executor executor, fs::path data, fs::path file, std::string store) {
    TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
    const auto owner = co_await cloud.set_up_owner();
    co_await cloud.call(Method::patch, "/api/store", to_text(json::object{{"name", store}}), owner);
    const auto browser = co_await cloud.sign_in("owner@example.org");
    const auto made = make(data, file);
    EXPECT_TRUE(made) << made.error().detail;
    co_await cloud.stop();
    co_return browser.refresh;
}

awaitable<std::string> stores_on(Executor executor, fs::path data, std::string refresh) {
    TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
    const auto renewed = co_await cloud.call(Method::post, "/api/session/refresh", "", refresh);
    EXPECT_EQ(renewed.status, 200) << renewed.body;
    const auto stores = co_await cloud.call(Method::get, "/api/stores", "", browser_of(renewed).access);
    co_await cloud.stop();
    co_return stores.body;
}

void spoil(const fs::path& file, const std::string& statement) {
    soci::session sql(soci::sqlite3, "dbname=" + file.string());
    sql << statement;
}

TEST(Backup, IsMadeWhileTheCloudRunsAndRestoredElsewhere) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto file = folder / "kept.backup";
        const auto refresh = co_await make_one(executor, folder / "one", file, "Before the flood");
        EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
        EXPECT_FALSE(fs::exists(folder / "kept.backup.part"));
        const auto elsewhere = folder / "two";
        const auto restored = restore(elsewhere, file);
        EXPECT_TRUE(restored && restored->former.empty());
        // Its own key came with it: the cookie that the former server gave is still good.
        EXPECT_THAT(co_await stores_on(executor, elsewhere, refresh), HasSubstr("Before the flood"));
    });
}

TEST(Backup, KeepsWhatWasThereAside) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto file = folder / "kept.backup";
        const auto refresh = co_await make_one(executor, folder / "one", file, "Restored");
        const auto data = folder / "two";
        const auto former = co_await make_one(executor, data, folder / "other.backup", "Former");
        const auto restored = restore(data, file);
        if (!restored) throw std::runtime_error(restored.error().detail);
        EXPECT_THAT(co_await stores_on(executor, data, refresh), HasSubstr("Restored"));
        soci::session sql(soci::sqlite3, "dbname=" + restored->former.string());
        std::string name;
        sql << "SELECT name FROM stores", soci::into(name);
        EXPECT_EQ(name, "Former");
    });
}

TEST(Backup, IsWithdrawnWhenTheProgramOnTheFolderDoesNotTakeIt) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto file = folder / "kept.backup";
        const auto data = folder / "one";
        const auto refresh = co_await make_one(executor, data, file, "Here");
        {
            const auto lock = FolderLock::take(data);  // as a Cloud of an older version holds it
            const auto refused = restore(data, file, 50ms);
            EXPECT_EQ(refused.error().code, Errc::timeout);
            EXPECT_THAT(refused.error().detail, HasSubstr("does not take the backup; stop it"));
            EXPECT_FALSE(fs::exists(data / "restore" / "pending"));
        }
        EXPECT_TRUE(restore(data, file));
        EXPECT_THAT(co_await stores_on(executor, data, refresh), HasSubstr("Here"));
    });
}

TEST(Backup, IsRestoredByOneAtATimeAndWhenNobodyReadsTheDatabase) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto file = folder / "kept.backup";
        const auto data = folder / "one";
        const auto refresh = co_await make_one(executor, data, file, "Here");
        fs::create_directories(data / "restore");
        {
            const auto lock = FolderLock::take(data / "restore");
            EXPECT_EQ(restore(data, file).error().code, Errc::busy);
        }
        {
            soci::session sql(soci::sqlite3, "dbname=" + (data / "cloud.sqlite").string());
            soci::transaction reading(sql);
            std::string name;
            sql << "SELECT name FROM stores", soci::into(name);
            const auto refused = restore(data, file);
            EXPECT_EQ(refused.error().code, Errc::busy);
            EXPECT_THAT(refused.error().detail, HasSubstr("another program has"));
        }
        EXPECT_THAT(co_await stores_on(executor, data, refresh), HasSubstr("Here"));
    });
}

TEST(Backup, IsRefusedWhenItIsNotWholeOrNotOurs) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto good = folder / "good";
        const auto data = folder / "one";
        const auto refresh = co_await make_one(executor, data, good, "Untouched");
        const auto code_of = [&](const char* name) {
            const auto refused = restore(data, folder / name);
            return refused ? Errc::internal : refused.error().code;
        };
        EXPECT_EQ(code_of("missing"), Errc::not_found);
        write_private_file(folder / "text",
                           "no database at all, but long enough to be looked at: " + std::string(200, 'x'));
        EXPECT_EQ(code_of("text"), Errc::malformed);
        auto bytes = read_file(good);
        write_private_file(folder / "half", bytes.substr(0, bytes.size() / 2));
        EXPECT_EQ(code_of("half"), Errc::malformed);
        std::fill(bytes.begin() + 8192, bytes.begin() + 12'288, '\x5a');
        write_private_file(folder / "damaged", bytes);
        EXPECT_EQ(code_of("damaged"), Errc::malformed);
        fs::copy_file(data / "cloud.sqlite", folder / "no backup");
        EXPECT_EQ(code_of("no backup"), Errc::malformed);
        fs::copy_file(good, folder / "newer");
        spoil(folder / "newer", "INSERT INTO migrations (number, name) VALUES (9999, 'tomorrow')");
        EXPECT_EQ(code_of("newer"), Errc::unsupported);
        EXPECT_EQ(make(folder / "empty", folder / "x").error().code, Errc::not_found);
        EXPECT_THAT(co_await stores_on(executor, data, refresh), HasSubstr("Untouched"));
    });
}

}  // namespace
}  // namespace gantry::cloud::backup
