// What can be done to all of Fuse from its page. Implemented by the program; the loop's thread only.
#pragma once

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry::fuse {

class Lifecycle {
public:
    virtual ~Lifecycle() = default;
    // Soon, so that the answer still leaves: ends every connection, reads the configuration again and starts
    // anew, within the same process. Viewers and pages come back by themselves.
    virtual void restart() = 0;
    // As after the installation: on disk before the answer, then a restart. Errors: storage; then nothing
    // happens.
    virtual awaitable<Result<>> reset() = 0;
    // Of the last (re)start, Unix milliseconds.
    virtual std::int64_t started_at() const = 0;
};

}  // namespace gantry::fuse
