// One JPEG picture as its camera sent it. Immutable once published, shared by all readers of a camera. Any
// thread.
#pragma once

#include <chrono>
#include <memory>

#include "base/bytes.hpp"

namespace gantry::media::jpeg {

struct Image {
    Bytes data;
    std::chrono::steady_clock::time_point captured_at;  // when its last byte reached us
    std::chrono::system_clock::time_point taken_at;     // the same moment for people
};

using ImagePtr = std::shared_ptr<const Image>;

}  // namespace gantry::media::jpeg
