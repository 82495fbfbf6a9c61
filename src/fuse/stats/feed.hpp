// What readers of the stats are told: the whole state first, then what changes, computed once for all of
// them. Owned by Stats; the loop's thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fuse/access/sessions.hpp"
#include "fuse/printers/changes.hpp"
#include "fuse/stats/request.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::fuse::stats {

// One program. Owned by the coroutine that serves it, and known to the feed while it listens.
struct Reader {
    net::websocket::Connection& connection;
    access::Visitor visitor;
    std::string name;  // of its token; empty: a program at this machine
    std::int64_t since = 0;
    Choice choice;
    std::shared_ptr<Signal<>> revoked;  // held, so that the token's owner knows that it is in use
    Subscription ends;
};

class Feed {
public:
    Feed(const Executor& executor, printers::Printers& printers);

    // Sends what changed, until cancelled: of one printer four times a second at most.
    awaitable<void> run();
    // Greets the reader, and tells it what changes until the subscription is dropped. `reader` outlives that.
    [[nodiscard]] Subscription tell(Reader& reader);
    // Sends the whole state again, as `reader.choice` has it now.
    void send_state(Reader& reader);
    std::vector<const Reader*> readers() const;

private:
    // What readers know of a printer.
    struct Told {
        farm::Printer printer;
        farm::Status status = farm::Status::offline;
        farm::PrinterState state;
    };

    void remember_all();
    void publish(const std::vector<farm::PrinterId>& changed);
    void publish_printer(const farm::PrinterId& id);
    std::string state_text(const Choice& choice) const;

    printers::Printers& printers_;
    printers::ChangedPrinters changes_;
    std::map<farm::PrinterId, Told> told_;  // empty without readers
    // Shared with the subscriptions, which at the end of the program may outlive us.
    std::shared_ptr<std::vector<Reader*>> readers_ = std::make_shared<std::vector<Reader*>>();
    Subscription list_changed_;
};

}  // namespace gantry::fuse::stats
