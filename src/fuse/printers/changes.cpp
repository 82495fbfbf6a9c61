#include "fuse/printers/changes.hpp"

#include <boost/asio/redirect_error.hpp>

namespace gantry::fuse::printers {

ChangedPrinters::ChangedPrinters(Executor executor, Printers& printers)
    : news_(std::move(executor), asio::steady_timer::time_point::max()),
      subscription_(printers.state_changed().subscribe([this](const farm::PrinterId& id) {
          changed_.insert(id);
          news_.cancel();
      })) {}

awaitable<std::vector<farm::PrinterId>> ChangedPrinters::next() {
    if (changed_.empty()) {
        ErrorCode ignored;
        co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
    co_return take();
}

std::vector<farm::PrinterId> ChangedPrinters::take() {
    std::vector<farm::PrinterId> ids(changed_.begin(), changed_.end());
    changed_.clear();
    return ids;
}

}  // namespace gantry::fuse::printers
