#include "fuse/stats/stats.hpp"

#include <boost/asio/redirect_error.hpp>

#include "base/log.hpp"
#include "base/within.hpp"
#include "net/tcp/listening.hpp"

namespace gantry::fuse::stats {
namespace {

constexpr auto area = "fuse.stats";

}  // namespace

struct Stats::Running {
    Running(const Wanted& wanted, Executor executor, net::http::ServerOptions options,
            net::http::Router router)
        : wanted(wanted),
          server(std::move(executor), std::move(options), std::move(router)),
          port(server.port()) {}

    Wanted wanted;
    net::http::Server server;
    std::uint16_t port;
    bool stopping = false;
    Task task;
};

Stats::Stats(Executor executor, printers::Printers& printers, settings::CurrentSettings& settings,
             access::Access& access, net::http::ServerOptions server, Limits limits)
    : settings_(settings),
      access_(access),
      options_(std::move(server)),
      limits_(limits),
      feed_(executor, printers),
      news_(executor),
      supervisor_(executor, area) {
    // Those that are turned away with a close code must be let in for it.
    options_.max_connections = 4 * limits_.readers;
    options_.socket_limits.max_message_bytes = max_request_bytes;
    options_.socket_limits.max_queued_bytes = limits_.max_queued_bytes;
    options_.socket_limits.slow_code = close_slow;
    settings_changed_ = settings_.changed().subscribe([this] { news_.cancel(); });
}

Stats::~Stats() = default;

awaitable<void> Stats::run() {
    auto telling = supervisor_.spawn("feed", [this] { return feed_.run(); });
    std::exception_ptr ended;
    try {
        co_await follow_settings();
    } catch (...) {
        ended = std::current_exception();
    }
    // Cancelled: what follows must still run.
    co_await asio::this_coro::reset_cancellation_state();
    co_await stop();
    telling.cancel();
    co_await telling.join();
    std::rethrow_exception(ended);
}

Stats::Wanted Stats::wanted() const {
    const auto& settings = settings_.get();
    return {settings.stats_enabled, settings.stats_port};
}

awaitable<void> Stats::follow_settings() {
    for (;;) {
        const auto wanted = this->wanted();
        if (running_ && running_->wanted != wanted) co_await stop();
        if (wanted != this->wanted()) continue;  // changed again meanwhile
        if (wanted.enabled && !running_) start(wanted);
        if (!wanted.enabled) problem_.reset();
        ErrorCode ignored;
        news_.expires_after(problem_ ? limits_.retry : std::chrono::hours(24));
        co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
}

void Stats::start(const Wanted& wanted) {
    auto options = options_;
    options.port = static_cast<std::uint16_t>(wanted.port);
    try {
        running_ = std::make_unique<Running>(wanted, supervisor_.executor(), options, make_router());
    } catch (const net::tcp::ListenError& e) {
        if (!problem_ || problem_->detail != e.what()) log::warning(area, "{}", e.what());
        problem_ = farm::Problem{std::string(name_of(Errc::conflict)), e.what()};
        return;
    }
    problem_.reset();
    running_->task = supervisor_.spawn("server", [this] { return running_->server.run(); });
    log::info(area, "listening on port {}", running_->port);
}

awaitable<void> Stats::stop() {
    if (!running_) co_return;
    // Once: a second time would break off the server's own farewell.
    if (!std::exchange(running_->stopping, true)) running_->task.cancel();
    co_await running_->task.join();
    running_.reset();
    log::info(area, "switched off");
}

View Stats::view() const {
    View view;
    if (problem_)
        view = {.state = ServerState::failed, .port = settings_.get().stats_port, .problem = problem_};
    if (running_ && !running_->stopping) view = {.state = ServerState::listening, .port = running_->port};
    for (const auto* reader : feed_.readers()) {
        ReaderView shown{.name = reader->name, .address = reader->visitor.address, .since = reader->since};
        if (reader->choice) shown.printers = reader->choice->size();
        view.readers.push_back(std::move(shown));
    }
    return view;
}

net::http::Router Stats::make_router() {
    net::http::Router router([this](net::http::Request& request, const std::string&) -> awaitable<Result<>> {
        co_return authorize(request);
    });
    router.add({.pattern = "/",
                .permission = "stats",
                .socket = [this](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    return serve(std::move(request), std::move(connection));
                }});
    return router;
}

// Programs send no Origin. A page is let in only from where a person has said so; a foreign one would
// otherwise read along as somebody at this machine.
Result<> Stats::authorize(net::http::Request& request) const {
    const auto origin = request.header("origin");
    const auto& allowed = settings_.get().stats_origins;
    if (!origin.empty() && std::ranges::find(allowed, origin) == allowed.end()) {
        return fail(
            Errc::forbidden,
            "Web pages of this address may not read along: add it under Settings, External Integrations.");
    }
    if (auto choice = parse_choice(request.query["printers"]); !choice)
        return std::unexpected(choice.error());
    constexpr std::string_view bearer = "Bearer ";
    const auto header = request.header("authorization");
    if (!header.starts_with(bearer)) return {};
    const access::Visitor visitor{request.remote_address, std::string(request.header("user-agent"))};
    const auto session = access_.who(Secret(std::string(header.substr(bearer.size()))), visitor);
    if (!session || session->kind != access::Kind::reader)
        return fail(Errc::unauthorized, "This token is not one that may read the stats.");
    request.principal = *session;
    request.revoked = access_.end_of(session->id);
    return {};
}

}  // namespace gantry::fuse::stats
