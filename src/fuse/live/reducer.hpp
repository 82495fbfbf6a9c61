// An H.264 camera's pictures decoded and encoded again, smaller and fewer, for viewers on slow ways. Owned by
// one SmallerStream, which gives it pictures on the worker pool; not for two threads at once.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "media/h264/decoder.hpp"
#include "media/h264/encoder.hpp"

namespace gantry::fuse::live {

struct ReducerOptions {
    int width = 640;                         // at most; the height follows
    std::chrono::milliseconds interval{60};  // between pictures, at least: every other one of a camera's 30
    int bitrate_kbps = 1200;
    int quality = 27;
};

class Reducer {
public:
    enum class Newest {
        encode,
        skip  // there are newer pictures already: only what they are made from counts, mostly
    };

    explicit Reducer(ReducerOptions options = {}) : options_(options) {}

    // Decodes pictures that follow each other and encodes the newest when it is due; null when it is not.
    // `limit_kbps`: what the best way takes. Errors: malformed, too_large (the next key picture goes on),
    // unsupported, internal.
    Result<media::h264::AccessUnitPtr> reduce(std::span<const media::h264::AccessUnitPtr> units,
                                              Newest newest, std::optional<int> limit_kbps);
    // Makes the next picture a key picture, and due at once.
    void want_key_picture() { key_wanted_ = true; }

private:
    Result<> decode(const media::h264::AccessUnit& unit);
    Result<> open_encoder(media::Size size);
    Result<media::h264::AccessUnitPtr> encode(std::chrono::steady_clock::time_point captured_at,
                                              std::optional<int> limit_kbps);

    ReducerOptions options_;
    std::unique_ptr<media::h264::Decoder> decoder_;
    std::unique_ptr<media::h264::Encoder> encoder_;
    media::YuvPicture small_;
    media::Size camera_;  // the size that encoder_ was opened for
    int bitrate_kbps_ = 0;
    bool key_wanted_ = false;
    std::size_t decoded_ = 0;                                       // since the last one was encoded
    std::optional<std::chrono::steady_clock::time_point> encoded_;  // the last one's time
};

}  // namespace gantry::fuse::live
