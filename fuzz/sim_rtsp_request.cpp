#include <cstdlib>

#include "sim/camera/rtsp_message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gantry;
    std::string received(reinterpret_cast<const char*>(data), size);
    for (;;) {
        const auto before = received.size();
        const auto request = sim::camera::rtsp::take_request(received);
        if (!request || !*request) return 0;
        if (received.size() >= before) std::abort();  // each request takes bytes, or its reader never ends
        static_cast<void>(sim::camera::rtsp::is_authorised(**request, Secret("12345678"), "0123"));
        static_cast<void>(sim::camera::rtsp::parameter((*request)->header("Transport"), "interleaved"));
    }
}
