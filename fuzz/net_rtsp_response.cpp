#include "net/rtsp/authentication.hpp"
#include "net/rtsp/message.hpp"

// The first byte says how the rest is split.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    if (size == 0) return 0;
    const std::size_t step = data[0] + 1u;
    auto input = std::as_bytes(std::span(data + 1, size - 1));
    net::rtsp::Parser parser([](std::uint8_t, BytesView) {},
                             [](const net::rtsp::Response& response) {
                                 (void)net::rtsp::choose_challenge(response.all("WWW-Authenticate"));
                             });
    while (!input.empty()) {
        const auto count = std::min(step, input.size());
        if (!parser.add(input.first(count))) break;
        input = input.subspan(count);
    }
    return 0;
}
