// What a camera is given by its printer, which may change it at any time; the camera's clients hold it too.
// The loop's thread only.
#pragma once

#include <memory>
#include <string>

#include "base/secret.hpp"
#include "sim/camera/scene.hpp"

namespace gantry::sim::camera {

class Recording;

struct Feed {
    media::Size size;
    std::string name;
    double frame_rate = 10;
    View view;
    Secret access_code;
    std::shared_ptr<Recording> recording;  // of RTSPS cameras that only repeat it; none: they encode
    bool disabled = false;                 // switched off on the printer
    bool constant_time = false;            // RTP timestamps do not advance (P2S 01.02)
};
using FeedPtr = std::shared_ptr<Feed>;

}  // namespace gantry::sim::camera
