// One coded H.264 picture. Immutable once published, shared by all readers of a camera. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::media::h264 {

struct AccessUnit {
    // A NAL unit without its start code, as a range of `data`.
    struct Nal {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };

    Bytes data;
    std::vector<Nal> nals;  // in decoding order; a key picture begins with its SPS and PPS
    bool key = false;       // an IDR: decoding can start here
    // When the picture reached us (or was encoded). Cameras' own timestamps are not to be trusted
    // (P2S 01.02 sends constant ones), so every clock downstream derives from this one.
    std::chrono::steady_clock::time_point captured_at;

    BytesView nal(std::size_t index) const {
        return BytesView(data).subspan(nals[index].offset, nals[index].size);
    }
};

using AccessUnitPtr = std::shared_ptr<const AccessUnit>;  // encoder, cache and every viewer's queue

}  // namespace gantry::media::h264
