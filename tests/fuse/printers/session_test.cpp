#include "fuse/printers/session.hpp"

#include <gtest/gtest.h>

#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::fuse::printers {
namespace {

using Clock = std::chrono::steady_clock;

// Its printer is switched off but for the dial whose number is `answers`, which it takes and then drops.
class OffDriver final : public Driver {
public:
    class Link final : public PrinterLink {
    public:
        Link(LinkListener& listener, bool answers) : listener_(listener), answers_(answers) {}
        awaitable<Error> run() override {
            if (answers_) listener_.on_connected({});
            co_return Error{Errc::offline, "nothing answers"};
        }
        awaitable<Result<>> command(Command) override { co_return fail(Errc::offline, "nothing answers"); }

    private:
        LinkListener& listener_;
        bool answers_;
    };

    std::string name() const override { return "off"; }
    awaitable<Result<Identity>> identify(PrinterConfig) override {
        co_return fail(Errc::offline, "nothing answers");
    }
    Result<> complete(PrinterConfig&) const override { return {}; }
    std::unique_ptr<PrinterLink> make_link(Executor, PrinterConfig, LinkListener& listener) override {
        dials.push_back(Clock::now());
        return std::make_unique<Link>(listener, dials.size() == answers);
    }

    std::vector<Clock::time_point> dials;
    std::size_t answers = 0;
};

constexpr SessionLimits limits{.backoff = {.first = 1ms, .longest = 60ms}};

TEST(PrinterSession, DialsAPrinterThatIsOffOnceInTheLongestPauseAtMost) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        OffDriver driver;
        PrinterSession session(executor, driver, {}, {.on_state = [] {}}, limits);
        EXPECT_TRUE(co_await eventually([&] { return driver.dials.size() >= 6; }));
        for (std::size_t i = 1; i < driver.dials.size(); ++i)
            EXPECT_GE(driver.dials[i] - driver.dials[i - 1], 60ms);
        co_await session.stop();
    });
}

TEST(PrinterSession, HurriesBackToAPrinterThatWasJustThere) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        OffDriver driver;
        driver.answers = 1;
        auto slow = limits;
        slow.backoff.longest = 1h;
        PrinterSession session(executor, driver, {}, {.on_state = [] {}}, slow);
        EXPECT_TRUE(co_await eventually([&] { return driver.dials.size() >= 6; }));
        co_await session.stop();
    });
}

TEST(PrinterSession, WaitsBeforeItsFirstDialUnlessItIsWoken) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        OffDriver driver;
        const auto started = Clock::now();
        PrinterSession session(executor, driver, {}, {.on_state = [] {}}, limits, {.after = 30ms});
        EXPECT_TRUE(co_await eventually([&] { return !driver.dials.empty(); }));
        EXPECT_GE(driver.dials.front() - started, 30ms);
        OffDriver other;
        PrinterSession patient(executor, other, {}, {.on_state = [] {}}, limits, {.after = 1h});
        EXPECT_TRUE(co_await eventually([&] {
            patient.wake();
            return !other.dials.empty();
        }));
        co_await session.stop();
        co_await patient.stop();
    });
}

TEST(PrinterSession, DialsAtOnceWhenItIsWoken) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        OffDriver driver;
        auto slow = limits;
        slow.backoff.longest = 1h;
        PrinterSession session(executor, driver, {}, {.on_state = [] {}}, slow);
        EXPECT_TRUE(co_await eventually([&] { return driver.dials.size() == 1; }));
        EXPECT_TRUE(co_await eventually([&] {
            session.wake();
            return driver.dials.size() > 1;
        }));
        co_await session.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
