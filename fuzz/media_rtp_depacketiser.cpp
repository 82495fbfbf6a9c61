#include "media/rtp/depacketiser.hpp"

// The input is a list of packets, each behind one byte of length.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    auto input = std::as_bytes(std::span(data, size));
    std::size_t bytes = 0;
    media::rtp::Depacketiser depacketiser(
        96, {*from_hex("6742c01ed9"), *from_hex("68ce3c80")},
        [&](const media::h264::AccessUnitPtr& unit) { bytes += unit->nal(0).size(); });
    while (!input.empty()) {
        const auto length = std::min(std::to_integer<std::size_t>(input[0]), input.size() - 1);
        depacketiser.add(input.subspan(1, length), {});
        input = input.subspan(1 + length);
    }
    return 0;
}
