// WebSocket frames from a stranger; the first byte says whose side we are on.
#include <cstdlib>

#include "base/utf8.hpp"
#include "net/websocket/frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::net::websocket;
    if (size == 0) return 0;
    constexpr std::size_t limit = 1000;
    Decoder decoder(data[0] % 2 == 0 ? Role::server : Role::client, limit);
    decoder.feed(gantry::as_bytes({reinterpret_cast<const char*>(data) + 1, size - 1}));
    for (;;) {
        const auto event = decoder.next();
        if (!event || !*event) return 0;
        if ((*event)->payload.size() > limit) std::abort();
        if ((*event)->opcode == Opcode::text && !gantry::is_utf8((*event)->payload)) std::abort();
        if ((*event)->opcode == Opcode::close) static_cast<void>(parse_close((*event)->payload));
    }
}
