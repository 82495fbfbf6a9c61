// The gateway's messages: whatever parses must survive being written and read again.
#include <cstdlib>

#include "farm/gateway/messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::farm::gateway;
    const auto message = parse({reinterpret_cast<const char*>(data), size});
    if (!message) return 0;
    if (const auto* change = std::get_if<StateChange>(&*message))
        static_cast<void>(apply({}, change->changes));
    if (message->index() != 0 && !parse(format(*message))) std::abort();
    return 0;
}
