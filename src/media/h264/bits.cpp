#include "media/h264/bits.hpp"

namespace gantry::media::h264 {

Bytes unescape(BytesView nal, std::size_t limit) {
    Bytes plain;
    plain.reserve(std::min(nal.size(), limit));
    int zeros = 0;
    for (const auto value : nal) {
        if (plain.size() == limit) break;
        if (zeros >= 2 && value == std::byte{3}) {
            zeros = 0;
            continue;
        }
        zeros = value == std::byte{0} ? zeros + 1 : 0;
        plain.push_back(value);
    }
    return plain;
}

std::uint32_t BitReader::bits(int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        const std::size_t byte = position_ / 8;
        value <<= 1;
        if (byte >= bytes_.size()) {
            exhausted_ = true;
            continue;
        }
        value |= std::to_integer<std::uint32_t>(bytes_[byte]) >> (7 - position_ % 8) & 1;
        ++position_;
    }
    return value;
}

std::uint32_t BitReader::exp_golomb() {
    int zeros = 0;
    while (!flag()) {
        if (exhausted_ || ++zeros > 31) {
            exhausted_ = true;
            return 0;
        }
    }
    return (1u << zeros) - 1 + bits(zeros);
}

std::int32_t BitReader::signed_exp_golomb() {
    const auto code = exp_golomb();
    const auto half = static_cast<std::int32_t>(code / 2);
    return code % 2 == 1 ? half + 1 : -half;
}

}  // namespace gantry::media::h264
