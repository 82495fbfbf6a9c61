// Port 322 of X1 and P2S printers: RTSP over TLS with interleaved H.264, as live555 speaks it
// (docs/protocols/bambu-camera.md, section 4). Encodes only while a client plays. The loop's thread only.
#pragma once

#include "sim/camera/feed.hpp"
#include "sim/camera/server.hpp"

namespace gantry::sim::camera {

inline constexpr int rtsp_frame_rate = 30;

Server::Serve rtsp_camera(FeedPtr feed);

}  // namespace gantry::sim::camera
