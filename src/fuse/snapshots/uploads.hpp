// The way out for snapshots. Implemented by gateway::Uploads, and by a fake in tests. Owned by the program;
// the loop's thread only.
#pragma once

#include "base/signal.hpp"
#include "farm/printer.hpp"
#include "media/jpeg/image.hpp"

namespace gantry::fuse::snapshots {

enum class Way {
    none,  // not activated, or the connection is switched off: nobody wants pictures
    away,  // the Cloud does not answer now
    open
};

class Uploads {
public:
    virtual ~Uploads() = default;
    virtual Way way() const = 0;
    // Replaces the printer's picture in the Cloud. Errors: offline, timeout, forbidden, rejected, storage
    // (the Cloud's disk), too_large.
    virtual awaitable<Result<>> upload(farm::PrinterId printer, media::jpeg::ImagePtr picture) = 0;
    // Whether the place answers now that pictures go to. Errors: offline, timeout, untrusted, storage (its
    // own words).
    virtual awaitable<Result<>> reach() = 0;
    // The Cloud should know why there is no new picture. Lost when the way is not open.
    virtual void tell_problem(const farm::PrinterId& printer, const farm::Problem& problem) = 0;
    // The way has opened or closed.
    virtual Signal<>& changed() = 0;
};

}  // namespace gantry::fuse::snapshots
