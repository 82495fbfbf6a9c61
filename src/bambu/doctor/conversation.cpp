#include "bambu/doctor/conversation.hpp"

#include "bambu/visit.hpp"
#include "base/bytes.hpp"
#include "base/within.hpp"

namespace gantry::bambu::doctor {
namespace {

using net::mqtt::Client;

constexpr auto not_sent = "The access code is not sent to a device that is not known to be the printer.";

Finding judge_certificate(const PrinterTarget& target, const net::tls::PeerIdentity& peer) {
    if (!is_serial(peer.common_name))
        return failed(Cause::not_a_printer,
                      "The certificate is for \"" + peer.common_name.substr(0, 60) + "\".");
    if (peer.common_name != target.serial)
        return failed(Cause::other_printer,
                      "Another printer answers: " + peer.common_name + ", not " + target.serial + ".");
    if (target.fingerprint && *target.fingerprint != peer.fingerprint)
        return failed(Cause::certificate_changed, "It was " + to_hex(*target.fingerprint).substr(0, 16) +
                                                      "…, it is " + to_hex(peer.fingerprint).substr(0, 16) +
                                                      "….");
    return passed("It belongs to " + peer.common_name +
                  (target.fingerprint ? " and is the one that was kept." : "."));
}

Finding judge_login(const Error& error) {
    switch (error.code) {
        case Errc::unauthorized:
            return failed(Cause::wrong_code, "The printer refuses the access code.");
        case Errc::rejected:
        case Errc::offline:
            return failed(Cause::no_more_clients,
                          "The printer ends the connection before the code can be tried.");
        case Errc::timeout:
            return failed(Cause::slow_login, "The printer does not answer the sign-in in time.");
        default:
            return failed(Cause::slow_login, error.detail);
    }
}

void settle_login(Checkup& checkup, const PrinterTarget& target, const Result<>& connected,
                  const net::tls::PeerIdentity& peer) {
    if (peer.common_name.empty() && peer.issuer.empty()) {
        checkup.settle("certificate", failed(Cause::no_encryption, "No encrypted connection comes about."));
        checkup.settle("access_code", skipped("It cannot be tried without an encrypted connection."));
        return;
    }
    auto certificate = judge_certificate(target, peer);
    const bool trusted = certificate.state == StepState::passed;
    checkup.settle("certificate", std::move(certificate));
    if (!trusted) return checkup.settle("access_code", skipped(not_sent));
    checkup.settle("access_code",
                   connected ? passed("The printer accepts it.") : judge_login(connected.error()));
}

}  // namespace

void judge_mode(Checkup& checkup, std::optional<bool> developer_mode) {
    if (!developer_mode)
        return checkup.settle("developer_mode",
                              skipped("This model does not say; a refused command would show it."));
    checkup.settle("developer_mode",
                   *developer_mode ? passed("It is on: commands are accepted.")
                                   : failed(Cause::developer_mode_off, "The printer refuses commands."));
}

awaitable<report::Storage> converse(Checkup& checkup, const PrinterTarget& target,
                                    const PrinterLimits& limits) {
    for (const auto* id : {"certificate", "access_code"})
        checkup.start(id);
    Client client(co_await asio::this_coro::executor, net::tls::expect(target.serial, target.fingerprint));
    Visit visit{.address = target.address,
                .port = target.mqtt_port,
                .serial = target.serial,
                .access_code = target.access_code,
                .purpose = "doctor",
                .limit = limits.login};
    const auto connected = co_await sign_in(client, std::move(visit));
    settle_login(checkup, target, connected, client.peer());
    if (!connected) {
        checkup.settle("developer_mode", skipped("It shows only when the printer can be asked."));
        co_return report::Storage::unknown;
    }
    if (!checkup.plans("developer_mode")) co_return report::Storage::unknown;
    // A full report is work for an ESP32, and says nothing about the mode (bambu-lan.md, sections 3 and 6).
    if (target.model == nullptr || target.model->processor == Processor::esp) {
        judge_mode(checkup, {});
        co_return report::Storage::unknown;
    }
    checkup.start("developer_mode");
    const auto status = co_await within(limits.report, ask_for_status(client, target.serial, target.model));
    if (!status) {
        checkup.settle("developer_mode", failed(Cause::mute, "The printer is silent after the sign-in."));
        co_return report::Storage::unknown;
    }
    judge_mode(checkup, !refuses_commands(*status));
    co_return status->storage;
}

}  // namespace gantry::bambu::doctor
