#include "fuse/gateway/session.hpp"

#include <boost/asio/this_coro.hpp>

#include "base/log.hpp"
#include "base/within.hpp"

namespace gantry::fuse::gateway {
namespace {

namespace wire = farm::gateway;
constexpr auto area = "fuse.gateway";
constexpr std::size_t max_commands = 64;

Error goodbye_error(const wire::Goodbye& goodbye) {
    if (goodbye.code == "forbidden") return {Errc::forbidden, goodbye.detail};
    if (goodbye.code == "conflict") return {Errc::conflict, goodbye.detail};
    if (goodbye.code == "unsupported") return {Errc::unsupported, goodbye.detail};
    return {Errc::offline, goodbye.detail.empty() ? "the Cloud ended the connection" : goodbye.detail};
}

}  // namespace

GatewaySession::GatewaySession(Executor executor, net::websocket::Connection& connection,
                               SessionContext context)
    : connection_(connection),
      context_(std::move(context)),
      supervisor_(executor, area),
      changes_(executor, context_.printers, context_.limits.coalesce) {}

awaitable<Error> GatewaySession::run() {
    Error ended;
    std::exception_ptr failure;
    try {
        ended = co_await serve();
    } catch (...) {
        failure = std::current_exception();
    }
    context_.live.end_all();
    // Also when cancelled: commands that still wait use us.
    co_await asio::this_coro::reset_cancellation_state();
    co_await supervisor_.stop();
    if (is_cancellation(failure)) std::rethrow_exception(failure);
    if (failure) co_return Error{Errc::offline, describe(failure)};
    co_return ended;
}

awaitable<Error> GatewaySession::serve() {
    if (auto refused = co_await shake_hands()) co_return *refused;
    list_changed_ = context_.printers.list_changed().subscribe([this] { send_printers(); });
    send_printers();
    supervisor_.run("changes", [this] { return report_changes(); });
    for (;;) {
        auto message = co_await read();
        if (!message) co_return message.error();
        if (auto ended = take(std::move(*message))) co_return *ended;
    }
}

awaitable<Result<wire::Message>> GatewaySession::read() {
    auto text = co_await connection_.read();
    if (!text) co_return fail(Errc::offline, "the Cloud closed the connection");
    co_return wire::parse(*text);
}

awaitable<std::optional<Error>> GatewaySession::shake_hands() {
    auto first = co_await within(context_.limits.handshake, read());
    if (!first) co_return first.error();
    if (const auto* goodbye = std::get_if<wire::Goodbye>(&*first)) co_return goodbye_error(*goodbye);
    const auto* challenge = std::get_if<wire::Challenge>(&*first);
    if (challenge == nullptr) co_return Error{Errc::malformed, "the Cloud did not begin with a challenge"};
    send(wire::Hello{.version = std::min(challenge->version, wire::protocol_version),
                     .signature = context_.activation.identity().sign("gantry-gateway:" + challenge->nonce),
                     .host_name = activation::host_name(),
                     .software = "gantry-fuse " GANTRY_VERSION});
    auto second = co_await within(context_.limits.handshake, read());
    if (!second) co_return second.error();
    if (const auto* goodbye = std::get_if<wire::Goodbye>(&*second)) co_return goodbye_error(*goodbye);
    const auto* welcome = std::get_if<wire::Welcome>(&*second);
    if (welcome == nullptr) co_return Error{Errc::malformed, "the Cloud did not welcome this Fuse"};
    context_.on_welcome(*welcome);
    co_return std::nullopt;
}

std::optional<Error> GatewaySession::take(wire::Message message) {
    if (auto* command = std::get_if<wire::Command>(&message)) {
        if (supervisor_.running() > max_commands) {
            send(wire::Reply{command->id, farm::Problem{"busy", "too many commands at once"}});
        } else {
            supervisor_.run("command", [this, command = std::move(*command)] { return obey(command); });
        }
    } else if (auto* offer = std::get_if<wire::LiveOffer>(&message)) {
        context_.live.offer(std::move(*offer), [this](const wire::Message& answer) { send(answer); });
    } else if (const auto* candidate = std::get_if<wire::LiveCandidate>(&message)) {
        context_.live.candidate(*candidate);
    } else if (const auto* end = std::get_if<wire::LiveEnd>(&message)) {
        context_.live.end(*end);
    } else if (const auto* grant = std::get_if<wire::UploadGrant>(&message)) {
        context_.on_grant(*grant);
    } else if (auto* allowed = std::get_if<wire::AllowedPrinters>(&message)) {
        context_.on_allowed(std::move(*allowed));
    } else if (const auto* check = std::get_if<wire::Check>(&message)) {
        examine(*check);
    } else if (const auto* request = std::get_if<wire::HistoryRequest>(&message)) {
        send(history_of(*request));
    } else if (const auto* goodbye = std::get_if<wire::Goodbye>(&message)) {
        return goodbye_error(*goodbye);
    }
    return std::nullopt;
}

void GatewaySession::examine(const wire::Check& check) {
    if (!context_.answer_check) return;
    context_.answer_check(check, [this, weak = std::weak_ptr(alive_)](const wire::Message& answer) {
        if (weak.lock()) send(answer);
    });
}

wire::History GatewaySession::history_of(const wire::HistoryRequest& request) const {
    wire::History history{.id = request.id};
    if (context_.printers.find(request.printer) == nullptr)
        history.problem = farm::Problem{"not_found", "no such printer"};
    else if (context_.read_history)
        history.columns = context_.read_history(request.printer);
    return history;
}

awaitable<void> GatewaySession::obey(wire::Command command) {
    wire::Reply reply{.id = command.id};
    const auto known = farm::command_of(command.action, command.value);
    if (!known) {
        reply.problem = farm::Problem{"unsupported", "this Fuse does not know the command"};
    } else if (auto done = co_await context_.printers.command(command.printer, *known); !done) {
        reply.problem = farm::Problem{std::string(name_of(done.error().code)), done.error().detail};
    }
    send(reply);
}

awaitable<void> GatewaySession::report_changes() {
    for (;;) {
        for (const auto& id : co_await changes_.next())
            send_change(id);
    }
}

void GatewaySession::send_printers() {
    wire::Printers all;
    const auto now = std::chrono::steady_clock::now();
    sent_.clear();
    for (const auto& session : context_.printers.all()) {
        all.printers.push_back({session->config().printer, session->state()});
        sent_[session->config().printer.id] = {session->state(), now};
    }
    send(all);
    context_.on_printers_sent(all.printers.size());
}

void GatewaySession::send_change(const farm::PrinterId& id) {
    const auto* printer = context_.printers.find(id);
    const auto sent = sent_.find(id);
    if (printer == nullptr || sent == sent_.end()) return;
    const auto now = std::chrono::steady_clock::now();
    auto changes = wire::changes(sent->second.state, printer->state());
    const bool only_age = changes.size() == 1 && changes.contains("last_report_at");
    if (changes.empty() || (only_age && now - sent->second.at < context_.limits.age_every)) return;
    sent->second = {printer->state(), now};
    send(wire::StateChange{id, std::move(changes)});
}

void GatewaySession::send(const wire::Message& message) {
    connection_.send(wire::format(message));
}

}  // namespace gantry::fuse::gateway
