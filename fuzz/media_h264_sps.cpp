#include "media/h264/sps.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto nal = std::as_bytes(std::span(data, size));
    (void)gantry::media::h264::parse_sps(nal);
    (void)gantry::media::h264::parameter_set_id(nal);
    return 0;
}
