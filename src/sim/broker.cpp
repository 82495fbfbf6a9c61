#include <unistd.h>

#include "base/private_file.hpp"
#include "base/random.hpp"
#include "sim/servers.hpp"

namespace gantry::sim {
namespace {

constexpr auto mosquitto = "/usr/sbin/mosquitto";
constexpr auto mosquitto_passwd = "/usr/bin/mosquitto_passwd";
constexpr Backoff restart{.first = 50ms, .longest = 2s, .healthy_after = 5s};
// The ESP class has about four slots; for the AP class no number is known (docs/protocols/bambu-lan.md,
// section 3).
constexpr int esp_connections = 4;
constexpr int ap_connections = 32;
constexpr auto letters = "abcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace

Broker::Broker(const Executor& executor, ServerIdentity identity, std::uint16_t port)
    : identity_(std::move(identity)),
      port_(port),
      brain_{.address = identity_.address,
             .port = net::tcp::free_port(identity_.address),
             .user = "brain-" + random_text(letters, 8),
             .password = Secret(random_text(letters, 32))},
      supervisor_(executor, "sim.broker") {}

awaitable<Result<>> Broker::start(Secret access_code) {
    if (access(mosquitto, X_OK) != 0) co_return fail(Errc::not_found, "mosquitto is not installed");
    auto hashed = co_await write_passwords(std::move(access_code));
    if (!hashed) co_return hashed;
    write_settings();
    const Program program{.path = mosquitto,
                          .arguments = {"-c", (identity_.folder / "mosquitto.conf").string()},
                          .environment = {"OPENSSL_CONF=" + (identity_.folder / "openssl.cnf").string()},
                          .log_file = (identity_.folder / "mosquitto.log").string()};
    task_ = supervisor_.keep_running(identity_.serial, [program] { return run_forever(program); }, restart);
    auto listening = co_await net::tcp::wait_until_listening(brain_.address, brain_.port);
    if (listening) listening = co_await net::tcp::wait_until_listening(identity_.address, port_);
    co_return listening;
}

awaitable<void> Broker::stop() {
    task_.cancel();
    co_await task_.join();
}

// mosquitto_passwd hashes a file of plain lines in place, so that no password appears in a command line.
awaitable<Result<>> Broker::write_passwords(Secret access_code) {
    const auto file = identity_.folder / "mosquitto.passwords";
    write_private_file(
        file, fmt::format("bblp:{}\n{}:{}\n", access_code.reveal(), brain_.user, brain_.password.reveal()));
    Program program{
        .path = mosquitto_passwd, .arguments = {"-U", file.string()}, .environment = {}, .log_file = {}};
    co_return co_await run_to_end(std::move(program));
}

void Broker::write_settings() {
    const auto& folder = identity_.folder.string();
    write_private_file(identity_.folder / "mosquitto.acl",
                       fmt::format("user bblp\ntopic read device/{0}/report\ntopic write device/{0}/request\n"
                                   "user {1}\ntopic read device/{0}/request\ntopic write device/{0}/report\n"
                                   "topic read {2}\n",
                                   identity_.serial, brain_.user, subscriptions_topic));
    const int connections = identity_.printer_class == PrinterClass::esp ? esp_connections : ap_connections;
    // As root it would become the user "mosquitto", who cannot read our private folder; else this is ignored.
    write_private_file(
        identity_.folder / "mosquitto.conf",
        fmt::format("user root\n"
                    "persistence false\n"
                    "log_dest stderr\n"
                    "log_dest topic\n"
                    "log_type subscribe\n"
                    "log_type error\n"
                    "log_type warning\n"
                    "log_type notice\n"
                    "allow_anonymous false\n"
                    "password_file {0}/mosquitto.passwords\n"
                    "acl_file {0}/mosquitto.acl\n"
                    "set_tcp_nodelay true\n"
                    "listener {2} {1}\n"
                    "certfile {0}/certificate.pem\n"
                    "keyfile {0}/key.pem\n"
                    "max_connections {3}\n"
                    "listener {5} {4}\n"
                    "certfile {0}/certificate.pem\n"
                    "keyfile {0}/key.pem\n"
                    "max_connections 4\n",
                    folder, identity_.address, port_, connections, brain_.address, brain_.port));
}

}  // namespace gantry::sim
