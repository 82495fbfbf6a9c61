// One kind of camera. Made for one connection and owned by its CameraFeed; the io_context's thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <variant>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "media/h264/access_unit.hpp"
#include "media/jpeg/image.hpp"

namespace gantry::fuse::cameras {

// A camera sends the one or the other, always.
enum class Pictures { jpeg, h264 };
using Frame = std::variant<media::jpeg::ImagePtr, media::h264::AccessUnitPtr>;

// Where a source puts what it receives: its CameraFeed, or a test.
class CameraSink {
public:
    virtual ~CameraSink() = default;
    virtual void publish(Frame frame) = 0;
    // Frames that arrived and could not be used.
    virtual void drop(std::uint64_t frames) = 0;
    // False while nobody reads: whoever makes pictures only to be seen may rest.
    virtual bool wanted() const { return true; }
};

class CameraSource {
public:
    virtual ~CameraSource() = default;
    // Connects and publishes until the connection ends; returns why, in words that say what to do. When it is
    // cancelled it says goodbye to the camera (at most 0.5 s) and throws operation_aborted. It never connects
    // twice. Codes: unauthorized, offline, timeout, untrusted, disabled, malformed, too_large, unsupported,
    // rejected.
    virtual awaitable<Error> run(CameraSink& sink) = 0;
};

}  // namespace gantry::fuse::cameras
