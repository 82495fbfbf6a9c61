#include "bambu/discovery/identify.hpp"

#include "bambu/models.hpp"
#include "net/tls/stream.hpp"

namespace gantry::bambu {
namespace {

// bambu-lan.md, section 2: `BBL CA`, `BBL Device CA …`. Anybody can name himself so; it keeps apart what
// merely has a name of the same form.
constexpr std::string_view maker = "BBL ";

}  // namespace

awaitable<Result<Identity>> identify(std::string address, std::uint16_t port,
                                     std::chrono::milliseconds limit) {
    net::tls::Target target{.host = address, .port = port, .limit = limit};
    auto connected = co_await net::tls::connect(std::move(target), net::tls::accept_any());
    if (!connected) co_return std::unexpected(connected.error());
    connected->stream->close();
    const auto& serial = connected->peer.common_name;
    if (!is_serial(serial) || !connected->peer.issuer.starts_with(maker))
        co_return fail(Errc::unsupported, "What answers at " + address + " is not a Bambu Lab printer");
    const auto* model = model_by_serial(serial);
    Identity identity{serial, model != nullptr ? std::string(model->name) : "Other"};
    co_return identity;
}

}  // namespace gantry::bambu
