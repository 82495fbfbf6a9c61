// `gantry-cloud restore` as people run it while the Cloud serves: the real programs.
#include <gmock/gmock.h>

#include "base/folder_lock.hpp"
#include "cloud/backup/handover.hpp"
#include "tests/base/eventually.hpp"
#include "tests/cloud/backup/desk.hpp"

namespace gantry::cloud {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

awaitable<void> rename(Desk& desk, std::string owner) {
    const auto answer = co_await desk.cloud.call(Method::patch, "/api/store", {{"name", "After"}}, owner);
    EXPECT_TRUE(answer && answer->status == 204);
}

struct Saved {
    std::string owner;
    fs::path file;
};

// A Cloud that is called "After", and a backup of when it was called "Before".
awaitable<Saved> rename_after_backup(Desk& desk) {
    Saved saved{co_await desk.open(), desk.kept / "monday.backup"};
    EXPECT_EQ((co_await desk.backup(saved.file)).status, 0);
    co_await rename(desk, saved.owner);
    co_return saved;
}

TEST(Restore, IsServedByTheCloudThatRuns) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto owner = co_await desk.open();
        FakeFuse fuse(desk.cloud.host());
        co_await fuse.activate(owner);
        const auto file = desk.kept / "monday.backup";
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
        co_await rename(desk, owner);
        auto page = co_await open_page_at(desk.cloud.host(), {{"cookie", owner}});
        co_await page.expect("printers");
        auto gateway = co_await fuse.connect();
        gateway.send(printers_message({"p1"}));
        co_await gateway.expect("allowed_printers");

        const auto restored = co_await desk.restore(file, desk.data);
        EXPECT_EQ(restored.status, 0) << restored.said;
        EXPECT_THAT(restored.said, HasSubstr("and the Cloud goes on with it"));
        EXPECT_THAT(restored.said,
                    HasSubstr("The one before is in " + (desk.data / "cloud.sqlite.before-").string()));

        EXPECT_EQ(co_await desk.store_now(owner), "Before");
        co_await page.expect_end();
        co_await gateway.expect_end();
        auto again = co_await open_page_at(desk.cloud.host(), {{"cookie", owner}});
        co_await again.expect("printers");
        auto back = co_await fuse.connect();
        back.send(printers_message({"p1"}));
        co_await back.expect("allowed_printers");
        EXPECT_EQ(co_await desk.cloud.stop(), 0);
        EXPECT_EQ(co_await desk.store_on(desk.data), "Before");
    });
}

TEST(Restore, KeepsABrowserSignedInWhoseTokensWereRenewedSince) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        co_await desk.open();
        const auto signed_in =
            co_await desk.cloud.call(Method::post, "/api/session",
                                     {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
        auto browser = browser_of(*signed_in);
        const auto file = desk.kept / "monday.backup";
        EXPECT_EQ((co_await desk.backup(file)).status, 0);
        const auto renew = [&desk](std::string refresh) {
            return desk.cloud.call(Method::post, "/api/session/refresh", {}, refresh);
        };
        for (int i = 0; i < 3; ++i)
            browser = browser_of(*co_await renew(browser.refresh));
        EXPECT_EQ((co_await desk.restore(file, desk.data)).status, 0);
        const auto renewed_again = co_await renew(browser.refresh);
        EXPECT_EQ(renewed_again->status, 200);
        EXPECT_EQ(co_await desk.store_now(browser_of(*renewed_again).access), "Before");
        EXPECT_EQ(co_await desk.cloud.stop(), 0);
    });
}

TEST(Restore, OfABrokenBackupLeavesTheCloudAlone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto [owner, file] = co_await rename_after_backup(desk);
        auto page = co_await open_page_at(desk.cloud.host(), {{"cookie", owner}});
        co_await page.expect("printers");
        const auto before = names_in(desk.data);
        auto bytes = content_of(file);
        write(desk.kept / "half", bytes.substr(0, bytes.size() / 2));
        std::fill(bytes.begin() + 8192, bytes.begin() + 12'288, '\x5a');
        write(desk.kept / "damaged", bytes);
        for (const auto* broken : {"half", "damaged", "missing"}) {
            const auto refused = co_await desk.restore(desk.kept / broken, desk.data);
            EXPECT_EQ(refused.status, 1) << broken;
            EXPECT_THAT(refused.said, HasSubstr("Nothing was changed: "));
        }
        EXPECT_EQ(names_in(desk.data), before);
        EXPECT_EQ(co_await desk.store_now(owner), "After");
        // The page that was open is still told what happens.
        FakeFuse fuse(desk.cloud.host());
        co_await fuse.activate(owner);
        auto gateway = co_await fuse.connect();
        gateway.send(printers_message({"p1"}));
        co_await page.expect("printers");
        EXPECT_EQ(co_await desk.cloud.stop(), 0);
    });
}

TEST(Restore, IsCompletedByTheCommandWhenTheCloudIsKilledMeanwhile) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        for (const auto* moment : {"pending", "taken", "outcome"}) {
            Desk desk(executor);
            const auto [owner, file] = co_await rename_after_backup(desk);
            std::optional<Outcome> outcome;
            Supervisor commands(executor, "test");
            commands.run("restore",
                         [&]() -> awaitable<void> { outcome = co_await desk.restore(file, desk.data); });
            const auto seen = desk.data / "restore" / moment;
            co_await eventually([&] { return fs::exists(seen) || outcome; });
            desk.cloud.kill();
            EXPECT_TRUE(co_await gantry::eventually([&] { return outcome.has_value(); }, 40s));
            EXPECT_EQ(outcome->status, 0) << moment << ": " << outcome->said;
            EXPECT_EQ(co_await desk.store_on(desk.data), "Before") << moment;
        }
    });
}

TEST(Restore, ThatWasTakenIsCompletedAtTheNextStart) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto [owner, file] = co_await rename_after_backup(desk);
        desk.cloud.kill();
        {
            const auto waits = FolderLock::take(backup::handover_folder(desk.data));
            EXPECT_TRUE(backup::hand_over(desk.data, file, content_of(desk.data / "key")));
            EXPECT_TRUE(backup::take(desk.data).value_or(false));
        }
        EXPECT_EQ(co_await desk.store_on(desk.data), "Before");
    });
}

TEST(Restore, OfACommandThatWasKilledIsForgotten) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        const auto [owner, file] = co_await rename_after_backup(desk);
        {
            const auto waits = FolderLock::take(backup::handover_folder(desk.data));
            desk.cloud.kill();
            EXPECT_TRUE(backup::hand_over(desk.data, file, content_of(desk.data / "key")));
        }
        EXPECT_EQ(co_await desk.store_on(desk.data), "After");
        EXPECT_FALSE(fs::exists(desk.data / "restore" / "pending"));
    });
}

}  // namespace
}  // namespace gantry::cloud
