#include "cloud/storage/database.hpp"

#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "cloud/accounts/people.hpp"
#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"
#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::storage {
namespace {

Result<> add_store(soci::session& sql) {
    sql << "INSERT INTO stores (id, name, created_at) VALUES ('s', 'Workshop', 0)";
    return {};
}

Result<int> count_stores(soci::session& sql) {
    int count = 0;
    sql << "SELECT COUNT(*) FROM stores", soci::into(count);
    return count;
}

TEST(Database, KeepsWhatWasWrittenAndItsNumberOfMigrations) {
    const TemporaryFolder folder;
    const auto file = folder / "cloud.sqlite";
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(file);
        EXPECT_TRUE((co_await database.run(add_store)).has_value());
    });
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(file);
        EXPECT_EQ(*co_await database.run(count_stores), 1);
        const auto number = co_await database.run([](soci::session& sql) -> Result<int> {
            int found = 0;
            sql << "SELECT MAX(number) FROM migrations", soci::into(found);
            return found;
        });
        EXPECT_EQ(*number, migrations().back().number);
    });
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
}

TEST(Database, ForgetsWhatAFailedTransactionDid) {
    const TemporaryFolder folder;
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(folder / "cloud.sqlite");
        const auto refused = co_await database.run([](soci::session& sql) -> Result<> {
            static_cast<void>(add_store(sql));
            return fail(Errc::conflict, "no");
        });
        EXPECT_EQ(refused.error().code, Errc::conflict);
        const auto broken = co_await database.run([](soci::session& sql) -> Result<> {
            static_cast<void>(add_store(sql));
            return add_store(sql);  // the same id
        });
        EXPECT_EQ(broken.error().code, Errc::storage);
        EXPECT_EQ(*co_await database.run(count_stores), 0);
    });
}

TEST(Database, KeepsReferencesWhole) {
    const TemporaryFolder folder;
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(folder / "cloud.sqlite");
        const auto dangling = co_await database.run([](soci::session& sql) -> Result<> {
            static_cast<void>(add_store(sql));
            sql << "INSERT INTO members (user_id, store_id, role, overrides, scope, joined_at) "
                   "VALUES ('nobody', 's', 'owner', '{}', '{}', 0)";
            return {};
        });
        EXPECT_EQ(dangling.error().code, Errc::storage);
        EXPECT_EQ(*co_await database.run(count_stores), 0);
    });
}

TEST(Database, OfOneStoreForEachPersonBecomesOneOfSeveral) {
    const TemporaryFolder folder;
    const auto file = folder / "cloud.sqlite";
    {
        soci::session before(soci::sqlite3, "dbname=\"" + file.string() + "\"");
        migrate(before, 2);
        static_cast<void>(add_store(before));
        before << "INSERT INTO users (id, store_id, name, email, password_hash, role, overrides, created_at, "
                  "scope) "
                  "VALUES ('u', 's', 'Vic', 'vic@example.org', 'hash', 'viewer', "
                  "'{\"printer.camera\":true}', 7, "
                  "'{\"all\":false,\"printers\":[\"p1\"]}')";
        before << "INSERT INTO sessions (token_hash, user_id, created_at, seen_at) VALUES ('h', 'u', 0, 0)";
    }
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(file);
        const auto found = co_await database.run([](soci::session& sql) -> Result<accounts::Member> {
            return accounts::people::find_member(sql, UserId("u"), StoreId("s"));
        });
        EXPECT_EQ(found->store_name, "Workshop");
        EXPECT_EQ(found->email, "vic@example.org");
        EXPECT_EQ(found->grants.role, farm::Role::viewer);
        EXPECT_TRUE(farm::allows(found->grants, "printer.camera", farm::PrinterId("p1"), {}));
        EXPECT_FALSE(farm::allows(found->grants, "printer.camera", farm::PrinterId("p2"), {}));
    });
}

// What another process does to the same file; its connection is open, and in the middle of writing.
struct Other {
    explicit Other(const std::filesystem::path& file) {
        open(sql, file, 0ms);
        sql << "BEGIN IMMEDIATE";
        sql << "INSERT INTO stores (id, name, created_at) VALUES ('o', 'Other', 0)";
    }
    soci::session sql;
};

TEST(Database, WaitsForAnotherWriterBeforeItReadsWhatItWrites) {
    const TemporaryFolder folder;
    const auto file = folder / "cloud.sqlite";
    run_coroutine_and_drain([&](Executor executor) -> awaitable<void> {
        Database database(file);
        std::optional<Other> other(file);
        std::optional<Result<int>> counted;
        Supervisor supervisor(executor, "test");
        supervisor.run("read, then write", [&]() -> awaitable<void> {
            counted = co_await database.run([](soci::session& sql) -> Result<int> {
                const auto before = count_stores(sql);
                if (auto added = add_store(sql); !added) return std::unexpected(added.error());
                return before;
            });
        });
        co_await sleep_for(300ms);  // longer than any work on a database takes by itself
        EXPECT_FALSE(counted);
        EXPECT_EQ((co_await database.read(count_stores)).value_or(-1), 0) << "who only reads does not wait";
        other->sql.commit();
        co_await eventually([&] { return counted.has_value(); });
        EXPECT_EQ(counted->value_or(-1), 1) << "what the other one wrote is there";
        EXPECT_EQ((co_await database.read(count_stores)).value_or(-1), 2);
    });
}

TEST(Database, IsReadWhileAnotherWrites) {
    const TemporaryFolder folder;
    const auto file = folder / "cloud.sqlite";
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(file, {.others = 50ms});
        const Other other(file);
        EXPECT_EQ((co_await database.read(count_stores)).value_or(-1), 0);
        const auto written = co_await database.run(add_store);
        EXPECT_EQ(written.error().code, Errc::storage);
        EXPECT_EQ((co_await database.read(count_stores)).value_or(-1), 0);
    });
}

TEST(Database, IsNotWrittenByWhatOnlyReads) {
    const TemporaryFolder folder;
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(folder / "cloud.sqlite");
        EXPECT_EQ((co_await database.read(add_store)).error().code, Errc::storage);
        EXPECT_EQ((co_await database.read(count_stores)).value_or(-1), 0);
        EXPECT_TRUE(co_await database.run(add_store));
    });
}

TEST(Database, OfANewerProgramIsNotTouched) {
    const TemporaryFolder folder;
    const auto file = folder / "cloud.sqlite";
    run_coroutine_and_drain([&](Executor) -> awaitable<void> {
        Database database(file);
        co_await database.run([](soci::session& sql) -> Result<> {
            sql << "INSERT INTO migrations (number, name) VALUES (9999, 'from the future')";
            return {};
        });
    });
    EXPECT_THROW(Database{file}, soci::soci_error);
}

}  // namespace
}  // namespace gantry::cloud::storage
