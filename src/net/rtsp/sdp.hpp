// The H.264 track in a camera's session description. Pure functions over untrusted text: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::net::rtsp {

struct VideoTrack {
    std::uint8_t payload_type = 0;
    std::string control;                // as written: relative, absolute, or empty
    std::vector<Bytes> parameter_sets;  // SPS and PPS, without start codes; may be empty
};

// The first H.264 video track. Errors: malformed, too_large, unsupported (no such track).
Result<VideoTrack> parse_sdp(std::string_view sdp);

// The URL that a control attribute means; `base` is Content-Base or the URL of the DESCRIBE.
std::string control_url(std::string_view base, std::string_view control);

}  // namespace gantry::net::rtsp
