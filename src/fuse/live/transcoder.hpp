// A JPEG camera's pictures as H.264. Owned by one LiveStream, which gives it one picture at a time on the
// worker pool; not for two threads at once.
#pragma once

#include <memory>

#include "media/h264/encoder.hpp"
#include "media/jpeg/codec.hpp"
#include "media/jpeg/image.hpp"

namespace gantry::fuse::live {

struct TranscoderOptions {
    media::h264::Backend backend = media::h264::Backend::software;
    int bitrate_kbps = 2500;
    int quality = 25;  // tuned by eye for 1280x720 chamber pictures
};

class Transcoder {
public:
    enum class Picture { any, key };

    explicit Transcoder(TranscoderOptions options) : options_(options) {}

    // A change of size starts a new encoder, whose first picture is a key picture.
    // `at` is the picture's time in the stream and must advance. Null when a hardware encoder delays.
    // `limit_kbps`: what the best viewer's way takes; none: as the options say.
    // Errors: malformed, too_large, unsupported, internal.
    Result<media::h264::AccessUnitPtr> encode(const media::jpeg::Image& image, Picture picture,
                                              std::chrono::steady_clock::time_point at,
                                              std::optional<int> limit_kbps = {});

private:
    Result<> open_encoder(media::Size size);
    void limit(std::optional<int> kbps);

    TranscoderOptions options_;
    media::jpeg::Decoder decoder_;
    media::YuvPicture planes_;
    std::unique_ptr<media::h264::Encoder> encoder_;
    media::Size size_;      // of the pictures that encoder_ takes
    int bitrate_kbps_ = 0;  // that encoder_ keeps to
};

}  // namespace gantry::fuse::live
