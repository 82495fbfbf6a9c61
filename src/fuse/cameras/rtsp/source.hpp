// The H.264 camera of X1, P2S and H2 printers (RTSPS, port 322). Owned by its CameraFeed; the io_context's
// thread only.
#pragma once

#include "fuse/cameras/registry.hpp"

namespace gantry::fuse::cameras::rtsp {

struct Limits {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds answer{10'000};       // to each request
    std::chrono::milliseconds first_frame{30'000};  // a cold encoder takes over 20 s
    std::chrono::milliseconds stall{5'000};         // without any packet
    std::chrono::milliseconds report_interval{2'000};
    std::chrono::milliseconds keepalive_interval{10'000};  // or half of what the server announces
};

std::unique_ptr<CameraSource> make_source(CameraTarget target, Limits limits = {});
Registration registration();

}  // namespace gantry::fuse::cameras::rtsp
