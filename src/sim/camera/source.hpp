// The H.264 pictures that one client of an RTSPS camera gets. Owned by its session; the loop's thread only.
#pragma once

#include <memory>
#include <vector>

#include "media/h264/access_unit.hpp"
#include "sim/camera/feed.hpp"

namespace gantry::sim::camera {

class Source {
public:
    virtual ~Source() = default;
    virtual media::h264::AccessUnitPtr picture(const View& view) = 0;
    // The next picture is a key picture.
    virtual void request_key_frame() = 0;
};

// Two seconds that cameras repeat, drawn and encoded once for all of one size: for more cameras than one
// machine can encode. The clock in them starts again and again, and the name is the first camera's. Shared by
// the feeds of a fleet.
class Recording {
public:
    // In the order of showing; the first is a key picture. Throws std::runtime_error when there is no
    // encoder.
    std::vector<media::h264::AccessUnitPtr> pictures(const Feed& feed);

private:
    struct Film {
        media::Size size;
        std::vector<media::h264::AccessUnitPtr> pictures;
    };
    std::vector<Film> films_;  // one for each size
};

// Encodes for this client alone, or repeats the feed's recording. Throws std::runtime_error as above.
std::unique_ptr<Source> make_source(const Feed& feed);

}  // namespace gantry::sim::camera
