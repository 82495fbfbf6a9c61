#include "fuse/printers/bambu/dials.hpp"

#include "base/log.hpp"
#include "net/tcp/stream.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

constexpr auto knock_limit = 4s;  // three attempts of the system

awaitable<Result<>> knock(std::string address, std::uint16_t port) {
    auto opened = co_await net::tcp::connect(address, port, knock_limit);
    if (opened) co_return Result<>{};
    if (opened.error().code == Errc::offline)
        co_return fail(Errc::offline, address + ": nothing answers on port " + std::to_string(port));
    co_return std::unexpected(opened.error());
}

}  // namespace

awaitable<Result<Turnstile::Pass>> Dials::turn(std::string address, std::uint16_t port) {
    log::debug("fuse.printers.bambu", "dialling {}:{}", address, port);
    if (!answered_.contains({address, port})) {
        const auto place = co_await knocks_.enter();
        if (auto answered = co_await knock(address, port); !answered)
            co_return std::unexpected(answered.error());
    }
    auto pass = co_await logins_.enter();
    co_return pass;
}

void Dials::note(const std::string& address, std::uint16_t port, bool answered) {
    constexpr std::size_t enough = 10'000;  // printers are fewer; addresses may be edited for ever
    if (!answered) answered_.erase({address, port});
    if (answered && answered_.size() < enough) answered_.insert({address, port});
}

}  // namespace gantry::fuse::printers::bambu
