#include "bambu/doctor/printer_check.hpp"

#include <fmt/format.h>

#include "bambu/doctor/conversation.hpp"
#include "bambu/doctor/storage.hpp"
#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "net/ftps/visit.hpp"
#include "net/tcp/stream.hpp"

namespace gantry::bambu::doctor {
namespace {

constexpr auto code_is_wrong = "The access code must be right first.";
constexpr auto not_the_printer = "Not tried with a device that is not known to be the printer.";
constexpr auto not_reached = "It shows only when the printer answers.";
constexpr auto ask_files_again = 500ms;
constexpr auto port_is_closed = "It shows only when the port answers.";

// Shared by its branches, which at a cancellation may end after run().
class PrinterCheck : public std::enable_shared_from_this<PrinterCheck> {
public:
    PrinterCheck(std::shared_ptr<Checkup> checkup, PrinterTarget target, PrinterProbes probes,
                 WorkerPool& pool, std::stop_token stop, PrinterLimits limits)
        : checkup_(std::move(checkup)),
          target_(std::move(target)),
          probes_(std::move(probes)),
          pool_(pool),
          stop_(std::move(stop)),
          limits_(limits) {}

    awaitable<void> run();

private:
    using Branch = awaitable<void> (PrinterCheck::*)();
    awaitable<void> join_all(std::vector<Task>& tasks);
    awaitable<void> check_broker();
    awaitable<void> check_storage();
    awaitable<Result<net::ftps::Room>> visit_files(const net::ftps::Target& target);
    awaitable<void> check_camera();
    awaitable<void> check_announcement();
    awaitable<bool> reach(std::string id, std::uint16_t port, Cause silent, Cause refused);
    awaitable<bool> printer_answers(std::string port, std::string next);
    awaitable<bool> may_use_code(std::string id);

    std::shared_ptr<Checkup> checkup_;
    PrinterTarget target_;
    PrinterProbes probes_;
    WorkerPool& pool_;
    std::stop_token stop_;
    PrinterLimits limits_;
    report::Storage storage_ = report::Storage::unknown;
};

awaitable<void> PrinterCheck::run() {
    Supervisor supervisor(co_await asio::this_coro::executor, "bambu.doctor");
    std::vector<Task> tasks;
    for (const Branch branch : {&PrinterCheck::check_broker, &PrinterCheck::check_storage,
                                &PrinterCheck::check_camera, &PrinterCheck::check_announcement})
        tasks.push_back(
            supervisor.spawn("check", [self = shared_from_this(), branch] { return (*self.*branch)(); }));
    try {
        co_await within(limits_.everything, join_all(tasks));
    } catch (const SystemError& e) {
        if (e.code() != asio::error::timed_out) throw;
        for (const auto& step : printer_plan(target_, Scope::everything))
            checkup_->settle(step.id, failed(Cause::no_answer, "No answer in time."));
    }
}

awaitable<void> PrinterCheck::join_all(std::vector<Task>& tasks) {
    for (auto& task : tasks)
        co_await task.join();
}

awaitable<bool> PrinterCheck::reach(std::string id, std::uint16_t port, Cause silent, Cause refused) {
    checkup_->start(id);
    auto reached = co_await net::tcp::connect(target_.address, port, limits_.port);
    if (reached) {
        (*reached)->close();
        checkup_->settle(id, passed(fmt::format("{} answers on port {}.", target_.address, port)));
        co_return true;
    }
    if (reached.error().code == Errc::timeout) {
        checkup_->settle(
            id, failed(silent, fmt::format("{} does not answer on port {}.", target_.address, port)));
    } else {
        checkup_->settle(id, failed(refused, "No connection to " + reached.error().detail + "."));
    }
    co_return false;
}

// Where the printer itself is not reached, its other ports say nothing of their own.
awaitable<bool> PrinterCheck::printer_answers(std::string port, std::string next) {
    if (co_await checkup_->settled("mqtt_port") != StepState::failed) co_return true;
    checkup_->settle(port, skipped(not_reached));
    checkup_->settle(next, skipped(not_reached));
    co_return false;
}

// Whether the access code is known to be right, or at least not to be wrong.
awaitable<bool> PrinterCheck::may_use_code(std::string id) {
    if (co_await checkup_->settled("certificate") == StepState::failed) {
        checkup_->settle(id, skipped(not_the_printer));
        co_return false;
    }
    if (co_await checkup_->settled("access_code") == StepState::failed) {
        checkup_->settle(id, skipped(code_is_wrong));
        co_return false;
    }
    co_return true;
}

awaitable<void> PrinterCheck::check_broker() {
    const auto standing = probes_.connection ? probes_.connection() : std::nullopt;
    if (standing) {
        storage_ = standing->storage;
        checkup_->settle("mqtt_port", passed(standing->seen));
        checkup_->settle("certificate", passed("It is the one that is expected."));
        checkup_->settle("access_code", passed("The printer accepts it."));
        co_return judge_mode(*checkup_, standing->developer_mode);
    }
    if (co_await reach("mqtt_port", target_.mqtt_port, Cause::printer_silent, Cause::connection_refused)) {
        storage_ = co_await converse(*checkup_, target_, limits_);
        co_return;
    }
    for (const auto* id : {"certificate", "access_code", "developer_mode"})
        checkup_->settle(id, skipped(not_reached));
}

awaitable<void> PrinterCheck::check_storage() {
    if (!checkup_->plans("ftps_port") || !co_await printer_answers("ftps_port", "storage")) co_return;
    if (!co_await reach("ftps_port", target_.ftps_port, Cause::files_silent, Cause::files_refused))
        co_return checkup_->settle("storage", skipped(port_is_closed));
    if (!co_await may_use_code("storage")) co_return;
    // By now the printer has said what it knows of its storage.
    co_await checkup_->settled("developer_mode");
    if (auto reported = judge_reported(storage_)) co_return checkup_->settle("storage", *reported);
    checkup_->start("storage");
    net::ftps::Target target{.address = target_.address,
                             .port = target_.ftps_port,
                             .user = "bblp",
                             .password = target_.access_code,
                             .verify = net::tls::expect(target_.serial, target_.fingerprint),
                             .limit = limits_.storage};
    checkup_->settle("storage", judge_room(co_await visit_files(target)));
}

// Many file servers serve one client at a time, and notice late that one has gone, such as the look at the
// port before: who is hung up on asks again.
awaitable<Result<net::ftps::Room>> PrinterCheck::visit_files(const net::ftps::Target& target) {
    const auto end = std::chrono::steady_clock::now() + limits_.files_free;
    for (;;) {
        auto room = co_await net::ftps::visit(pool_, target, stop_);
        const bool is_busy = !room && room.error().code == Errc::offline;
        if (!is_busy || std::chrono::steady_clock::now() + ask_files_again > end) co_return room;
        co_await sleep_for(ask_files_again);
    }
}

awaitable<void> PrinterCheck::check_camera() {
    if (!checkup_->plans("camera_port") || !co_await printer_answers("camera_port", "camera")) co_return;
    if (probes_.camera_is_open && probes_.camera_is_open()) {
        checkup_->settle("camera_port", passed("The connection is open."));
    } else if (!co_await reach("camera_port", target_.camera_port, Cause::camera_port_silent,
                               Cause::camera_port_refused)) {
        co_return checkup_->settle("camera", skipped(port_is_closed));
    }
    if (!co_await may_use_code("camera")) co_return;
    checkup_->start("camera");
    auto finding = co_await probes_.camera();
    checkup_->settle("camera", std::move(finding));
}

awaitable<void> PrinterCheck::check_announcement() {
    if (!checkup_->plans("announcement")) co_return;
    checkup_->start("announcement");
    auto finding = co_await probes_.announcement();
    checkup_->settle("announcement", std::move(finding));
}

}  // namespace

std::vector<Checkup::Plan> printer_plan(const PrinterTarget& target, Scope scope) {
    const bool all = scope == Scope::everything;
    std::vector<Checkup::Plan> plan = {
        {"mqtt_port", fmt::format("Printer reachable (port {})", target.mqtt_port)},
        {"certificate", "Certificate"},
        {"access_code", "Access code"}};
    if (all) {
        plan.push_back({"developer_mode", "Developer Mode"});
        plan.push_back({"ftps_port", fmt::format("File server (port {})", target.ftps_port)});
        plan.push_back({"storage", "Storage of the printer"});
    }
    if (target.camera_port != 0) {
        plan.push_back({"camera_port", fmt::format("Camera port {}", target.camera_port)});
        plan.push_back({"camera", "Pictures coming"});
    }
    if (all) plan.push_back({"announcement", "Announcement (SSDP)"});
    return plan;
}

awaitable<void> check_printer(std::shared_ptr<Checkup> checkup, PrinterTarget target, PrinterProbes probes,
                              WorkerPool& pool, std::stop_token stop, PrinterLimits limits) {
    const auto check = std::make_shared<PrinterCheck>(std::move(checkup), std::move(target),
                                                      std::move(probes), pool, std::move(stop), limits);
    co_await check->run();
}

}  // namespace gantry::bambu::doctor
