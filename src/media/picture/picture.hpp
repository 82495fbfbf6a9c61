// Pictures in memory. Values, owned by whoever holds them. Any thread.
#pragma once

#include <array>
#include <span>

#include "base/bytes.hpp"

namespace gantry::media {

struct Size {
    int width = 0;
    int height = 0;

    friend bool operator==(const Size&, const Size&) = default;
};

// The largest side of a picture that we accept from anyone.
constexpr int max_side = 8192;

// Four bytes per pixel in the order blue, green, red, unused; rows follow each other without gaps.
struct Pixels {
    Size size;
    Bytes bgra;
};

// YUV 4:2:0 in JPEG's colours (BT.601, full range): what turbojpeg decodes to and H.264 encodes from, so that
// nothing converts in between. Keeps its memory when it is filled again.
class YuvPicture {
public:
    enum Plane { y, u, v };

    // Makes room for planes of this size; what they hold is undefined afterwards.
    void resize(Size size);

    Size size() const { return size_; }
    int stride(Plane plane) const { return strides_[plane]; }
    std::span<std::byte> plane(Plane plane) {
        return std::span(bytes_).subspan(offsets_[plane], length(plane));
    }
    std::span<const std::byte> plane(Plane plane) const {
        return std::span(bytes_).subspan(offsets_[plane], length(plane));
    }

private:
    std::size_t length(Plane plane) const;

    Size size_;
    std::array<int, 3> strides_{};
    std::array<std::size_t, 3> offsets_{};
    Bytes bytes_;
};

YuvPicture to_yuv(const Pixels& pixels);

}  // namespace gantry::media
