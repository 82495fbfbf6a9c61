// One connection to the Cloud, from its Challenge to its end. Owned by the Gateway's coroutine; the loop's
// thread only. For this folder alone.
#pragma once

#include <map>

#include "fuse/gateway/gateway.hpp"
#include "fuse/printers/changes.hpp"

namespace gantry::fuse::gateway {

struct SessionContext {
    activation::Activation& activation;
    printers::Printers& printers;
    LiveDesk& live;
    const AnswerCheck& answer_check;
    const ReadHistory& read_history;
    GatewayLimits limits;
    std::function<void(const farm::gateway::Welcome&)> on_welcome;
    std::function<void(const farm::gateway::UploadGrant&)> on_grant;
    std::function<void(std::size_t)> on_printers_sent;
    std::function<void(farm::gateway::AllowedPrinters)> on_allowed;
};

class GatewaySession {
public:
    GatewaySession(Executor executor, net::websocket::Connection& connection, SessionContext context);

    // Until the connection ends; answers why. forbidden: this Fuse was removed; conflict and unsupported as
    // the Cloud said them.
    awaitable<Error> run();
    // The whole truth, once more. After the welcome.
    void send_printers();

private:
    struct Sent {
        farm::PrinterState state;
        std::chrono::steady_clock::time_point at;
    };
    awaitable<Error> serve();
    awaitable<std::optional<Error>> shake_hands();
    awaitable<Result<farm::gateway::Message>> read();
    std::optional<Error> take(farm::gateway::Message message);
    awaitable<void> report_changes();
    void examine(const farm::gateway::Check& check);
    awaitable<void> obey(farm::gateway::Command command);
    farm::gateway::History history_of(const farm::gateway::HistoryRequest& request) const;
    void send_change(const farm::PrinterId& id);
    void send(const farm::gateway::Message& message);

    net::websocket::Connection& connection_;
    SessionContext context_;
    Supervisor supervisor_;
    printers::ChangedPrinters changes_;
    std::map<farm::PrinterId, Sent> sent_;
    Subscription list_changed_;
    // What outlives us asks it whether we are still there.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace gantry::fuse::gateway
