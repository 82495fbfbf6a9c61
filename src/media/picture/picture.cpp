#include "media/picture/picture.hpp"

extern "C" {
#include <libswscale/swscale.h>
}

#include <memory>
#include <stdexcept>

namespace gantry::media {
namespace {

// Rows start at multiples of this, for the vector units of turbojpeg and x264.
constexpr int alignment = 32;

int aligned(int length) {
    return (length + alignment - 1) / alignment * alignment;
}

struct FreeScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

std::uint8_t* raw(std::span<std::byte> bytes) {
    return reinterpret_cast<std::uint8_t*>(bytes.data());
}

}  // namespace

std::size_t YuvPicture::length(Plane plane) const {
    const int rows = plane == y ? size_.height : (size_.height + 1) / 2;
    return static_cast<std::size_t>(strides_[plane]) * static_cast<std::size_t>(rows);
}

void YuvPicture::resize(Size size) {
    if (size == size_) return;
    size_ = size;
    const int chroma = aligned((size.width + 1) / 2);
    strides_ = {aligned(size.width), chroma, chroma};
    offsets_ = {0, length(y), length(y) + length(u)};
    bytes_.resize(offsets_[v] + length(v) + alignment);  // vector code may read past the last row
}

YuvPicture to_yuv(const Pixels& pixels) {
    YuvPicture picture;
    picture.resize(pixels.size);
    const auto [width, height] = pixels.size;
    const std::unique_ptr<SwsContext, FreeScaler> scaler(sws_getContext(width, height, AV_PIX_FMT_BGR0, width,
                                                                        height, AV_PIX_FMT_YUV420P, SWS_POINT,
                                                                        nullptr, nullptr, nullptr));
    if (!scaler) throw std::runtime_error("no conversion for a picture of this size");
    const int* bt601 = sws_getCoefficients(SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler.get(), bt601, 1, bt601, 1, 0, 1 << 16, 1 << 16);
    const std::uint8_t* source[] = {reinterpret_cast<const std::uint8_t*>(pixels.bgra.data())};
    const int source_stride[] = {width * 4};
    std::uint8_t* target[] = {raw(picture.plane(YuvPicture::y)), raw(picture.plane(YuvPicture::u)),
                              raw(picture.plane(YuvPicture::v))};
    const int target_stride[] = {picture.stride(YuvPicture::y), picture.stride(YuvPicture::u),
                                 picture.stride(YuvPicture::v)};
    sws_scale(scaler.get(), source, source_stride, 0, height, target, target_stride);
    return picture;
}

}  // namespace gantry::media
