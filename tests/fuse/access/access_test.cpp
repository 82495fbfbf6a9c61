#include "fuse/access/access.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/supervisor.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::access {
namespace {

using gantry::testing::TemporaryFolder;

const Visitor laptop{"192.0.2.7", "Firefox"};
const Secret password("correct horse");

struct Rig {
    explicit Rig(const std::string& folder)
        : store(folder), access(store, {.hash_cost = HashCost::cheapest}) {
        access.load();
    }
    awaitable<SignedIn> set_up() {
        auto opened = co_await access.set_up(access.setup_code(), password, laptop);
        if (!opened) throw std::runtime_error(opened.error().detail);
        co_return *opened;
    }

    storage::Store store;
    Access access;
};

TEST(Access, StartsWithASetupCodeThatIsGoodForOnePassword) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        const auto code = rig.access.setup_code();
        EXPECT_EQ(code.reveal().size(), 9u);
        EXPECT_EQ((co_await rig.access.sign_in(password, laptop)).error().code, Errc::conflict);
        const auto wrong = co_await rig.access.set_up(Secret("AAAA-AAAA"), password, laptop);
        EXPECT_EQ(wrong.error().code, Errc::unauthorized);
        const auto weak = co_await rig.access.set_up(code, Secret("short"), laptop);
        EXPECT_EQ(weak.error().code, Errc::malformed);
        EXPECT_FALSE(rig.access.has_password());
        auto typed = code.reveal();
        typed[4] = ' ';
        const auto opened = co_await rig.access.set_up(Secret(typed), password, laptop);
        EXPECT_TRUE(rig.access.who(opened->token, laptop));
        EXPECT_TRUE(rig.access.setup_code().empty());
        const auto again = co_await rig.access.set_up(code, Secret("another password"), laptop);
        EXPECT_EQ(again.error().code, Errc::conflict);
        EXPECT_TRUE(co_await rig.access.sign_in(password, laptop));
    });
}

TEST(Access, RemembersPasswordAndSessionsAcrossARestart) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        SignedIn opened;
        {
            Rig rig(folder.path());
            opened = co_await rig.set_up();
        }
        Rig rig(folder.path());
        EXPECT_TRUE(rig.access.setup_code().empty());
        EXPECT_EQ(rig.access.who(opened.token, laptop)->id, opened.id);
        EXPECT_TRUE(co_await rig.access.end(opened.id));
        EXPECT_FALSE(rig.access.who(opened.token, laptop));
        EXPECT_EQ((co_await rig.access.end(opened.id)).error().code, Errc::not_found);
    });
}

TEST(Access, RefusesToStartWhenItCannotReadWhoMayComeIn) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Store store(folder.path());
        EXPECT_TRUE(co_await store.save_record("access", Secret("{\"password_hash\":7}")));
        Access access(store);
        EXPECT_THROW(access.load(), std::runtime_error);
    });
}

TEST(Access, MakesWrongPasswordsWaitAlsoWhenTheyComeAtOnce) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        co_await rig.set_up();
        Supervisor supervisor(executor, "test");
        std::map<Errc, int> answers;
        std::vector<Task> tasks;
        for (int i = 0; i < 12; ++i) {
            tasks.push_back(supervisor.spawn("attempt", [&]() -> awaitable<void> {
                auto opened = co_await rig.access.sign_in(Secret("a wrong guess"), laptop);
                ++answers[opened.error().code];
            }));
        }
        for (auto& task : tasks)
            co_await task.join();
        EXPECT_EQ(answers[Errc::unauthorized], 5);
        EXPECT_EQ(answers[Errc::rate_limited], 7);
        const auto right = co_await rig.access.sign_in(password, laptop);
        EXPECT_EQ(right.error().code, Errc::rate_limited) << "a right one must wait too";
        EXPECT_TRUE(right.error().detail.starts_with("Too many wrong attempts. Try again in "));
        EXPECT_GT(rig.access.wait(laptop.address).count(), 0);
        EXPECT_TRUE(co_await rig.access.sign_in(password, {"192.0.2.8", ""}));
    });
}

TEST(Access, ChangesThePasswordOfWhoKnowsItAndSignsOthersOut) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        const auto mine = co_await rig.set_up();
        const auto other = *co_await rig.access.sign_in(password, laptop);
        bool told = false;
        const auto end = rig.access.end_of(other.id);
        const auto listening = end->subscribe([&] { told = true; });
        const Secret next("a new password");
        const auto wrong = co_await rig.access.change_password(Secret("guess"), next, {mine.id}, laptop);
        EXPECT_EQ(wrong.error().code, Errc::unauthorized);
        EXPECT_FALSE(told);
        EXPECT_TRUE(co_await rig.access.change_password(password, next, {mine.id}, laptop));
        EXPECT_TRUE(told);
        EXPECT_TRUE(rig.access.who(mine.token, laptop));
        EXPECT_FALSE(rig.access.who(other.token, laptop));
        EXPECT_EQ((co_await rig.access.sign_in(password, laptop)).error().code, Errc::unauthorized);
        EXPECT_TRUE(co_await rig.access.change_password(Secret(), password, {}, laptop))
            << "whoever sits at the machine has forgotten it";
        EXPECT_FALSE(rig.access.who(mine.token, laptop));
    });
}

TEST(Access, IsClosedAgainWithoutPassword) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        const auto code = rig.access.setup_code();
        const auto mine = co_await rig.set_up();
        const auto player = *co_await rig.access.add_player("OBS", laptop);
        EXPECT_TRUE(co_await rig.access.remove_password());
        EXPECT_FALSE(rig.access.who(mine.token, laptop));
        EXPECT_FALSE(rig.access.who(player.token, laptop));
        EXPECT_FALSE(rig.access.setup_code().empty());
        EXPECT_FALSE(rig.access.setup_code() == code);
    });
}

TEST(Access, GivesPlayersATokenOfTheirOwn) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        const auto added = *co_await rig.access.add_player("OBS on the left", laptop);
        EXPECT_EQ(rig.access.who(added.token, laptop)->kind, Kind::player);
        for (const std::string name : {"", "two\nlines"})
            EXPECT_EQ((co_await rig.access.add_player(name, laptop)).error().code, Errc::malformed);
        EXPECT_TRUE(co_await rig.access.end_everybody());
        EXPECT_TRUE(rig.access.who(added.token, laptop)) << "only people sign in and out";
    });
}

TEST(Access, SignsInNobodyWhomTheDiskDoesNotKeep) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        Rig rig(folder.path());
        const auto mine = co_await rig.set_up();
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open((folder.path() + "/fuse.sqlite").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, "DROP TABLE records", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
        EXPECT_EQ((co_await rig.access.sign_in(password, laptop)).error().code, Errc::storage);
        EXPECT_EQ(rig.access.sessions().size(), 1u);
        EXPECT_EQ((co_await rig.access.end(mine.id)).error().code, Errc::storage);
        EXPECT_FALSE(rig.access.who(mine.token, laptop)) << "signed out, whatever the disk says";
    });
}

}  // namespace
}  // namespace gantry::fuse::access
