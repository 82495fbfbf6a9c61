// A short visit to a printer by MQTT, beside whatever else is connected to it: signing in, and asking for all
// that it knows. The client belongs to the caller; the loop's thread only.
#pragma once

#include <chrono>
#include <string>

#include "bambu/models.hpp"
#include "bambu/report/report.hpp"
#include "base/asio.hpp"
#include "base/secret.hpp"
#include "net/mqtt/client.hpp"

namespace gantry::bambu {

struct Visit {
    std::string address;
    std::uint16_t port = 0;
    std::string serial;
    Secret access_code;
    std::string purpose;  // stands in the client id, for whoever looks at the printer's clients
    std::chrono::milliseconds limit;
};

// Errors: those of Client::connect.
awaitable<Result<>> sign_in(net::mqtt::Client& client, Visit visit);
// Waits for the whole report; without a limit of its own. `model` may be null. Errors: those of Client.
awaitable<Result<report::Status>> ask_for_status(net::mqtt::Client& client, std::string serial,
                                                 const Model* model);
// Developer Mode is off.
bool refuses_commands(const report::Status& status);

}  // namespace gantry::bambu
