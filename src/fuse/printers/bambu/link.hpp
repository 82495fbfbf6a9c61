// One MQTT connection to one Bambu Lab printer. Owned by its PrinterSession; the loop's thread only. For this
// folder alone.
#pragma once

#include <optional>

#include "bambu/commands.hpp"
#include "bambu/discovery/identify.hpp"
#include "bambu/report/report.hpp"
#include "base/turnstile.hpp"
#include "fuse/printers/bambu/dials.hpp"
#include "fuse/printers/bambu/driver.hpp"
#include "net/mqtt/client.hpp"

namespace gantry::fuse::printers::bambu {

using gantry::bambu::mqtt_port;

class BambuLink final : public PrinterLink {
public:
    // `dials` outlives the link.
    BambuLink(Executor executor, PrinterConfig config, LinkListener& listener, Dials& dials, Limits limits);

    awaitable<Error> run() override;
    awaitable<Result<>> command(Command command) override;

private:
    awaitable<Result<>> connect();
    awaitable<Result<>> log_in();
    std::uint16_t port() const;
    awaitable<Error> listen();
    awaitable<Result<net::mqtt::Message>> next_message();
    awaitable<Result<net::mqtt::Message>> message_before_everything();
    Result<> take(const net::mqtt::Message& message);
    Result<> send(const gantry::bambu::Request& request);
    void ask_for_everything();
    awaitable<Result<>> wait_for_effect(gantry::bambu::Request request, Command command, bool& acknowledged);
    // Until the next message, or the end of the connection.
    awaitable<void> news();
    bool developer_mode_is_off() const;

    PrinterConfig config_;
    LinkListener& listener_;
    Limits limits_;
    const gantry::bambu::Model* model_;
    Dials& dials_;
    std::optional<net::mqtt::Client> client_;  // once the printer is dialled: TLS costs memory
    gantry::bambu::Commands commands_;
    gantry::bambu::report::Document document_;
    gantry::bambu::report::Status status_;
    // The last one, of anybody's command: every client sees all of them.
    std::optional<gantry::bambu::report::Acknowledgement> acknowledged_;
    asio::steady_timer news_;  // expires never: cancelled whenever a message came or the connection ended
    std::optional<std::chrono::steady_clock::time_point> asked_for_everything_;
    bool asked_again_ = false;  // because the first request was lost
    bool connected_ = false;
    Turnstile turnstile_;            // the printer wants one command at a time
    bool refuses_commands_ = false;  // the last answered command was refused for lack of Developer Mode
};

}  // namespace gantry::fuse::printers::bambu
