#include "media/jpeg/header.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)gantry::media::jpeg::parse_header(std::as_bytes(std::span(data, size)));
    return 0;
}
