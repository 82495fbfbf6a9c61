// A JPEG with what cameras write beside their pictures.
#pragma once

#include "base/bytes.hpp"

namespace gantry::media {

// An EXIF segment and a comment, behind the first marker: "Exif" and "here".
inline Bytes with_exif(BytesView jpeg) {
    const auto segments = *from_hex(
        "ffe1000a457869660000"
        "0102"
        "fffe000668657265");
    Bytes with(jpeg.begin(), jpeg.begin() + 2);
    with.insert(with.end(), segments.begin(), segments.end());
    with.insert(with.end(), jpeg.begin() + 2, jpeg.end());
    return with;
}

}  // namespace gantry::media
