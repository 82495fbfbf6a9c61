#include "base/turnstile.hpp"

#include <boost/asio/redirect_error.hpp>

namespace gantry {

// A free place goes to the next in the queue, so that nobody who comes later overtakes.
void Turnstile::Inside::leave() {
    if (queue.empty()) {
        ++free;
        return;
    }
    const auto next = queue.front();
    queue.pop_front();
    next->admitted = true;
    next->turn.cancel();
}

awaitable<Turnstile::Pass> Turnstile::enter() {
    const auto inside = inside_;
    const auto pass = [inside] { return Pass(nullptr, [inside](void*) { inside->leave(); }); };
    if (inside->free > 0) {
        --inside->free;
        co_return pass();
    }
    const auto executor = co_await asio::this_coro::executor;
    auto waiter = std::make_shared<Waiter>(
        Waiter{.turn = asio::steady_timer(executor, asio::steady_timer::time_point::max())});
    const auto at = inside->queue.insert(inside->queue.end(), waiter);
    ErrorCode ignored;
    co_await waiter->turn.async_wait(asio::redirect_error(use_awaitable, ignored));
    if (waiter->admitted) co_return pass();
    inside->queue.erase(at);
    throw SystemError(asio::error::operation_aborted);
}

}  // namespace gantry
