#include "media/jpeg/codec.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "media/jpeg/header.hpp"

namespace gantry::media::jpeg {
namespace {

struct FreeBuffer {
    void operator()(unsigned char* buffer) const { tjFree(buffer); }
};

Turbo checked(tjhandle handle) {
    if (handle == nullptr) throw std::runtime_error("turbojpeg does not start");
    return Turbo(handle);
}

unsigned char* raw(std::span<std::byte> bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Error failure(const Turbo& turbo) {
    return {Errc::malformed, std::string("JPEG: ") + tjGetErrorStr2(turbo.get())};
}

// Warnings (a truncated scan, stray bytes) leave a usable picture; errors do not.
bool failed(int outcome, const Turbo& turbo) {
    return outcome != 0 && tjGetErrorCode(turbo.get()) == TJERR_FATAL;
}

struct Step {
    int across = 1;  // chroma samples of the source per sample of 4:2:0
    int down = 1;
};

Step step_to_420(int subsampling) {
    switch (subsampling) {
        case TJSAMP_444:
            return {2, 2};
        case TJSAMP_422:
            return {1, 2};
        case TJSAMP_440:
            return {2, 1};
        default:
            return {0, 0};
    }
}

void average_down(BytesView source, int source_width, int source_height, Step step,
                  std::span<std::byte> target, int target_stride, Size target_size) {
    for (int row = 0; row < target_size.height; ++row) {
        auto line = target.subspan(static_cast<std::size_t>(row) * static_cast<std::size_t>(target_stride));
        for (int column = 0; column < target_size.width; ++column) {
            int sum = 0;
            for (int down = 0; down < step.down; ++down) {
                for (int across = 0; across < step.across; ++across) {
                    const int y = std::min(row * step.down + down, source_height - 1);
                    const int x = std::min(column * step.across + across, source_width - 1);
                    sum += std::to_integer<int>(
                        source[static_cast<std::size_t>(y) * static_cast<std::size_t>(source_width) +
                               static_cast<std::size_t>(x)]);
                }
            }
            line[static_cast<std::size_t>(column)] = static_cast<std::byte>(sum / (step.down * step.across));
        }
    }
}

}  // namespace

void FreeTurbo::operator()(void* handle) const {
    tjDestroy(handle);
}

Decoder::Decoder() : turbo_(checked(tjInitDecompress())) {}

Result<> Decoder::decode(BytesView jpeg, YuvPicture& target) {
    // turbojpeg would allocate for any size: our own parser bounds it first.
    if (auto header = parse_header(jpeg); !header) return std::unexpected(std::move(header.error()));
    int width = 0, height = 0, subsampling = 0, colours = 0;
    if (tjDecompressHeader3(turbo_.get(), raw(jpeg), jpeg.size(), &width, &height, &subsampling, &colours) !=
        0) {
        return std::unexpected(failure(turbo_));
    }
    const auto step = step_to_420(subsampling);
    const bool grey = subsampling == TJSAMP_GRAY;
    if (subsampling != TJSAMP_420 && !grey && step.across == 0) {
        return fail(Errc::unsupported, "JPEG with a chroma layout that no camera sends");
    }
    target.resize({width, height});
    unsigned char* planes[3] = {raw(target.plane(YuvPicture::y)), raw(target.plane(YuvPicture::u)),
                                raw(target.plane(YuvPicture::v))};
    int strides[3] = {target.stride(YuvPicture::y), target.stride(YuvPicture::u),
                      target.stride(YuvPicture::v)};
    const int chroma_width = grey ? 0 : tjPlaneWidth(1, width, subsampling);
    const int chroma_height = grey ? 0 : tjPlaneHeight(1, height, subsampling);
    if (step.across != 0) {
        for (int plane = 0; plane < 2; ++plane) {
            chroma_[plane].resize(static_cast<std::size_t>(chroma_width) *
                                  static_cast<std::size_t>(chroma_height));
            planes[plane + 1] = raw(std::span(chroma_[plane]));
            strides[plane + 1] = chroma_width;
        }
    }
    if (failed(tjDecompressToYUVPlanes(turbo_.get(), raw(jpeg), jpeg.size(), planes, 0, strides, 0,
                                       TJFLAG_FASTDCT),
               turbo_)) {
        return std::unexpected(failure(turbo_));
    }
    for (const auto plane : {YuvPicture::u, YuvPicture::v}) {
        if (grey) std::ranges::fill(target.plane(plane), std::byte{128});
        if (step.across != 0) {
            average_down(chroma_[plane - 1], chroma_width, chroma_height, step, target.plane(plane),
                         target.stride(plane), {(width + 1) / 2, (height + 1) / 2});
        }
    }
    return {};
}

Encoder::Encoder() : turbo_(checked(tjInitCompress())) {}

Result<Bytes> Encoder::encode(const Pixels& pixels, int quality) {
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    const int outcome = tjCompress2(turbo_.get(), raw(BytesView(pixels.bgra)), pixels.size.width, 0,
                                    pixels.size.height, TJPF_BGRX, &buffer, &size, TJSAMP_420, quality, 0);
    const std::unique_ptr<unsigned char, FreeBuffer> owned(buffer);
    if (outcome != 0) return std::unexpected(failure(turbo_));
    const auto view = std::as_bytes(std::span(owned.get(), size));
    return Bytes(view.begin(), view.end());
}

Result<Bytes> Encoder::encode(const YuvPicture& picture, int quality) {
    const unsigned char* planes[3] = {raw(picture.plane(YuvPicture::y)), raw(picture.plane(YuvPicture::u)),
                                      raw(picture.plane(YuvPicture::v))};
    const int strides[3] = {picture.stride(YuvPicture::y), picture.stride(YuvPicture::u),
                            picture.stride(YuvPicture::v)};
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    const int outcome =
        tjCompressFromYUVPlanes(turbo_.get(), planes, picture.size().width, strides, picture.size().height,
                                TJSAMP_420, &buffer, &size, quality, 0);
    const std::unique_ptr<unsigned char, FreeBuffer> owned(buffer);
    if (outcome != 0) return std::unexpected(failure(turbo_));
    const auto view = std::as_bytes(std::span(owned.get(), size));
    return Bytes(view.begin(), view.end());
}

}  // namespace gantry::media::jpeg
