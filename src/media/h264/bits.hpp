// Reads H.264's bit fields; for this folder's sources alone. A value over a NAL unit that outlives it.
#pragma once

#include "base/bytes.hpp"

namespace gantry::media::h264 {

// The payload of a NAL unit without emulation prevention (00 00 03), at most `limit` bytes of it.
Bytes unescape(BytesView nal, std::size_t limit);

// Past the end every bit is 0 and `exhausted` is set: the parser asks once, at its end.
class BitReader {
public:
    explicit BitReader(BytesView bytes) : bytes_(bytes) {}

    std::uint32_t bits(int count);
    std::uint32_t exp_golomb();  // ue(v)
    std::int32_t signed_exp_golomb();
    bool flag() { return bits(1) != 0; }
    bool exhausted() const { return exhausted_; }

private:
    BytesView bytes_;
    std::size_t position_ = 0;  // in bits
    bool exhausted_ = false;
};

}  // namespace gantry::media::h264
