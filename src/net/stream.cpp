#include "net/stream.hpp"

namespace gantry::net {

awaitable<void> read_exactly(Stream& stream, std::span<std::byte> target) {
    while (!target.empty()) {
        const auto count = co_await stream.read_some(target);
        if (count == 0) throw SystemError(asio::error::eof);
        target = target.subspan(count);
    }
}

}  // namespace gantry::net
