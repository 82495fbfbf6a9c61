#include "fuse/printers/session.hpp"

#include <boost/asio/redirect_error.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "fuse/printers/print.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr auto area = "fuse.printers";

bool needs_a_person(Errc code) {
    return code == Errc::unauthorized || code == Errc::untrusted || code == Errc::malformed;
}

bool connect_alike(PrinterConfig a, const PrinterConfig& b) {
    a.printer.name = b.printer.name;
    a.switches = b.switches;
    a.plate = b.plate;
    return a == b;
}

std::chrono::milliseconds jittered(std::chrono::milliseconds bound, const Backoff& backoff) {
    const auto up_to = [](std::chrono::milliseconds length) {
        return std::chrono::milliseconds(random_below(static_cast<std::uint32_t>(length.count()) + 1));
    };
    return bound < backoff.longest ? up_to(bound) : bound + up_to(bound / 2);
}

}  // namespace

PrinterSession::PrinterSession(Executor executor, Driver& driver, PrinterConfig config, Events events,
                               SessionLimits limits, SessionStart start)
    : supervisor_(executor, area),
      driver_(driver),
      config_(std::move(config)),
      events_(std::move(events)),
      limits_(limits),
      state_(std::move(start.known)),
      pause_(executor) {
    config_.printer.limits = driver_.limits(config_.printer);
    state_.print = config_.plate.print;
    state_.connection = farm::Connection::connecting;
    state_.problem.reset();
    this->start(start.after);
}

PrinterSession::~PrinterSession() = default;

void PrinterSession::start(std::chrono::milliseconds after) {
    running_ = supervisor_.spawn(config_.printer.name, [this, after] { return run(after); });
}

awaitable<void> PrinterSession::change(PrinterConfig config) {
    config.simulation = config_.simulation;
    config.plate = config_.plate;
    config.printer.limits = driver_.limits(config.printer);
    const bool keep = connect_alike(config_, config);
    config_ = std::move(config);
    if (keep) co_return;
    const int turn = ++turn_;
    // Two connections at once would share our state, and take two of the printer's few slots.
    running_.cancel();
    co_await running_.join();
    if (turn != turn_) co_return;
    distrusted_.reset();
    link_.reset();
    state_.connection = farm::Connection::connecting;
    state_.problem.reset();
    start(0ms);
    events_.on_state();
}

awaitable<void> PrinterSession::stop() {
    ++turn_;
    running_.cancel();
    co_await running_.join();
    link_.reset();
}

void PrinterSession::simulate(Simulation simulation) {
    config_.simulation = std::move(simulation);
    if (link_) {
        link_->simulate(*config_.simulation);
    } else {
        wake();
    }
}

void PrinterSession::wake() {
    pause_.cancel();
}

awaitable<Result<>> PrinterSession::command(Command command) {
    if (auto fine = farm::check(command, config_.printer.limits); !fine) co_return fine;
    const auto link = link_;
    if (!link) co_return fail(Errc::offline, "the printer is not connected");
    co_return co_await link->command(command);
}

Result<> PrinterSession::clear_plate() {
    if (farm::has_print(state_)) return fail(Errc::conflict, "a print is on the plate; stop it first");
    config_.plate = cleared(config_.plate, state_);
    state_.needs_clearing = false;
    events_.on_state();
    return {};
}

// One that is silent between prints says everything as it happens all the same.
bool PrinterSession::heard_without_gap() const {
    if (heard_ && state_.connection == farm::Connection::online) return true;
    constexpr auto short_gap = 90s;
    return heard_at_ != std::chrono::steady_clock::time_point{} &&
           std::chrono::steady_clock::now() - heard_at_ < short_gap;
}

void PrinterSession::take_plate(farm::PrinterState& report) {
    auto plate = after(config_.plate, report);
    const Sight sight{state_, said_, heard_without_gap() ? Gap::none : Gap::some, unix_ms_now()};
    plate.print = after(config_.plate.print, report, sight);
    said_ = std::exchange(report.print, plate.print);
    heard_ = true;
    heard_at_ = std::chrono::steady_clock::now();
    report.needs_clearing = plate.in_use && !farm::has_print(report);
    if (plate == config_.plate) return;
    config_.plate = std::move(plate);
    if (events_.on_plate) events_.on_plate();
}

awaitable<void> PrinterSession::run(std::chrono::milliseconds after) {
    if (after > 0ms) co_await pause(after);
    // Whoever was never reached is most likely switched off; a lost connection is worth some hurry.
    auto bound = limits_.backoff.longest;
    for (;;) {
        const auto ended = co_await run_once();
        show(ended);
        if (needs_a_person(ended.code)) {
            co_await pause(limits_.refused_pause);
            continue;
        }
        bound = next_bound(bound);
        co_await pause(jittered(bound, limits_.backoff));
    }
}

std::chrono::milliseconds PrinterSession::next_bound(std::chrono::milliseconds bound) {
    const auto& backoff = limits_.backoff;
    const bool was_online = online_since_ != std::chrono::steady_clock::time_point{};
    const auto lived = std::chrono::steady_clock::now() - online_since_;
    if (was_online && (!reached_ || lived >= backoff.healthy_after)) {
        reached_ = true;
        return backoff.first;
    }
    return std::min(bound * 2, backoff.longest);
}

awaitable<Error> PrinterSession::run_once() {
    online_since_ = {};
    heard_ = false;
    const auto executor = co_await asio::this_coro::executor;
    const std::shared_ptr<PrinterLink> link = driver_.make_link(executor, config_, *this);
    link_ = link;
    auto ended = co_await link->run();
    link_.reset();
    co_return ended;
}

awaitable<void> PrinterSession::pause(std::chrono::milliseconds length) {
    pause_.expires_after(length);
    ErrorCode ignored;
    co_await pause_.async_wait(asio::redirect_error(use_awaitable, ignored));
}

void PrinterSession::show(const Error& ended) {
    const auto connection =
        needs_a_person(ended.code) ? farm::Connection::refused : farm::Connection::offline;
    if (state_.connection != connection || !state_.problem || state_.problem->detail != ended.detail) {
        log::warning(area, "{}: {} ({})", config_.printer.name, ended.detail, name_of(ended.code));
        const bool was_online = online_since_ != std::chrono::steady_clock::time_point{};
        const auto refused = needs_a_person(ended.code) ? "refused" : "unreachable";
        tell_connection(was_online ? "lost" : refused, ended.detail);
    }
    state_.connection = connection;
    state_.problem = farm::Problem{std::string(name_of(ended.code)), ended.detail};
    events_.on_state();
}

void PrinterSession::on_connected(const Fingerprint& certificate) {
    online_since_ = std::chrono::steady_clock::now();
    log::info(area, "{}: connected", config_.printer.name);
    tell_connection("connected", "the printer has accepted the connection");
    if (state_.connected_at != 0) ++state_.reconnects;
    state_.connected_at = unix_ms_now();
    if (!config_.fingerprint && certificate != Fingerprint{}) {
        config_.fingerprint = certificate;
        events_.on_config();
    }
}

void PrinterSession::on_report(farm::PrinterState report) {
    report.connection = farm::Connection::online;
    report.connected_at = state_.connected_at;
    report.reconnects = state_.reconnects;
    report.last_report_at = unix_ms_now();
    // At the end of a job P1S reports no layers any more (firmware 01.08).
    const bool over =
        report.activity == farm::Activity::finished || report.activity == farm::Activity::failed;
    if (over && report.progress.total_layers == 0 && report.progress.job_name == state_.progress.job_name) {
        report.progress.total_layers = state_.progress.total_layers;
        report.progress.layer = std::max(report.progress.layer, state_.progress.layer);
    }
    take_plate(report);
    state_ = std::move(report);
    events_.on_state();
}

void PrinterSession::on_silence() {
    state_.connection = farm::Connection::stale;
    state_.problem = farm::Problem{std::string(name_of(Errc::timeout)), "connected, but silent for a minute"};
    tell_connection("silent", state_.problem->detail);
    events_.on_state();
}

void PrinterSession::on_distrust(const Fingerprint& certificate) {
    distrusted_ = certificate;
}

void PrinterSession::on_simulation(Simulation simulation) {
    config_.simulation = std::move(simulation);
    events_.on_simulation();
}

void PrinterSession::on_message(const Message& message) {
    if (events_.on_message) events_.on_message(message);
}

void PrinterSession::tell_connection(std::string_view name, std::string_view detail) {
    on_message({Direction::connection, config_.address, name, detail});
}

}  // namespace gantry::fuse::printers
