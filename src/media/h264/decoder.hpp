// H.264 back to pictures: one key picture by itself (a snapshot), or a stream's pictures one after another
// (to encode them smaller). Neither waits; a picture of 1080p takes tens of milliseconds, so call it on a
// worker.
#pragma once

#include <memory>

#include "media/h264/access_unit.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::h264 {

// Pure function, any thread. Errors: malformed (no key picture, or one that does not decode), too_large.
Result<Pixels> decode_key_picture(const AccessUnit& unit);

// Owned by one stream; one thread at a time.
class Decoder {
public:
    class Impl;
    explicit Decoder(std::unique_ptr<Impl> impl);
    // Errors: unsupported when there is no decoder.
    static Result<std::unique_ptr<Decoder>> open();
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    // The next picture. Errors: malformed, too_large; after one only a key picture goes on.
    Result<> decode(const AccessUnit& unit);
    // Of the last picture; zero before the first.
    Size size() const;
    // The last picture, scaled to the target's size, in the colours that encoders take.
    // Errors: malformed before the first picture, unsupported.
    Result<> scale_to(YuvPicture& target);

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace gantry::media::h264
