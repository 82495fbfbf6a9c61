#include "cloud/gateway/notes.hpp"

#include "cloud/printers/repository.hpp"

namespace gantry::cloud::gateway {

Notes::Notes(Executor executor, storage::Database& database, NoteLimits limits)
    : database_(database), limits_(limits), supervisor_(std::move(executor), "cloud.gateway") {}

void Notes::seen(const FuseId& fuse, std::string host_name, std::string software) {
    waiting_[fuse].seen =
        fuses::Seen{std::move(host_name), std::move(software), std::chrono::system_clock::now()};
    begin();
}

void Notes::printers(const FuseId& fuse, std::vector<farm::Printer> printers) {
    waiting_[fuse].printers = std::move(printers);
    begin();
}

void Notes::begin() {
    if (std::exchange(writing_, true)) return;
    supervisor_.run("notes", [this] { return write_all(); });
}

awaitable<void> Notes::write_all() {
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { writing_ = false; });
    while (!waiting_.empty()) {
        take();
        const auto written = co_await write(under_way_);  // a failure is in the log already
        if (!written) put_back();
        under_way_.clear();
        if (!written) co_await sleep_for(limits_.again_after);
    }
}

void Notes::take() {
    while (!waiting_.empty() && under_way_.size() < limits_.at_once) {
        auto first = waiting_.extract(waiting_.begin());
        under_way_.emplace_back(first.key(), std::move(first.mapped()));
    }
}

// What has come meanwhile is newer.
void Notes::put_back() {
    for (auto& [fuse, note] : under_way_) {
        auto& newer = waiting_[fuse];
        if (!newer.seen) newer.seen = std::move(note.seen);
        if (!newer.printers) newer.printers = std::move(note.printers);
    }
}

awaitable<Result<>> Notes::write(Batch batch) {
    auto work = [batch = std::move(batch)](soci::session& sql) -> Result<> {
        for (const auto& [fuse, note] : batch) {
            if (!fuses::exists(sql, fuse)) continue;  // removed meanwhile
            if (note.seen) fuses::write_seen(sql, fuse, *note.seen);
            if (note.printers) printers::write_all(sql, fuse, *note.printers);
        }
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<void> Notes::stop() {
    co_await supervisor_.stop();
    put_back();  // whether it was written is not known; to write it twice does no harm
    under_way_.clear();
    while (!waiting_.empty()) {
        take();
        if (!co_await write(std::exchange(under_way_, {}))) co_return;
    }
}

}  // namespace gantry::cloud::gateway
