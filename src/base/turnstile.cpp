#include "base/turnstile.hpp"

#include <boost/asio/redirect_error.hpp>

namespace gantry {

Turnstile::Pass::~Pass() {
    if (!state_) return;
    state_->taken = false;
    if (state_->free) state_->free->cancel();
}

awaitable<Turnstile::Pass> Turnstile::enter() {
    const auto state = state_;
    while (state->taken) {
        if (!state->free)
            state->free.emplace(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        ErrorCode ignored;
        co_await state->free->async_wait(asio::redirect_error(use_awaitable, ignored));
    }
    state->taken = true;
    co_return Pass(state);
}

}  // namespace gantry
