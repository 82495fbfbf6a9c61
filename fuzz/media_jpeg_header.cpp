#include <cstdlib>

#include "media/jpeg/header.hpp"

// What is left without its metadata is still the picture that it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace jpeg = gantry::media::jpeg;
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto header = jpeg::parse_header(bytes);
    const auto clean = jpeg::without_metadata(bytes);
    if (header && (!clean || !jpeg::parse_header(*clean))) std::abort();
    if (clean && clean->size() > size) std::abort();
    return 0;
}
