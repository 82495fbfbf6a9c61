#include "net/rtsp/sdp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = gantry::as_text(std::as_bytes(std::span(data, size)));
    if (const auto track = gantry::net::rtsp::parse_sdp(text))
        (void)gantry::net::rtsp::control_url("rtsps://192.0.2.10:322/live", track->control);
    return 0;
}
