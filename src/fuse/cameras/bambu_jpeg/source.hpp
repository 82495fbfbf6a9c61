// The JPEG camera of P1 and A1 printers (TLS, port 6000). Owned by its CameraFeed; the io_context's thread
// only.
#pragma once

#include "fuse/cameras/registry.hpp"

namespace gantry::fuse::cameras::bambu_jpeg {

struct Limits {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds first_frame{15'000};
    std::chrono::milliseconds gap{30'000};  // from one whole frame to the next
};

std::unique_ptr<CameraSource> make_source(CameraTarget target, Limits limits = {});
Registration registration();

}  // namespace gantry::fuse::cameras::bambu_jpeg
