// May a printer's camera be used? The settings decide for all cameras, a printer's switches for its own.
// Pure.
#pragma once

#include "base/result.hpp"
#include "fuse/printers/config.hpp"
#include "fuse/settings/settings.hpp"

namespace gantry::fuse {

enum class CameraUse {
    open,  // at all: what the others need too
    snapshots,
    remote_stream  // live views through the Cloud
};

// Errors: disabled, in the words that people see.
Result<> may_use(CameraUse use, const settings::Settings& settings, const printers::CameraSwitches& own);

}  // namespace gantry::fuse
