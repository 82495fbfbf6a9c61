// A look through a printer's camera over its feed, so that nobody else's picture is disturbed. The loop's
// thread. For this folder alone.
#pragma once

#include <memory>

#include "bambu/doctor/look.hpp"
#include "base/checkup.hpp"
#include "base/worker_pool.hpp"
#include "fuse/cameras/feed.hpp"

namespace gantry::fuse::doctor {

// A feed that waits before its next attempt tries at once; `limit` is for the first picture.
awaitable<Finding> look_through(std::shared_ptr<cameras::CameraFeed> feed, WorkerPool& pool,
                                bambu::doctor::Circumstances circumstances, std::chrono::milliseconds limit);

}  // namespace gantry::fuse::doctor
