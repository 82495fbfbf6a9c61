#include <cstdlib>

#include "net/ssdp/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto message = gantry::net::ssdp::parse({reinterpret_cast<const char*>(data), size});
    if (!message || size > 4096) return 0;  // formatting adds a little to what was within the bound
    // What was accepted is understood the same way again.
    if (gantry::net::ssdp::parse(gantry::net::ssdp::format(*message)) != message) std::abort();
    return 0;
}
