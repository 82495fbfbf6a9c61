// Keeps what Fuse and its printers say to each other. Owned by the program; the loop's thread only. Readers
// are told of a new message while they hold their Subscription; without readers a message costs its packing
// alone.
#pragma once

#include <map>
#include <string>

#include "base/worker_pool.hpp"
#include "fuse/communications/log.hpp"
#include "fuse/communications/reading.hpp"
#include "fuse/printers/printers.hpp"

namespace gantry::fuse::communications {

// How much is kept of a printer.
struct Amount {
    std::size_t messages = 0;
    std::size_t bytes = 0;      // as packed
    std::uint64_t dropped = 0;  // older ones that no longer fitted
};
BOOST_DESCRIBE_STRUCT(Amount, (), (messages, bytes, dropped))

class Communications {
public:
    // `text` is valid during the call; no row: everything was cleared.
    using Listener = std::function<void(const Row* row, std::string_view text)>;

    Communications(WorkerPool& pool, printers::Printers& printers, Limits limits = {});

    // For a start without an end: one gives away all that was kept, and its successor goes on with what is of
    // printers that it knows.
    using Logs = std::map<farm::PrinterId, Log>;
    Logs hand_over();
    void take_over(Logs logs);

    Amount amount(const farm::PrinterId& id) const;
    // Errors of these: not_found (no such printer).
    awaitable<Result<Selection>> select(farm::PrinterId id, Filter filter, std::uint64_t before,
                                        std::size_t limit);
    // Errors besides: not_found (the message is no longer kept).
    awaitable<Result<Detail>> read(farm::PrinterId id, std::uint64_t number);
    awaitable<Result<std::string>> lines(farm::PrinterId id, std::size_t max_bytes);
    Result<> clear(const farm::PrinterId& id);
    // Ends by itself when the printer is removed.
    [[nodiscard]] Subscription follow(const farm::PrinterId& id, Listener listener);

    // Of all printers, as packed.
    std::size_t bytes() const { return bytes_; }

private:
    struct Printer {
        explicit Printer(Log kept) : log(std::move(kept)) {}
        Log log;
        Signal<const Row*, std::string_view> news;
    };

    void keep(const farm::PrinterId& id, const printers::Message& message);
    void keep_within_bounds();
    void forget_removed();
    Printer& at(const farm::PrinterId& id);
    // Counts what `change` does to the log's bytes.
    template <class Change>
    void counting(Log& log, Change change);
    Result<std::vector<Kept>> copy(const farm::PrinterId& id) const;

    WorkerPool& pool_;
    printers::Printers& printers_;
    Limits limits_;
    Packer packer_;
    std::map<farm::PrinterId, Printer> logs_;
    std::size_t bytes_ = 0;
    Subscription message_;
    Subscription list_changed_;
};

}  // namespace gantry::fuse::communications
