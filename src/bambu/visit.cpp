#include "bambu/visit.hpp"

#include <algorithm>
#include <tuple>

#include "bambu/commands.hpp"
#include "bambu/faults.hpp"
#include "base/random.hpp"

namespace gantry::bambu {

using net::mqtt::Client;
using net::mqtt::Delivery;

awaitable<Result<>> sign_in(Client& client, Visit visit) {
    net::mqtt::Options options{
        .address = std::move(visit.address),
        .port = visit.port,
        .server_name = std::move(visit.serial),
        .client_id = "gantry-" + visit.purpose + "-" + random_text("0123456789abcdef", 12),
        .username = "bblp",
        .password = std::move(visit.access_code),
        .limit = visit.limit};
    co_return co_await client.connect(std::move(options));
}

awaitable<Result<report::Status>> ask_for_status(Client& client, std::string serial, const Model* model) {
    const auto topic = "device/" + serial;
    auto subscribed = co_await client.subscribe(topic + "/report", Delivery::at_most_once);
    if (!subscribed) co_return std::unexpected(subscribed.error());
    Commands commands;
    const auto request = commands.push_all();
    auto sent = client.publish(topic + "/request", request.payload, Delivery::at_least_once);
    if (!sent) co_return std::unexpected(sent.error());
    report::Document document;
    while (!document.complete()) {
        auto message = co_await client.receive();
        if (!message) co_return std::unexpected(message.error());
        // What is no report says nothing, and what is too long ends with the caller's time.
        std::ignore = document.take(message->payload);
    }
    co_return report::status_of(document, model);
}

bool refuses_commands(const report::Status& status) {
    return status.signature_required || std::ranges::any_of(status.health, [](const HealthMessage& message) {
               return means_developer_mode_off(message);
           });
}

}  // namespace gantry::bambu
