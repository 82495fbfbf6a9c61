// Keeps this Fuse connected to its Cloud while it is activated and the setting allows it. Owned by the
// program; the loop's thread only.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "base/signal.hpp"
#include "fuse/activation/activation.hpp"
#include "fuse/gateway/live_desk.hpp"
#include "fuse/printers/printers.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::fuse::gateway {

enum class CloudState { not_activated, disabled, connecting, connected, offline, refused };
BOOST_DESCRIBE_ENUM(CloudState, not_activated, disabled, connecting, connected, offline, refused)

// As api/fuse.yaml has it.
struct CloudLink {
    CloudState state = CloudState::connecting;
    std::string url;
    std::string store_name;
    std::optional<farm::Problem> problem;
    std::int64_t synced_at =
        0;  // when the whole list of printers was sent last, Unix milliseconds; 0 = never
    std::size_t synced_printers = 0;
    friend bool operator==(const CloudLink&, const CloudLink&) = default;
};
BOOST_DESCRIBE_STRUCT(CloudLink, (), (state, url, store_name, problem, synced_at, synced_printers))

struct GatewayLimits {
    Backoff backoff{.first = 500ms, .longest = 30s};
    std::chrono::milliseconds refused_pause = 60s;
    std::chrono::milliseconds handshake = 10s;
    std::chrono::milliseconds coalesce = 500ms;  // at most two changes per second and printer
    std::chrono::milliseconds age_every = 5s;    // a report without news still says that the printer lives
};

class GatewaySession;

// Begins a check-up and answers through `send`, which may be called at any time.
using AnswerCheck = std::function<void(const farm::gateway::Check& check, LiveDesk::Send send)>;
// The temperatures of one printer.
using ReadHistory = std::function<farm::TemperatureColumns(const farm::PrinterId& id)>;

class Gateway {
public:
    Gateway(Executor executor, settings::CurrentSettings& settings, activation::Activation& activation,
            printers::Printers& printers, LiveDesk& live, GatewayLimits limits = {});

    // Until cancelled.
    awaitable<void> run();

    // Who examines printers for the Cloud; set once, before run().
    void answer_checks(AnswerCheck answer) { answer_check_ = std::move(answer); }
    // Likewise who remembers temperatures.
    void read_history(ReadHistory read) { read_history_ = std::move(read); }

    const CloudLink& link() const { return link_; }
    // Sends every printer once more; how many. Errors: disabled, conflict (not activated), offline (says
    // why).
    Result<std::size_t> sync();
    // Which printers are ours to manage, as the Cloud said last; nothing when it never did.
    const std::optional<std::vector<farm::PrinterId>>& allowed() const { return allowed_; }
    Signal<>& changed() { return changed_; }
    // Errors: offline (not connected now).
    Result<> send(const farm::gateway::Message& message);
    Signal<farm::gateway::UploadGrant>& granted() { return granted_; }

private:
    struct Wanted {
        std::string url;
        Secret token;
        friend bool operator==(const Wanted&, const Wanted&) = default;
    };
    std::optional<Wanted> wanted() const;
    awaitable<Error> connect_once(Wanted wanted);
    awaitable<void> pause(std::chrono::milliseconds length);
    awaitable<void> settle(const Error& ended);
    void show(CloudState state, std::optional<farm::Problem> problem = {});
    void reconsider();
    farm::gateway::CameraSettings camera_settings() const;
    void tell_camera_settings();
    void forget();

    Executor executor_;
    settings::CurrentSettings& settings_;
    activation::Activation& activation_;
    printers::Printers& printers_;
    LiveDesk& live_;
    GatewayLimits limits_;
    AnswerCheck answer_check_;
    ReadHistory read_history_;
    CloudLink link_;
    asio::steady_timer pause_;
    net::websocket::Connection* connection_ = nullptr;  // of the coroutine in connect_once
    GatewaySession* session_ = nullptr;                 // as well, while it is welcome
    std::optional<std::vector<farm::PrinterId>> allowed_;
    std::optional<Wanted> connected_as_;
    Signal<> changed_;
    Signal<farm::gateway::UploadGrant> granted_;
    farm::gateway::CameraSettings told_;
    Subscription settings_changed_;
    Subscription activation_changed_;
    Subscription list_changed_;
};

}  // namespace gantry::fuse::gateway
