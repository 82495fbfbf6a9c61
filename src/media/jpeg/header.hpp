// What a JPEG says about itself, read without decoding. Pure functions over untrusted bytes: any thread.
#pragma once

#include "media/picture/picture.hpp"

namespace gantry::media::jpeg {

struct Header {
    Size size;
    int components = 0;
    bool has_huffman_tables = false;  // USB cameras' MJPEG leaves the standard ones out
};

// True when the bytes begin with SOI and end with EOI: the least that makes a whole picture.
bool is_complete(BytesView jpeg);

// Errors: malformed, or too_large for sides beyond max_side.
Result<Header> parse_header(BytesView jpeg);

// The same picture without what was written about it: EXIF (place, time, device), XMP, comments, thumbnails.
// Colour profiles and the markers that decoders need stay. Errors: malformed.
Result<Bytes> without_metadata(BytesView jpeg);

}  // namespace gantry::media::jpeg
