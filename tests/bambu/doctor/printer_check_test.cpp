#include "bambu/doctor/printer_check.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>

#include "bambu/doctor/storage.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::bambu::doctor {
namespace {

// A port that takes no notice of whoever knocks, as behind a firewall: the queue of its listener is full.
class SilentPort {
public:
    explicit SilentPort(const Executor& executor)
        : acceptor_(executor, {asio::ip::make_address("127.0.0.1"), 0}), waiting_(executor) {
        ::listen(acceptor_.native_handle(), 0);
        waiting_.connect(acceptor_.local_endpoint());
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    asio::ip::tcp::acceptor acceptor_;
    asio::ip::tcp::socket waiting_;
};

awaitable<Report> check(PrinterTarget target, PrinterProbes probes) {
    WorkerPool pool(1);
    const auto executor = co_await asio::this_coro::executor;
    const auto checkup = std::make_shared<Checkup>(executor, printer_plan(target, Scope::camera));
    PrinterLimits limits;
    limits.port = std::chrono::milliseconds(300);
    co_await check_printer(checkup, std::move(target), std::move(probes), pool, {}, limits);
    co_return checkup->report();
}

const Step& step(const Report& report, std::string_view id) {
    return *std::ranges::find(report.steps, id, &Step::id);
}

TEST(PrinterCheck, NamesAPrinterBehindAFirewall) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const SilentPort silent(executor);
        PrinterTarget target{.address = "127.0.0.1", .mqtt_port = silent.port(), .camera_port = 6000};
        const auto report = co_await check(std::move(target), {});
        EXPECT_EQ(step(report, "mqtt_port").cause, "printer_silent");
        EXPECT_EQ(step(report, "camera_port").state, StepState::skipped);
        EXPECT_EQ(step(report, "camera").state, StepState::skipped);
    });
}

TEST(PrinterCheck, NamesACameraPortBehindAFirewall) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const SilentPort silent(executor);
        PrinterTarget target{.address = "127.0.0.1", .camera_port = silent.port()};
        PrinterProbes probes;
        probes.connection = [] { return Standing{.seen = "Connected."}; };
        const auto report = co_await check(std::move(target), std::move(probes));
        EXPECT_EQ(step(report, "access_code").state, StepState::passed);
        EXPECT_EQ(step(report, "camera_port").cause, "camera_port_silent");
        EXPECT_NE(advice_for("camera_port_silent")->todo.at(0).find("firewall allows port 6000"),
                  std::string::npos);
    });
}

TEST(PrinterCheck, TellsStorageThatIsMissingFromStorageThatIsFull) {
    EXPECT_EQ(judge_reported(report::Storage::none)->cause, "storage_missing");
    EXPECT_EQ(judge_reported(report::Storage::read_only)->cause, "storage_broken");
    EXPECT_FALSE(judge_reported(report::Storage::good));
    EXPECT_EQ(judge_room(net::ftps::Room{.free_bytes = 1'000'000}).cause, "storage_full");
    EXPECT_EQ(judge_room(net::ftps::Room{.free_bytes = 8'000'000'000}).seen, "Signed in, 8.0 GB free.");
    const auto cause = [](Errc code) {
        return judge_room(std::unexpected(Error{code, "It does not work"})).cause;
    };
    EXPECT_EQ(cause(Errc::unauthorized), "files_code");
    EXPECT_EQ(cause(Errc::timeout), "files_silent");
    EXPECT_EQ(cause(Errc::offline), "files_busy");
    EXPECT_EQ(cause(Errc::rejected), "storage_broken");
}

TEST(PrinterCheck, TellsWhyAnUploadFailed) {
    const auto cause = [](Errc code, std::string detail, bool had_begun) {
        return judge_upload({code, std::move(detail)}, had_begun).cause;
    };
    EXPECT_EQ(cause(Errc::storage, "552 Disk full.", true), "storage_full");
    EXPECT_EQ(cause(Errc::storage, "5 bytes are free, and the file has 6", false), "storage_full");
    EXPECT_EQ(cause(Errc::storage, "553 Could not create file.", false), "storage_refused");
    EXPECT_EQ(cause(Errc::offline, "it broke", true), "link_unstable");
    EXPECT_EQ(cause(Errc::timeout, "nothing moved", true), "link_unstable");
    EXPECT_EQ(cause(Errc::malformed, "5 of 6 bytes arrived", true), "link_unstable");
    EXPECT_EQ(cause(Errc::offline, "it hung up", false), "files_busy");
    EXPECT_EQ(cause(Errc::unauthorized, "530 Login incorrect.", false), "files_code");
}

}  // namespace
}  // namespace gantry::bambu::doctor
