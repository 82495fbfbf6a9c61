// A TURN server beside the Cloud: Debian's coturn, configured, started and kept running by it. Its secret
// lives as long as the program. Owned by the Cloud; the executor's thread only.
#pragma once

#include <filesystem>

#include "base/supervisor.hpp"
#include "cloud/live/turn.hpp"
#include "cloud/relay/configuration.hpp"

namespace gantry::cloud::relay {

class Relay {
public:
    // `folder` gets relay.log, what coturn says, and relay.pid.
    Relay(Executor executor, Options options, const std::filesystem::path& folder);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    // Adds this relay to what pages and Fuses are offered; nothing when it is not enabled.
    void offer(live::IceOptions& options, const std::string& public_url) const;

    // Completes when it can be used; at once when it is not enabled. Errors: malformed (an option), not_found
    // (coturn is not installed, a certificate cannot be read, no address to relay from), busy (a port is
    // taken), timeout, storage.
    awaitable<Result<>> start();
    // Its ports are free when it completes.
    awaitable<void> stop();

private:
    void end_what_was_left() const;
    Result<> make_folder();
    Result<> check_ports(const std::vector<std::string>& relayed) const;
    awaitable<Result<>> wait_until_up(std::vector<std::string> relayed);

    Options options_;
    std::filesystem::path log_file_;
    std::filesystem::path pid_file_;
    std::filesystem::path folder_;  // of its files, with a random name; empty until started
    Secret secret_;
    Supervisor supervisor_;
    Task task_;
};

}  // namespace gantry::cloud::relay
