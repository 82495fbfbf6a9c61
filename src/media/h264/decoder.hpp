// Decodes one key picture: all that a snapshot of an H.264 camera needs. Pure function, any thread; takes
// tens of milliseconds for 1080p, so call it on a worker.
#pragma once

#include "media/h264/access_unit.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::h264 {

// Errors: malformed (no key picture, or one that does not decode), too_large.
Result<Pixels> decode_key_picture(const AccessUnit& unit);

}  // namespace gantry::media::h264
