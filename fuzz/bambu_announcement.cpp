#include <cstdlib>

#include "bambu/discovery/announcement.hpp"
#include "bambu/models.hpp"
#include "base/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gantry;
    const auto message = net::ssdp::parse({reinterpret_cast<const char*>(data), size});
    if (!message) return 0;
    const auto found = bambu::announcement_of(*message, "192.0.2.1");
    if (!found) return 0;
    // What is shown to people is text, and short.
    if (!bambu::is_serial(found->serial) || found->address.size() > 15) std::abort();
    if (!is_utf8(found->name) || found->name.size() > 400 || !is_utf8(found->firmware)) std::abort();
    return 0;
}
