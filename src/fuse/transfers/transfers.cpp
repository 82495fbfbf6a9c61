#include "fuse/transfers/transfers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::fuse::transfers {
namespace {

constexpr auto area = "fuse.transfers";
constexpr auto tell_every = 250ms;
constexpr int log_steps = 4;  // 25 %, 50 %, 75 %

std::string percent(std::uint64_t part, std::uint64_t whole) {
    return fmt::format("{} %", whole == 0 ? 100 : 100 * part / whole);
}

std::string in_words(const Transfer& transfer) {
    return fmt::format("“{}” to {}", transfer.name, transfer.printer_name);
}

printers::Undelivered gone() {
    return {.error = {Errc::not_found, "the printer was removed from this Fuse"}};
}

}  // namespace

struct Transfers::Running {
    Running(const Executor& executor, Transfers& transfers)
        : owner(&transfers), pause(executor), printer_news(executor) {}

    Transfers* owner;  // null once it is gone: threads report a little late
    Transfer transfer;
    const printers::FileSender* sender = nullptr;
    std::shared_ptr<files::OpenFile> file;  // keeps it in the cache
    std::stop_source stop;
    asio::steady_timer pause;
    asio::steady_timer printer_news;  // cancelled whenever its printer says something
    bool in_clear = false;
    std::uint64_t logged_steps = 0;
    bool started = false;
    Task task;
};

Transfers::Transfers(Executor executor, files::Files& files, printers::Printers& printers,
                     printers::FileSenders senders, Limits limits)
    : supervisor_(std::move(executor), area),
      files_(files),
      printers_(printers),
      limits_(limits),
      senders_(std::move(senders)),
      pool_(limits.at_once) {
    printer_changed_ = printers.state_changed().subscribe([this](const farm::PrinterId& id) {
        for (const auto& one : all_)
            if (one->transfer.printer == id) one->printer_news.cancel();
    });
}

Transfers::~Transfers() {
    for (const auto& one : all_) {
        one->owner = nullptr;
        one->stop.request_stop();
    }
}

awaitable<void> Transfers::stop() {
    const auto all = all_;
    for (const auto& one : all)
        static_cast<void>(has_ended(one->transfer) ? Result<>{} : end(one->transfer.id));
    for (const auto& one : all)
        co_await one->task.join();
}

Result<> Transfers::check(const files::FileId& file, const farm::PrinterId& printer) const {
    const auto* session = printers_.find(printer);
    if (session == nullptr) return fail(Errc::not_found, "no such printer");
    const auto& name = session->config().printer.name;
    const auto sender = senders_.find(session->config().printer.driver);
    if (sender == senders_.end())
        return fail(Errc::unsupported, fmt::format("{} has no storage that files could be sent to", name));
    const auto same = [&](const auto& one) {
        return one->transfer.file == file && one->transfer.printer == printer && !has_ended(one->transfer);
    };
    if (std::ranges::any_of(all_, same))
        return fail(Errc::conflict, fmt::format("the file is on its way to {} already", name));
    if (session->state().connection != farm::Connection::online)
        return fail(Errc::offline, fmt::format("{} is not connected: switch it on, or see its card", name));
    if (const auto refused = sender->second->refuses(session->config(), session->state()))
        return std::unexpected(refused->error);
    const auto under_way =
        std::ranges::count_if(all_, [](const auto& one) { return !has_ended(one->transfer); });
    if (static_cast<std::size_t>(under_way) >= limits_.kept)
        return fail(Errc::busy, fmt::format("{} files are on their way; wait for some of them", under_way));
    return {};
}

awaitable<Result<Transfer>> Transfers::send(files::FileId file, farm::PrinterId printer) {
    auto opened = co_await files_.open(file);
    if (!opened) co_return std::unexpected(opened.error());
    auto ordered = order(std::move(*opened), printer);
    if (!ordered) co_return std::unexpected(ordered.error());
    const auto transfer = (*ordered)->transfer;
    all_.push_back(std::move(*ordered));
    forget_old();
    start_next();
    changed_.tell();
    co_return transfer;
}

Result<std::shared_ptr<Transfers::Running>> Transfers::order(std::shared_ptr<files::OpenFile> file,
                                                             const farm::PrinterId& printer) {
    const auto& cached = file->file();
    if (auto possible = check(cached.id, printer); !possible) return std::unexpected(possible.error());
    const auto& known = printers_.find(printer)->config().printer;
    auto running = std::make_shared<Running>(supervisor_.executor(), *this);
    running->sender = senders_.at(known.driver).get();
    auto name_there = running->sender->name_there(cached.name);
    if (!name_there) return std::unexpected(name_there.error());
    running->transfer = {.id = TransferId(random_id()),
                         .file = cached.id,
                         .name = cached.name,
                         .printer = printer,
                         .printer_name = known.name,
                         .name_there = std::move(*name_there),
                         .bytes = cached.bytes,
                         .created_at = unix_ms_now()};
    running->file = std::move(file);
    return running;
}

bool Transfers::may_start(const Running& one) const {
    if (one.started || has_ended(one.transfer)) return false;
    std::size_t under_way = 0;
    for (const auto& other : all_) {
        if (!other->started || has_ended(other->transfer)) continue;
        ++under_way;
        // Two transfers at once damage each other's files (docs/protocols/bambu-files.md, section 1).
        if (other->transfer.printer == one.transfer.printer) return false;
    }
    return under_way < limits_.at_once;
}

void Transfers::start_next() {
    for (const auto& one : all_) {
        if (!may_start(*one)) continue;
        one->started = true;
        one->task = supervisor_.spawn(one->transfer.name_there, [this, one] { return run(one); });
    }
}

awaitable<void> Transfers::run(std::shared_ptr<Running> running) {
    auto& transfer = running->transfer;
    log::info(area, "sending {}, {} bytes, as {}", in_words(transfer), transfer.bytes, transfer.name_there);
    for (;;) {
        const auto done = co_await try_once(running);
        if (done) co_return finish(*running, TransferState::sent);
        if (running->stop.stop_requested()) co_return finish(*running, TransferState::cancelled);
        const auto& why = done.error();
        transfer.problem = farm::Problem{std::string(name_of(why.error.code)), why.error.detail};
        transfer.cause = why.cause;
        running->in_clear = running->in_clear || why.in_clear;
        if (!why.worth_another_try || transfer.tries >= limits_.tries)
            co_return finish(*running, TransferState::failed);
        log::warning(area, "sending {} broke at {} (try {} of {}): {}", in_words(transfer),
                     percent(transfer.sent, transfer.bytes), transfer.tries, limits_.tries, why.error.detail);
        transfer.state = TransferState::waiting;
        changed_.tell();
        co_await pause(*running);
        co_await wait_for_printer(*running);
    }
}

awaitable<std::expected<void, printers::Undelivered>> Transfers::try_once(std::shared_ptr<Running> running) {
    if (running->stop.stop_requested()) co_return std::unexpected(printers::Undelivered{});
    auto& transfer = running->transfer;
    // As the printer is reached now: it may have been edited since.
    const auto* session = printers_.find(transfer.printer);
    if (session == nullptr) co_return std::unexpected(gone());
    ++transfer.tries;
    transfer.sent = 0;
    transfer.began_at = unix_ms_now();
    transfer.state = TransferState::sending;
    running->logged_steps = 0;
    changed_.tell();
    co_return co_await running->sender->send(delivery(running, *session));
}

printers::Delivery Transfers::delivery(const std::shared_ptr<Running>& running,
                                       const printers::PrinterSession& session) {
    const auto& transfer = running->transfer;
    // On the worker's thread, which only this delivery has: paced there, so that the loop is not woken for
    // nothing.
    auto progress = [executor = supervisor_.executor(), weak = std::weak_ptr(running), bytes = transfer.bytes,
                     told = std::chrono::steady_clock::time_point()](std::uint64_t sent) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (sent < bytes && now - told < tell_every) return;
        told = now;
        asio::post(executor, [weak, sent] {
            const auto one = weak.lock();
            if (one && one->owner != nullptr) one->owner->take_progress(*one, sent);
        });
    };
    return {.config = session.config(),
            .name = transfer.name_there,
            .bytes = transfer.bytes,
            .read = [file = running->file](std::uint64_t offset,
                                           std::size_t limit) { return file->read_now(offset, limit); },
            .progress = std::move(progress),
            .pool = &pool_,
            .stop = running->stop.get_token(),
            .in_clear = running->in_clear};
}

awaitable<void> Transfers::pause(Running& running) {
    ErrorCode ignored;
    running.pause.expires_after(limits_.pause * running.transfer.tries);
    if (running.stop.stop_requested()) co_return;
    co_await running.pause.async_wait(asio::redirect_error(use_awaitable, ignored));
}

// A try would only be wasted while the printer is away.
awaitable<void> Transfers::wait_for_printer(Running& running) {
    const auto end = std::chrono::steady_clock::now() + limits_.absence;
    while (!running.stop.stop_requested() && std::chrono::steady_clock::now() < end) {
        const auto* session = printers_.find(running.transfer.printer);
        if (session == nullptr || session->state().connection == farm::Connection::online) co_return;
        running.transfer.problem = farm::Problem{std::string(name_of(Errc::offline)),
                                                 "The printer is not connected. The file follows once it is"};
        running.transfer.cause.clear();
        changed_.tell();
        ErrorCode ignored;
        running.printer_news.expires_at(end);
        co_await running.printer_news.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
}

void Transfers::take_progress(Running& running, std::uint64_t sent) {
    auto& transfer = running.transfer;
    if (transfer.state != TransferState::sending) return;
    transfer.sent = sent;
    if (sent >= transfer.bytes) transfer.state = TransferState::confirming;
    const auto steps = transfer.bytes == 0 ? 0 : log_steps * sent / transfer.bytes;
    if (steps > running.logged_steps && sent < transfer.bytes)
        log::info(area, "sending {}: {}", in_words(transfer), percent(sent, transfer.bytes));
    running.logged_steps = std::max(running.logged_steps, steps);
    changed_.tell();
}

void Transfers::finish(Running& running, TransferState state) {
    auto& transfer = running.transfer;
    transfer.state = state;
    transfer.ended_at = unix_ms_now();
    running.file.reset();
    if (state == TransferState::sent) {
        transfer.sent = transfer.bytes;
        transfer.problem.reset();
        transfer.cause.clear();
        log::info(area, "sent {} in {:.1f} s, compared in size", in_words(transfer),
                  static_cast<double>(transfer.ended_at - transfer.began_at) / 1000);
    } else if (state == TransferState::failed) {
        log::error(area, "could not send {}: {}", in_words(transfer), transfer.problem->detail);
    } else {
        log::info(area, "stopped sending {}", in_words(transfer));
    }
    start_next();
    changed_.tell();
}

Result<> Transfers::end(const TransferId& id) {
    const auto found = std::ranges::find_if(all_, [&](const auto& one) { return one->transfer.id == id; });
    if (found == all_.end()) return fail(Errc::not_found, "no such transfer");
    const auto one = *found;
    if (has_ended(one->transfer)) {
        all_.erase(found);
        changed_.tell();
        return {};
    }
    one->stop.request_stop();
    one->pause.cancel();
    one->printer_news.cancel();
    if (!one->started) finish(*one, TransferState::cancelled);
    return {};
}

void Transfers::forget_old() {
    while (all_.size() > limits_.kept) {
        const auto ended =
            std::ranges::find_if(all_, [](const auto& one) { return has_ended(one->transfer); });
        if (ended == all_.end()) return;
        all_.erase(ended);
    }
}

std::vector<Transfer> Transfers::list() const {
    std::vector<Transfer> list;
    list.reserve(all_.size());
    for (const auto& one : all_)
        list.push_back(one->transfer);
    std::ranges::reverse(list);
    return list;
}

}  // namespace gantry::fuse::transfers
