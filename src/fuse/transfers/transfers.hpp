// Sends cached files to printers. Owned by the program; the loop's thread only, while the network works on
// threads of its own. Goes before the loop, the files and the printers do.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/signal.hpp"
#include "base/supervisor.hpp"
#include "base/worker_pool.hpp"
#include "fuse/files/files.hpp"
#include "fuse/printers/printers.hpp"
#include "fuse/printers/sender.hpp"
#include "fuse/transfers/transfer.hpp"

namespace gantry::fuse::transfers {

struct Limits {
    std::size_t at_once = 4;  // to different printers
    std::size_t kept = 50;    // ended ones are forgotten first
    int tries = 3;
    std::chrono::milliseconds pause = 3s;       // before the second try; the third waits twice as long
    std::chrono::milliseconds absence = 10min;  // of a printer that went offline on the way
};

class Transfers {
public:
    Transfers(Executor executor, files::Files& files, printers::Printers& printers,
              printers::FileSenders senders, Limits limits = {});
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    // Ends what is under way.
    awaitable<void> stop();

    // Errors: not_found (file or printer), unsupported (this printer takes no such files), offline, conflict
    // (it is on its way there already), busy (too many), rejected (the printer reports no storage that
    // works).
    awaitable<Result<Transfer>> send(files::FileId file, farm::PrinterId printer);
    // Ends one that is under way, or forgets one that has ended. Errors: not_found.
    Result<> end(const TransferId& id);
    // Newest first.
    std::vector<Transfer> list() const;

    // One came, went, or got on.
    Signal<>& changed() { return changed_; }

private:
    struct Running;

    Result<std::shared_ptr<Running>> order(std::shared_ptr<files::OpenFile> file,
                                           const farm::PrinterId& printer);
    Result<> check(const files::FileId& file, const farm::PrinterId& printer) const;
    void start_next();
    bool may_start(const Running& one) const;
    awaitable<void> run(std::shared_ptr<Running> running);
    awaitable<std::expected<void, printers::Undelivered>> try_once(std::shared_ptr<Running> running);
    printers::Delivery delivery(const std::shared_ptr<Running>& running,
                                const printers::PrinterSession& session);
    awaitable<void> pause(Running& running);
    awaitable<void> wait_for_printer(Running& running);
    void take_progress(Running& running, std::uint64_t sent);
    void finish(Running& running, TransferState state);
    void forget_old();

    Supervisor supervisor_;
    files::Files& files_;
    printers::Printers& printers_;
    Limits limits_;
    printers::FileSenders senders_;
    Subscription printer_changed_;
    // Oldest first; shared with the coroutines that send them and with what their threads report.
    std::vector<std::shared_ptr<Running>> all_;
    Signal<> changed_;
    WorkerPool pool_;
};

}  // namespace gantry::fuse::transfers
