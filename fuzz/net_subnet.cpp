// The subnet that a person types: whatever the text, what is accepted can be scanned.
#include <cstdlib>

#include "net/subnet/subnet.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using gantry::net::Subnet;
    const auto subnet = Subnet::parse({reinterpret_cast<const char*>(data), size});
    if (!subnet) {
        if (subnet.error().detail.empty()) std::abort();
        return 0;
    }
    const auto hosts = subnet->hosts();
    const auto again = Subnet::parse(subnet->text());
    if (hosts == 0 || hosts > 65'534 || !again || again->text() != subnet->text()) std::abort();
    if (subnet->host(0).empty() || subnet->host(hosts - 1).empty()) std::abort();
    return 0;
}
