// Pictures to H.264 for live view: no delay, key pictures on request. Owned by one stream; one thread at a
// time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "media/h264/access_unit.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::h264 {

enum class Profile { baseline, main, high };
// Software is libx264; the others need a device.
enum class Backend { software, v4l2m2m, vaapi };

std::string_view name_of(Backend backend);

struct EncoderOptions {
    Size size;            // odd sides lose their last row or column
    int frame_rate = 15;  // a hint for rate control; pictures may come at any time
    Profile profile = Profile::baseline;
    // Pictures from one key picture to the next; none for key pictures on request only.
    std::optional<int> key_interval;
    int bitrate_kbps = 2500;  // never more, over a second
    int quality = 25;         // x264's constant rate factor: lower is better and larger
};

class Encoder {
public:
    // Errors: unsupported when the backend or the size is not to be had here.
    static Result<std::unique_ptr<Encoder>> open(const EncoderOptions& options,
                                                 Backend backend = Backend::software);
    virtual ~Encoder() = default;

    // The coded picture; null when a hardware encoder wants more pictures first. The first one is a key
    // picture. Errors: malformed for a picture of another size, internal when the encoder fails.
    virtual Result<AccessUnitPtr> encode(const YuvPicture& picture,
                                         std::chrono::steady_clock::time_point captured_at) = 0;
    // Makes the next picture a key picture.
    virtual void request_key_frame() = 0;
    // From the next picture on never more than this, over half a second. Devices that cannot change keep
    // theirs.
    virtual void limit_bitrate(int kbps) = 0;
};

// Tries each hardware backend with one picture and names the first that gives a key picture at once;
// software otherwise. Takes up to a second: for start-up, on a worker.
Backend choose_backend();

}  // namespace gantry::media::h264
