#include "fuse/printers/changes.hpp"

#include <boost/asio/redirect_error.hpp>

namespace gantry::fuse::printers {

ChangedPrinters::ChangedPrinters(const Executor& executor, Printers& printers, std::chrono::milliseconds pace)
    : pace_(pace), news_(executor) {
    subscriptions_.push_back(printers.state_changed().subscribe([this](const farm::PrinterId& id) {
        changed_.insert(id);
        news_.cancel();
    }));
    subscriptions_.push_back(printers.list_changed().subscribe([this, &printers] {
        std::erase_if(due_, [&printers](const auto& entry) { return printers.find(entry.first) == nullptr; });
    }));
}

void ChangedPrinters::wake() {
    woken_ = true;
    news_.cancel();
}

awaitable<std::vector<farm::PrinterId>> ChangedPrinters::next() {
    for (;;) {
        auto ids = take_due(Clock::now());
        if (!ids.empty() || std::exchange(woken_, false)) co_return ids;
        news_.expires_at(next_due());
        ErrorCode ignored;
        co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
        // Whoever is cancelled may be gone with us: nothing of ours is touched then.
        if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
            throw SystemError(asio::error::operation_aborted);
    }
}

std::vector<farm::PrinterId> ChangedPrinters::take() {
    std::vector<farm::PrinterId> ids(changed_.begin(), changed_.end());
    changed_.clear();
    for (const auto& id : ids)
        due_[id] = Clock::now() + pace_;
    return ids;
}

std::vector<farm::PrinterId> ChangedPrinters::take_due(Clock::time_point now) {
    std::vector<farm::PrinterId> ids;
    std::erase_if(changed_, [&](const farm::PrinterId& id) {
        auto& due = due_[id];
        if (due > now) return false;
        due = now + pace_;
        ids.push_back(id);
        return true;
    });
    return ids;
}

ChangedPrinters::Clock::time_point ChangedPrinters::next_due() const {
    auto earliest = Clock::time_point::max();
    for (const auto& id : changed_)
        earliest = std::min(earliest, due_.at(id));
    return earliest;
}

}  // namespace gantry::fuse::printers
