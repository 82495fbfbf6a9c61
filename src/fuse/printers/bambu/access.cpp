#include "fuse/printers/bambu/access.hpp"

#include <fmt/format.h>

#include "bambu/discovery/identify.hpp"
#include "bambu/models.hpp"
#include "bambu/visit.hpp"
#include "base/within.hpp"
#include "net/tcp/stream.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
using net::mqtt::Client;

constexpr auto login_limit = 10s;  // a cold P1S takes 5 s
constexpr auto probe_limit = 2s;
constexpr auto report_limit = 3s;  // a person waits for the verdict
constexpr auto wrong_code =
    "The printer refuses this access code. It shows the current one on its screen, beside LAN Mode; "
    "switching "
    "a mode changes it";
constexpr auto too_slow =
    "The printer answers, but not in time. It may be starting or busy: try again in a minute";
constexpr auto no_more_clients =
    "The printer ends the connection before the code can be tried: all its places for clients are taken. "
    "Close Bambu Studio, Bambu Handy and other programs that use it, then try again";

std::uint16_t port_of(const PrinterConfig& config) {
    return config.ports.mqtt != 0 ? config.ports.mqtt : lab::mqtt_port;
}

const lab::Model* model_of(const PrinterConfig& config) {
    const auto* model = lab::model_by_serial(config.printer.serial);
    return model != nullptr ? model : lab::model_by_name(config.printer.model);
}

Error other_device(const PrinterConfig& config, const std::string& name) {
    if (!name.empty() && name == config.printer.serial)
        return {Errc::untrusted,
                "The printer at " + config.address +
                    " shows another certificate than before, so the code was not sent to it"};
    if (!lab::is_serial(name))
        return {Errc::unsupported, "What answers at " + config.address + " is not a Bambu Lab printer"};
    return {Errc::untrusted, "Another printer answers at " + config.address + ": its serial number is " +
                                 name + ", not " + config.printer.serial};
}

// The connection failed for no reason that it gave: what stands at the address?
awaitable<Error> explain(Errc failure, const PrinterConfig& config) {
    auto reached = co_await net::tcp::connect(config.address, port_of(config), probe_limit);
    if (!reached)
        co_return Error{reached.error().code,
                        "Nothing answers at " + config.address + " on port " +
                            std::to_string(port_of(config)) +
                            ". Is the printer on, with LAN Mode on, and is this its address? After it was "
                            "switched on it takes half a minute"};
    reached->reset();
    auto identity = co_await lab::identify(config.address, port_of(config));
    if (identity && !config.printer.serial.empty() && identity->serial != config.printer.serial)
        co_return other_device(config, identity->serial);
    if (!identity && identity.error().code == Errc::unsupported) co_return other_device(config, "");
    if (failure == Errc::timeout) co_return Error{failure, too_slow};
    co_return Error{Errc::busy, no_more_clients};
}

awaitable<Error> reason_of(Error error, const PrinterConfig& config, const Client& client) {
    switch (error.code) {
        case Errc::unauthorized:
            co_return Error{error.code, wrong_code};
        case Errc::untrusted:
            co_return other_device(config, client.peer().common_name);
        case Errc::rejected:  // "server unavailable"
            co_return Error{Errc::busy, no_more_clients};
        case Errc::offline:
        case Errc::timeout:
            co_return co_await explain(error.code, config);
        default:
            co_return error;
    }
}

// P1 and A1 do not report their mode, and a full report is work for them (bambu-lan.md, sections 3 and 6).
bool hides_its_mode(const lab::Model& model) {
    return model.processor == lab::Processor::esp;
}

std::string note_on(const lab::Model& model) {
    return fmt::format(
        "Whether Developer Mode is on the {} does not tell: look on its screen, under Settings → Network, "
        "where "
        "LAN Mode is. While it is off the printer is seen, but refuses every command",
        model.name);
}

awaitable<std::optional<farm::Problem>> warning_of(Client& client, const PrinterConfig& config,
                                                   const lab::Model& model) {
    const auto status =
        co_await within(report_limit, lab::ask_for_status(client, config.printer.serial, &model));
    if (!status || !lab::refuses_commands(*status)) co_return std::nullopt;
    farm::Problem problem{std::string(name_of(Errc::rejected)), std::string(lab::developer_mode_advice)};
    co_return problem;
}

}  // namespace

awaitable<Result<Access>> try_access(PrinterConfig config) {
    if (config.access_code.empty()) co_return fail(Errc::malformed, "the access code is missing");
    if (config.printer.serial.empty()) {
        auto found = co_await lab::identify(config.address, port_of(config));
        if (!found && found.error().code == Errc::unsupported)
            co_return std::unexpected(other_device(config, ""));
        if (!found) co_return std::unexpected(co_await explain(found.error().code, config));
        config.printer.serial = found->serial;
    }
    Client client(co_await asio::this_coro::executor,
                  net::tls::expect(config.printer.serial, config.fingerprint));
    lab::Visit visit{.address = config.address,
                     .port = port_of(config),
                     .serial = config.printer.serial,
                     .access_code = config.access_code,
                     .purpose = "try",
                     .limit = login_limit};
    if (auto connected = co_await lab::sign_in(client, std::move(visit)); !connected)
        co_return std::unexpected(co_await reason_of(connected.error(), config, client));
    Access access{.identity = {.serial = config.printer.serial, .model = "Other"}};
    const auto* model = model_of(config);
    if (model == nullptr) co_return access;
    access.identity.model = std::string(model->name);
    if (hides_its_mode(*model)) {
        access.note = note_on(*model);
    } else {
        access.warning = co_await warning_of(client, config, *model);
    }
    co_return access;
}

}  // namespace gantry::fuse::printers::bambu
