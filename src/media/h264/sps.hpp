// The sequence parameter set: what a stream says about its pictures. Pure functions over untrusted bytes.
#pragma once

#include <string>

#include "media/picture/picture.hpp"

namespace gantry::media::h264 {

struct Sps {
    int profile = 0;      // profile_idc: 66 Baseline, 77 Main, 100 High
    int constraints = 0;  // the constraint flags' byte
    int level = 0;        // level_idc: 31 is level 3.1
    int id = 0;
    Size size;  // after cropping

    // As SDP writes it: "42c01f".
    std::string profile_level_id() const;
};

// `nal` with its type byte and without start code. Errors: malformed, too_large for sides beyond max_side.
Result<Sps> parse_sps(BytesView nal);

// seq_parameter_set_id or pic_parameter_set_id of an SPS or PPS. Errors: malformed.
Result<int> parameter_set_id(BytesView nal);

}  // namespace gantry::media::h264
