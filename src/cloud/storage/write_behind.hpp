// What is to be written down about many things, one note each, without anybody waiting for the disk. What
// comes while a transaction runs goes into the next one together, so that a Cloud to which thousands of Fuses
// return at once waits for a few transactions, not for thousands. What the database did not take is tried
// again. Owned by whoever notes; the event loop only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/supervisor.hpp"
#include "cloud/storage/database.hpp"

namespace gantry::cloud::storage {

struct WriteLimits {
    std::size_t at_once;  // notes in one transaction
    std::chrono::milliseconds again_after{2'000};
};

template <class Key, class Note>
class WriteBehind {
public:
    using Batch = std::vector<std::pair<Key, Note>>;

    struct Work {
        // On the database's thread, in one transaction; what it writes may have been tried before.
        std::function<Result<>(soci::session&, const Batch&)> write;
        // Into `newer`, empty unless something has come since, goes what was not written.
        std::function<void(Note& newer, Note older)> put_back;
        std::function<void(const Batch&)> written = [](const Batch&) {};
    };

    // `area` names the owner in the log.
    WriteBehind(Executor executor, Database& database, std::string area, WriteLimits limits, Work work)
        : database_(database),
          limits_(limits),
          work_(std::move(work)),
          supervisor_(std::move(executor), std::move(area)) {}

    // `change(Note&)` at once; it is written soon.
    template <class Change>
    void note(const Key& key, Change change) {
        change(waiting_[key]);
        if (!std::exchange(writing_, true)) supervisor_.run("notes", [this] { return write_all(); });
    }
    // Nothing more of it.
    void forget(const Key& key) { waiting_.erase(key); }
    std::size_t waiting() const { return waiting_.size(); }

    // Writes what is left, once. After whoever notes has ended.
    awaitable<void> stop() {
        co_await supervisor_.stop();
        put_back();  // whether it was written is not known; to write it twice does no harm
        while (!waiting_.empty()) {
            take();
            if (!co_await write(std::exchange(under_way_, {}))) co_return;
        }
    }

private:
    awaitable<void> write_all() {
        const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { writing_ = false; });
        while (!waiting_.empty()) {
            take();
            const auto written = co_await write(under_way_);  // a failure is in the log already
            if (!written) {
                put_back();
                co_await sleep_for(limits_.again_after);
                continue;
            }
            work_.written(std::exchange(under_way_, {}));
        }
    }

    awaitable<Result<>> write(Batch batch) {
        auto work = [write = work_.write, batch = std::move(batch)](soci::session& sql) -> Result<> {
            return write(sql, batch);
        };
        co_return co_await database_.run(std::move(work));
    }

    void take() {
        while (!waiting_.empty() && under_way_.size() < limits_.at_once) {
            auto first = waiting_.extract(waiting_.begin());
            under_way_.emplace_back(std::move(first.key()), std::move(first.mapped()));
        }
    }

    void put_back() {
        for (auto& [key, older] : std::exchange(under_way_, {}))
            work_.put_back(waiting_[key], std::move(older));
    }

    Database& database_;
    WriteLimits limits_;
    Work work_;
    std::unordered_map<Key, Note> waiting_;
    Batch under_way_;  // until the database has taken it
    bool writing_ = false;
    Supervisor supervisor_;
};

}  // namespace gantry::cloud::storage
