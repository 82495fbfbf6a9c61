// The byte stream form of H.264: NAL units between start codes. Pure functions over untrusted bytes.
#pragma once

#include <vector>

#include "media/h264/access_unit.hpp"

namespace gantry::media::h264 {

enum class NalType { slice = 1, idr = 5, sei = 6, sps = 7, pps = 8, delimiter = 9 };

// Of a NAL unit that is not empty.
inline NalType type_of(BytesView nal) {
    return static_cast<NalType>(std::to_integer<int>(nal[0]) & 0x1f);
}

// The NAL units of `stream` without start codes and trailing zeros; empty ones are left out.
std::vector<AccessUnit::Nal> split_annex_b(BytesView stream);

// Collects the NAL units of one picture.
class AccessUnitBuilder {
public:
    void add(BytesView nal);
    bool empty() const { return unit_.nals.empty(); }
    std::size_t bytes() const { return unit_.data.size(); }
    bool key() const { return unit_.key; }
    bool has(NalType type) const;
    // The picture so far; the builder is empty afterwards.
    AccessUnitPtr finish(std::chrono::steady_clock::time_point captured_at);

private:
    AccessUnit unit_;
};

// With start codes, as decoders and files want it.
Bytes to_annex_b(const AccessUnit& unit);

}  // namespace gantry::media::h264
