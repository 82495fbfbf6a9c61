// Uploads that failed within the last day, over restarts too: the first is in the database at once, those
// after it within a minute. Owned by Snapshots; the loop's thread only.
#pragma once

#include <deque>
#include <vector>

#include "base/supervisor.hpp"
#include "farm/printer.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::snapshots {

struct FailedUpload {
    std::int64_t at = 0;  // Unix milliseconds
    farm::PrinterId printer;
    farm::Problem problem;
    friend bool operator==(const FailedUpload&, const FailedUpload&) = default;
};
BOOST_DESCRIBE_STRUCT(FailedUpload, (), (at, printer, problem))

class FailedUploads {
public:
    // Blocking: reads what is kept. The store outlives it.
    FailedUploads(Executor executor, storage::Store& store, std::chrono::hours kept);

    // Beyond a thousand the oldest go.
    void add(FailedUpload failed);
    // Newest last.
    std::vector<FailedUpload> all() const;
    // Writes what is not written yet.
    awaitable<void> stop();

private:
    void load();
    awaitable<void> save();
    awaitable<void> save_on();

    storage::Store& store_;
    std::chrono::hours kept_;
    std::deque<FailedUpload> failed_;
    bool unsaved_ = false;
    bool saving_ = false;
    Supervisor supervisor_;
};

}  // namespace gantry::fuse::snapshots
