// Port 6000 of P1 and A1 printers: JPEG frames behind an 80-byte login (docs/protocols/bambu-camera.md,
// section 3). The loop's thread only.
#pragma once

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "sim/camera/feed.hpp"
#include "sim/camera/server.hpp"

namespace gantry::sim::camera {

inline constexpr std::size_t jpeg_login_bytes = 80;
// True for exactly the packet that this access code asks for.
bool is_jpeg_login(BytesView packet, const Secret& access_code);

Server::Serve jpeg_camera(FeedPtr feed);

}  // namespace gantry::sim::camera
