// The time of day of this machine is set back while Fuse runs: by hand, or by the network after a dead
// battery.
#include "base/clock.hpp"
#include "tests/base/wall_clock.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse {
namespace {

using testing::ClockSetBack;
using testing::FakeCloud;
using testing::TemporaryFolder;

TEST(ClockSetBack, IsWhatTheseTestsSee) {
    const auto before = unix_ms_now();
    {
        const ClockSetBack back(24h);
        EXPECT_LT(unix_ms_now(), before - 23 * 3'600'000);
    }
    EXPECT_GE(unix_ms_now(), before);
}

TEST(ClockSetBack, LetsAnActivationCodeExpireInItsOwnTime) {
    const auto script = [](FakeCloud& cloud) {
        cloud.polls = {"authorization_pending"};
        cloud.code_lifetime_s = 3;
    };
    with_cloud(script, [](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        EXPECT_TRUE(co_await eventually([&] { return cloud.codes_asked == 1; }));
        const ClockSetBack back(24h * 365);
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "expired"));
    });
}

TEST(ClockSetBack, SignsNobodyOutAndInForNoLonger) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Store store(folder.path());
        access::Access access(store, {.hash_cost = HashCost::cheapest});
        access.load();
        const access::Visitor visitor{.address = "192.0.2.7", .browser = "test"};
        const auto opened = co_await access.set_up(access.setup_code(), Secret("a long password"), visitor);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().detail);
        {
            const ClockSetBack back(24h * 400);
            EXPECT_TRUE(access.who(opened->token, visitor)) << "nobody is signed out by it";
        }
        EXPECT_FALSE(access.who(opened->token, visitor))
            << "a week without use is over by the clock that is right again";
    });
}

TEST(ClockSetBack, KeepsReportsAndTheHourInOrder) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        const ClockSetBack back(24h * 30);
        const auto set_back_at = unix_ms_now();
        EXPECT_TRUE(sim.printer.start_print());
        EXPECT_TRUE(co_await eventually([&] { return sim.printer.running(); }));
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/print/result", "running"));
        const auto state = (co_await fuse.get(path)).at("state");
        EXPECT_EQ(state.at("connection"), "online");
        const auto started = state.at("print").at("started_at").to_number<std::int64_t>();
        EXPECT_TRUE(started == 0 || started >= set_back_at) << started;
        EXPECT_GE(state.at("last_report_at").to_number<std::int64_t>(), set_back_at);
        const auto hour = (co_await fuse.get(path + "/history")).at("at");
        std::int64_t before = 0;
        for (const auto& at : hour.as_array()) {
            EXPECT_GE(at.to_number<std::int64_t>(), before);
            before = at.to_number<std::int64_t>();
        }
    });
}

}  // namespace
}  // namespace gantry::fuse
