// The camera of a virtual printer. Owned by its CameraFeed; the io_context's thread only.
#pragma once

#include "fuse/cameras/registry.hpp"

namespace gantry::fuse::cameras::virtual_camera {

struct Limits {
    std::chrono::milliseconds interval{100};  // from one picture to the next
};

// Needs `pool` and `subject` of its target. Ends with offline when the printer is.
std::unique_ptr<CameraSource> make_source(CameraTarget target, Limits limits = {});
Registration registration();

}  // namespace gantry::fuse::cameras::virtual_camera
