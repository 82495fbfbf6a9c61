#include "sim/printer/brain.hpp"

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::sim::printer {
namespace {

constexpr auto tick = 100ms;
constexpr auto report_period = 1s;

std::string topic(const Machine& machine, std::string_view direction) {
    return fmt::format("device/{}/{}", machine.identity().serial, direction);
}

// Somebody's subscription, as the broker's log tells it. Errors: malformed.
struct Subscription {
    std::string client;
    std::string filter;
};

Result<Subscription> parse_subscription(std::string_view line) {
    const auto client = line.find(": ");
    for (const std::string_view quality : {" 0 ", " 1 ", " 2 "}) {
        const auto end = line.rfind(quality);
        if (client == line.npos || end == line.npos || end < client + 2) continue;
        return Subscription{std::string(line.substr(client + 2, end - client - 2)),
                            std::string(line.substr(end + quality.size()))};
    }
    return fail(Errc::malformed, "no subscription");
}

// A broker ends the older of two connections with one name, so whoever takes a client's name ends it.
awaitable<void> cut_off(Executor executor, net::mqtt::Options options, std::string client) {
    options.client_id = std::move(client);
    net::mqtt::Client replacement(executor, net::tls::expect(options.server_name, std::nullopt));
    const auto connected = co_await replacement.connect(std::move(options));
    if (!connected) log::debug("sim.brain", "a client was not cut off: {}", connected.error().detail);
}

// RRGGBBAA, as spools report it.
media::canvas::Colour colour_of(const std::string& text) {
    const auto bytes = from_hex(text.substr(0, 6));
    if (!bytes || bytes->size() != 3) return {0x80, 0x80, 0x80};
    return {std::to_integer<std::uint8_t>((*bytes)[0]), std::to_integer<std::uint8_t>((*bytes)[1]),
            std::to_integer<std::uint8_t>((*bytes)[2])};
}

}  // namespace

Brain::Brain(Machine machine, std::shared_ptr<camera::View> view)
    : machine_(std::move(machine)), view_(std::move(view)) {}

awaitable<void> Brain::live(std::shared_ptr<Brain> self) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        self->machine_.advance(Machine::Clock::now());
        self->show();
        self->publish_what_is_due();
        timer.expires_after(tick);
        co_await timer.async_wait(use_awaitable);
    }
}

awaitable<void> Brain::talk(std::shared_ptr<Brain> self, Executor executor, BrainLogin login) {
    const auto serial = self->machine_.identity().serial;
    const auto client = std::make_shared<net::mqtt::Client>(executor, net::tls::expect(serial, std::nullopt));
    const net::mqtt::Options options{.address = login.address,
                                     .port = login.port,
                                     .server_name = serial,
                                     .client_id = "brain-" + random_id(),
                                     .username = login.user,
                                     .password = login.password};
    const auto connected = co_await client->connect(options);
    if (!connected) throw std::runtime_error(connected.error().detail);
    for (const auto& wanted : {topic(self->machine_, "request"), std::string(subscriptions_topic)}) {
        const auto subscribed = co_await client->subscribe(wanted, net::mqtt::Delivery::at_most_once);
        if (!subscribed) throw std::runtime_error(subscribed.error().detail);
    }
    self->client_ = client;
    for (;;) {
        const auto message = co_await client->receive();
        if (!message) {
            if (self->client_ == client) self->client_.reset();
            throw std::runtime_error(message.error().detail);
        }
        if (message->topic != subscriptions_topic) {
            self->answer(*message);
        } else if (const auto intruder = self->intruder_in(message->payload); intruder) {
            if (*intruder != options.client_id) co_await cut_off(executor, options, *intruder);
        }
    }
}

// Who subscribed to our requests. The ESP class cuts the connection (docs/protocols/bambu-lan.md, section 3);
// of the AP class no such thing is known, and its broker here just delivers nothing.
std::optional<std::string> Brain::intruder_in(std::string_view line) const {
    if (machine_.identity().model->printer_class != PrinterClass::esp) return std::nullopt;
    const auto subscription = parse_subscription(line);
    if (!subscription || !net::mqtt::matches(subscription->filter, topic(machine_, "request")))
        return std::nullopt;
    return subscription->client;
}

void Brain::show() {
    const auto& state = machine_.state();
    view_->light = state.light;
    view_->moving = state.gcode_state == GcodeState::running;
    view_->progress = machine_.printed();
    if (state.tray_now < static_cast<int>(state.trays.size()))
        view_->filament = colour_of(state.trays[static_cast<std::size_t>(state.tray_now)].colour);
}

void Brain::answer(const net::mqtt::Message& message) {
    // Some clients end their text with a NUL.
    std::string_view text = message.payload;
    while (text.ends_with('\0'))
        text.remove_suffix(1);
    const auto request = parse_json(text);
    if (!request || !request->is_object()) {
        log::debug("sim.brain", "a request that is no JSON object");
        return;
    }
    for (const auto& reply : machine_.handle(request->get_object(), Machine::Clock::now()))
        publish(reply);
    publish_what_is_due();
}

void Brain::publish_what_is_due() {
    if (!client_) return;
    const auto now = Machine::Clock::now();
    if (const auto full = machine_.take_full()) {
        publish(*full);
        reported_at_ = now;
    } else if (machine_.urgent() || now - reported_at_ >= report_period) {
        if (const auto delta = machine_.take_delta()) publish(*delta);
        reported_at_ = now;
    }
}

void Brain::publish(const json::object& message) {
    if (!client_) return;
    const auto sent =
        client_->publish(topic(machine_, "report"), indented(message), net::mqtt::Delivery::at_most_once);
    if (!sent) log::debug("sim.brain", "a report was not sent: {}", sent.error().detail);
}

}  // namespace gantry::sim::printer
