// Where a running Cloud finds the backup that `gantry-cloud restore` hands over. Owned by the program; the
// event loop only.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>

#include "base/asio.hpp"
#include "base/worker_pool.hpp"

namespace gantry::cloud::backup {

class Inbox {
public:
    // Throws SystemError when the folder cannot be watched.
    Inbox(const Executor& executor, std::filesystem::path data);

    // Completes when a backup was taken, which is the database after finish(). Of what cannot be taken the
    // command is told, and nothing else changes.
    awaitable<void> wait_for_backup();

private:
    awaitable<void> wait_for_a_change();

    std::filesystem::path data_;
    asio::posix::stream_descriptor changes_;
    WorkerPool disk_{1};
};

}  // namespace gantry::cloud::backup
