#include "fuse/printers/bambu/link.hpp"

#include <boost/asio/redirect_error.hpp>
#include <tuple>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/within.hpp"
#include "fuse/printers/bambu/actions.hpp"
#include "fuse/printers/bambu/message_name.hpp"
#include "fuse/printers/bambu/state.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
using net::mqtt::Delivery;

constexpr auto area = "fuse.printers.bambu";
constexpr std::size_t max_waiting = 4;  // commands

const lab::Model* model_of(const farm::Printer& printer) {
    const auto* model = lab::model_by_name(printer.model);
    return model != nullptr ? model : lab::model_by_serial(printer.serial);
}

std::string topic(const PrinterConfig& config, std::string_view direction) {
    return "device/" + config.printer.serial + "/" + std::string(direction);
}

// What a person sees on the card.
Error in_words(const Error& error) {
    if (error.code != Errc::too_large) return error;
    return {
        error.code,
        "The printer sent a message of more than 1 MB, which no sound one does. Its connection was ended and "
        "is made anew; restart the printer if this comes back"};
}

}  // namespace

BambuLink::BambuLink(Executor executor, PrinterConfig config, LinkListener& listener, Dials& dials,
                     Limits limits)
    : config_(std::move(config)),
      listener_(listener),
      limits_(limits),
      model_(model_of(config_.printer)),
      dials_(dials),
      news_(executor, asio::steady_timer::time_point::max()) {}

awaitable<Error> BambuLink::run() {
    auto connected = co_await connect();
    if (!connected) co_return connected.error();
    connected_ = true;
    // Also when we are cancelled: a command must not wait for reports that nobody receives.
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) {
        connected_ = false;
        news_.cancel();
    });
    listener_.on_connected(client_->peer().fingerprint);
    co_return co_await listen();
}

std::uint16_t BambuLink::port() const {
    return config_.ports.mqtt != 0 ? config_.ports.mqtt : mqtt_port;
}

awaitable<Result<>> BambuLink::connect() {
    const auto turn = co_await dials_.turn(config_.address, port());
    if (!turn) co_return std::unexpected(turn.error());
    auto connected = co_await log_in();
    // Its certificate is known: it is there, whatever it said then.
    const bool answered = connected || client_->peer().fingerprint != Fingerprint{};
    dials_.note(config_.address, port(), answered);
    co_return connected;
}

awaitable<Result<>> BambuLink::log_in() {
    const auto executor = co_await asio::this_coro::executor;
    client_.emplace(executor, net::tls::expect(config_.printer.serial, config_.fingerprint));
    net::mqtt::Options options{
        .address = config_.address,
        .port = port(),
        .server_name = config_.printer.serial,
        // Fresh each time: a printer may still hold the session of a connection that broke.
        .client_id = "gantry-" + random_text("0123456789abcdef", 12),
        .username = "bblp",
        .password = config_.access_code,
    };
    auto connected = co_await client_->connect(std::move(options));
    if (!connected) {
        const auto code = connected.error().code;
        if (code == Errc::unauthorized)
            co_return fail(code,
                           "the printer refuses the access code; it shows the current one on its screen");
        if (code == Errc::untrusted) listener_.on_distrust(client_->peer().fingerprint);
        co_return connected;
    }
    // The report topic only: P1 and A1 reset a connection that subscribes to requests.
    co_return co_await client_->subscribe(topic(config_, "report"), Delivery::at_most_once);
}

awaitable<Error> BambuLink::listen() {
    ask_for_everything();
    std::ignore = send(commands_.get_version());
    for (;;) {
        auto message = co_await (document_.complete() ? next_message() : message_before_everything());
        if (!message) co_return in_words(message.error());
        listener_.on_message(
            {Direction::receive, message->topic, message_name(message->payload), message->payload});
        if (auto taken = take(*message); !taken) co_return taken.error();
        news_.cancel();
    }
}

// A printer that has just been switched on lets us in before it listens: what we asked first is lost, though
// what we asked next may be answered.
awaitable<Result<net::mqtt::Message>> BambuLink::message_before_everything() {
    if (asked_again_) co_return co_await next_message();
    const auto answer_due = *asked_for_everything_ + limits_.first_answer;
    const auto left =
        std::max(answer_due - std::chrono::steady_clock::now(), asio::steady_timer::duration(0));
    auto message = co_await within(left, client_->receive());
    if (message || message.error().code != Errc::timeout) co_return message;
    asked_again_ = true;
    asked_for_everything_.reset();
    ask_for_everything();
    co_return co_await next_message();
}

awaitable<Result<net::mqtt::Message>> BambuLink::next_message() {
    auto message = co_await within(limits_.silence, client_->receive());
    if (message || message.error().code != Errc::timeout) co_return message;
    listener_.on_silence();
    std::ignore = send(commands_.start_pushing());
    message = co_await within(limits_.last_chance, client_->receive());
    if (!message && message.error().code == Errc::timeout)
        co_return fail(Errc::timeout, "the printer keeps the connection open but says nothing");
    co_return message;
}

Result<> BambuLink::take(const net::mqtt::Message& message) {
    auto taken = document_.take(message.payload);
    if (!taken) {
        if (taken.error().code == Errc::too_large) return std::unexpected(taken.error());
        log::debug(area, "{}: a message that is no report: {}", config_.printer.name, taken.error().detail);
        return {};
    }
    if (taken->acknowledgement) acknowledged_ = std::move(taken->acknowledgement);
    if (taken->kind == lab::report::Kind::delta && !document_.complete()) ask_for_everything();
    if (!document_.complete()) return {};
    status_ = lab::report::status_of(document_, model_);
    auto state = state_of(status_, model_);
    state.firmware = document_.firmware();
    state.developer_mode_off = state.developer_mode_off || refuses_commands_;
    listener_.on_report(std::move(state));
    return {};
}

Result<> BambuLink::send(const lab::Request& request) {
    const auto where = topic(config_, "request");
    auto sent = client_->publish(where, request.payload, Delivery::at_least_once);
    if (sent)
        listener_.on_message({Direction::send, where, request.command, request.payload});
    else
        log::debug(area, "{}: {} not sent: {}", config_.printer.name, request.command, sent.error().detail);
    return sent;
}

void BambuLink::ask_for_everything() {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = document_.complete() ? limits_.push_all : limits_.push_all_again;
    if (asked_for_everything_ && now - *asked_for_everything_ < pause) return;
    asked_for_everything_ = now;
    std::ignore = send(commands_.push_all());
}

awaitable<Result<>> BambuLink::command(Command command) {
    if (!connected_) co_return fail(Errc::offline, "the printer is not connected");
    if (turnstile_.waiting() >= max_waiting)
        co_return fail(Errc::busy, "the printer is still busy with other commands");
    const auto turn = co_await turnstile_.enter();
    if (!connected_) co_return fail(Errc::offline, "the printer is not connected");
    auto request = request_for(command, status_, commands_, model_);
    if (!request) co_return std::unexpected(request.error());
    if (auto sent = send(*request); !sent) co_return sent;
    bool acknowledged = false;
    const auto limit = farm::is_slow(command.action) ? limits_.slow_effect : limits_.effect;
    auto waited = co_await within(limit, wait_for_effect(std::move(*request), command, acknowledged));
    if (waited || waited.error().code != Errc::timeout) co_return waited;
    if (developer_mode_is_off()) co_return fail(Errc::rejected, std::string(lab::developer_mode_advice));
    co_return fail(Errc::timeout, acknowledged ? "the printer received the command, but nothing changed"
                                               : "the printer does not answer the command");
}

awaitable<Result<>> BambuLink::wait_for_effect(lab::Request request, Command command, bool& acknowledged) {
    while (!shows(status_, command) || (needs_answer(command.action) && !acknowledged)) {
        co_await news();
        if (!connected_)
            co_return fail(Errc::offline, "the connection broke before the printer had answered");
        if (!acknowledged_ || !answers(*acknowledged_, request)) continue;
        acknowledged = true;
        refuses_commands_ = means_developer_mode_off(*acknowledged_);
        if (auto answer = accepted(*acknowledged_); !answer) co_return answer;
    }
    co_return Result<>{};
}

awaitable<void> BambuLink::news() {
    ErrorCode ignored;
    co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
}

bool BambuLink::developer_mode_is_off() const {
    return refuses_commands_ || status_.signature_required ||
           std::ranges::any_of(status_.health,
                               [](const auto& message) { return lab::means_developer_mode_off(message); });
}

}  // namespace gantry::fuse::printers::bambu
