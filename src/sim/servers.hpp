// The foreign servers of one simulated printer: mosquitto as its broker and vsftpd as its file store. Each is
// owned by its SimulatedPrinter; the loop's thread. Their files lie in the printer's folder.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/asio.hpp"
#include "base/child_process.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/supervisor.hpp"
#include "net/tcp/listening.hpp"
#include "sim/models.hpp"

namespace gantry::sim {

// What both servers are told about their printer.
struct ServerIdentity {
    std::filesystem::path folder;  // holds certificate.pem, key.pem and openssl.cnf
    std::string serial;
    std::string address;
    PrinterClass printer_class = PrinterClass::esp;
};

// OpenSSL settings for the servers: TLS 1.2 only, as printers.
void write_openssl_settings(const std::filesystem::path& folder);

// How the printer's own brain reaches its broker: by another port, with credentials that nobody else knows.
struct BrainLogin {
    std::string address;
    std::uint16_t port = 0;
    std::string user;
    Secret password;
};

// Where the broker tells its brain of every subscription: "<time>: <client> <QoS> <filter>".
inline constexpr auto subscriptions_topic = "$SYS/broker/log/M/subscribe";

class Broker {
public:
    Broker(const Executor& executor, ServerIdentity identity, std::uint16_t port);

    // Errors: not_found when mosquitto is not installed, timeout when it does not come up.
    awaitable<Result<>> start(Secret access_code);
    // Completes when the broker has ended.
    awaitable<void> stop();
    const BrainLogin& brain() const { return brain_; }

private:
    awaitable<Result<>> write_passwords(Secret access_code);
    void write_settings();

    ServerIdentity identity_;
    std::uint16_t port_;
    BrainLogin brain_;
    Supervisor supervisor_;
    Task task_;
};

class FileStore {
public:
    FileStore(const Executor& executor, ServerIdentity identity, std::uint16_t port);
    // Takes its entry out of /etc/pam.d.
    ~FileStore();

    // Errors: not_found when vsftpd is not installed, forbidden when we are not root (vsftpd asks PAM),
    // timeout when it does not come up.
    awaitable<Result<>> start(Secret access_code);
    // Completes when the server and its sessions have ended.
    awaitable<void> stop();
    // For sessions that log in from now on; 0 for no limit.
    void limit_rate(std::uint32_t bytes_per_second);
    // Likewise.
    void allow_writing(bool allowed);
    // What clients see as "/".
    std::filesystem::path root() const { return identity_.folder / "storage"; }

private:
    void write_settings();
    void write_session_settings();
    void remove_pam_service() noexcept;
    std::filesystem::path pam_service() const;

    ServerIdentity identity_;
    std::uint16_t port_;
    std::uint32_t bytes_per_second_ = 0;
    bool may_write_ = true;
    Supervisor supervisor_;
    Task task_;
};

}  // namespace gantry::sim
