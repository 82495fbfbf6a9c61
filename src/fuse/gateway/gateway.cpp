#include "fuse/gateway/gateway.hpp"

#include <tuple>

#include <boost/asio/redirect_error.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "fuse/gateway/session.hpp"

namespace gantry::fuse::gateway {
namespace {

constexpr auto area = "fuse.gateway";
constexpr std::uint16_t settings_changed_code = 4000;

// "https://cloud.example.com" → "wss://cloud.example.com/gateway"
std::string socket_url(const std::string& url) {
    return "ws" + url.substr(4) + "/gateway";
}

bool is_refusal(Errc code) {
    return code == Errc::unauthorized || code == Errc::forbidden || code == Errc::conflict ||
           code == Errc::unsupported || code == Errc::untrusted;
}

farm::Problem problem_of(const Error& error) {
    if (error.code == Errc::unauthorized)
        return {"unauthorized",
                "The Cloud does not accept this Fuse any more: deactivate it and activate it again"};
    return {std::string(name_of(error.code)), error.detail};
}

}  // namespace

Gateway::Gateway(Executor executor, settings::CurrentSettings& settings, activation::Activation& activation,
                 printers::Printers& printers, LiveDesk& live, GatewayLimits limits)
    : executor_(executor),
      settings_(settings),
      activation_(activation),
      printers_(printers),
      live_(live),
      limits_(limits),
      pause_(executor),
      settings_changed_(settings.changed().subscribe([this] { reconsider(); })),
      activation_changed_(activation.changed().subscribe([this] { reconsider(); })),
      // One that is new may bring switches of its own.
      list_changed_(printers.list_changed().subscribe([this] { reconsider(); })) {}

std::optional<Gateway::Wanted> Gateway::wanted() const {
    if (!settings_.get().gateway_enabled || !activation_.credentials()) return std::nullopt;
    return Wanted{socket_url(settings_.get().gateway_url), activation_.credentials()->token};
}

// The settings or the activation changed: what we are connected to may no longer be wanted.
void Gateway::reconsider() {
    if (told_ != camera_settings()) tell_camera_settings();
    if (wanted() == connected_as_) return;
    pause_.cancel();
    if (connection_ != nullptr) connection_->close(settings_changed_code, "settings changed");
}

Result<> Gateway::send(const farm::gateway::Message& message) {
    if (connection_ == nullptr || link_.state != CloudState::connected)
        return fail(Errc::offline, "the Cloud is not connected");
    connection_->send(farm::gateway::format(message));
    return {};
}

farm::gateway::CameraSettings Gateway::camera_settings() const {
    const auto& settings = settings_.get();
    farm::gateway::CameraSettings all{
        settings.cameras_enabled, settings.snapshots_enabled, settings.remote_stream_enabled, {}};
    for (const auto& session : printers_.all()) {
        const auto& [id, own] = std::tie(session->config().printer.id, session->config().switches);
        if (own == printers::CameraSwitches{}) continue;
        all.exceptions.push_back({id,
                                  {all.cameras && own.camera_enabled, all.snapshots && own.snapshots_enabled,
                                   all.remote_stream && own.remote_stream_enabled}});
    }
    return all;
}

void Gateway::tell_camera_settings() {
    told_ = camera_settings();
    std::ignore = send(told_);  // not connected: the next welcome tells
}

void Gateway::show(CloudState state, std::optional<farm::Problem> problem) {
    CloudLink next{.state = state,
                   .url = settings_.get().gateway_url,
                   .problem = std::move(problem),
                   .synced_at = link_.synced_at,
                   .synced_printers = link_.synced_printers};
    if (activation_.credentials()) next.store_name = activation_.credentials()->store_name;
    if (next == link_) return;
    link_ = std::move(next);
    changed_.tell();
}

awaitable<void> Gateway::run() {
    auto bound = limits_.backoff.first;
    for (;;) {
        connected_as_ = wanted();
        if (!connected_as_) {
            if (!activation_.credentials()) forget();
            show(settings_.get().gateway_enabled ? CloudState::not_activated : CloudState::disabled);
            co_await pause(std::chrono::hours(24));
            continue;
        }
        if (link_.state != CloudState::offline) show(CloudState::connecting);
        const auto started = std::chrono::steady_clock::now();
        const auto ended = co_await connect_once(*connected_as_);
        if (wanted() != connected_as_) continue;
        co_await settle(ended);
        if (is_refusal(ended.code)) {
            co_await pause(limits_.refused_pause);
            continue;
        }
        if (std::chrono::steady_clock::now() - started >= limits_.backoff.healthy_after)
            bound = limits_.backoff.first;
        co_await pause(
            std::chrono::milliseconds(random_below(static_cast<std::uint32_t>(bound.count()) + 1)));
        bound = std::min(bound * 2, limits_.backoff.longest);
    }
}

// What another store said means nothing to the next one.
void Gateway::forget() {
    allowed_.reset();
    link_.synced_at = 0;
    link_.synced_printers = 0;
}

awaitable<void> Gateway::pause(std::chrono::milliseconds length) {
    if (wanted() != connected_as_) co_return;
    pause_.expires_after(length);
    ErrorCode ignored;
    co_await pause_.async_wait(asio::redirect_error(use_awaitable, ignored));
}

awaitable<Error> Gateway::connect_once(Wanted wanted) {
    net::websocket::ClientRequest request{.url = wanted.url};
    request.headers["authorization"] = "Bearer " + wanted.token.reveal();
    request.limits.max_message_bytes = farm::gateway::max_message_bytes;
    auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection) co_return connection.error();
    if (this->wanted() != wanted) co_return Error{Errc::cancelled, "settings changed"};
    connection_ = connection->get();
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) {
        connection_ = nullptr;
        session_ = nullptr;
    });
    GatewaySession* made = nullptr;
    SessionContext context{activation_, printers_, live_, answer_check_, read_history_, limits_};
    context.on_welcome = [this, &made](const farm::gateway::Welcome& welcome) {
        log::info(area, "connected to the store \"{}\"", welcome.store_name);
        session_ = made;
        show(CloudState::connected);
        tell_camera_settings();
    };
    context.on_grant = [this](const farm::gateway::UploadGrant& grant) { granted_.tell(grant); };
    context.on_printers_sent = [this](std::size_t count) {
        link_.synced_at = unix_ms_now();
        link_.synced_printers = count;
        changed_.tell();
    };
    context.on_allowed = [this](farm::gateway::AllowedPrinters allowed) {
        allowed_ = std::move(allowed.printers);
    };
    GatewaySession session(executor_, **connection, std::move(context));
    made = &session;
    co_return co_await session.run();
}

Result<std::size_t> Gateway::sync() {
    if (!settings_.get().gateway_enabled)
        return fail(Errc::disabled, "nothing was sent: the gateway connection is switched off, above");
    if (!activation_.credentials())
        return fail(Errc::conflict,
                    "nothing was sent: this Fuse belongs to no store; activate it on the Status page");
    if (session_ == nullptr)
        return fail(Errc::offline, "nothing was sent: the Cloud is not connected" +
                                       (link_.problem ? " (" + link_.problem->detail + ")" : std::string()));
    session_->send_printers();
    return link_.synced_printers;
}

awaitable<void> Gateway::settle(const Error& ended) {
    if (link_.state == CloudState::connecting || link_.state == CloudState::connected)
        log::warning(area, "not connected: {} ({})", ended.detail, name_of(ended.code));
    if (ended.code == Errc::forbidden) co_await activation_.revoked(ended.detail);
    show(is_refusal(ended.code) ? CloudState::refused : CloudState::offline, problem_of(ended));
}

}  // namespace gantry::fuse::gateway
