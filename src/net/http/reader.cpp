#include "net/http/reader.hpp"

namespace gantry::net::http {
namespace {

constexpr std::size_t part_bytes = 64 * 1024;

}  // namespace

awaitable<bool> Reader::read_more(std::size_t bytes) {
    Bytes chunk(bytes);
    const auto count = co_await stream_.read_some(chunk);
    buffer_.append(as_text(BytesView(chunk).first(count)));
    co_return count != 0;
}

awaitable<bool> Reader::wait() {
    if (!buffer_.empty()) co_return true;
    co_return co_await read_more();
}

awaitable<Result<Head>> Reader::read_head(RequestParser& parser) {
    for (;;) {
        const auto taken = parser.put(as_bytes(buffer_));
        if (!taken) co_return std::unexpected(taken.error());
        buffer_.erase(0, *taken);
        if (parser.has_head()) co_return parser.take_head();
        if (buffer_.size() > max_head_bytes) co_return fail(Errc::too_large, "the head is too long");
        if (!co_await read_more()) co_return fail(Errc::offline, "ended within a message");
    }
}

awaitable<Result<std::string>> Reader::read_body(RequestParser& parser) {
    while (!parser.is_complete()) {
        const auto taken = parser.put(as_bytes(buffer_));
        if (!taken) co_return std::unexpected(taken.error());
        buffer_.erase(0, *taken);
        if (parser.is_complete() || *taken != 0) continue;
        if (!co_await read_more()) co_return fail(Errc::offline, "ended within a message");
    }
    co_return parser.take_body();
}

awaitable<Result<std::string>> Reader::read_part_of_body(RequestParser& parser) {
    for (;;) {
        auto part = parser.take_body();
        if (!part.empty() || parser.is_complete()) co_return part;
        const auto taken = parser.put(as_bytes(buffer_));
        if (!taken) co_return std::unexpected(taken.error());
        buffer_.erase(0, *taken);
        if (*taken != 0) continue;
        if (!co_await read_more(part_bytes)) co_return fail(Errc::offline, "ended within a message");
    }
}

awaitable<Result<Response>> Reader::read_response(ResponseParser& parser) {
    while (!parser.is_complete()) {
        const auto taken = parser.put(as_bytes(buffer_));
        if (!taken) co_return std::unexpected(taken.error());
        buffer_.erase(0, *taken);
        if (parser.is_complete() || *taken != 0) continue;
        if (co_await read_more()) continue;
        if (auto ended = parser.put_end(); !ended) co_return std::unexpected(ended.error());
    }
    co_return parser.take();
}

}  // namespace gantry::net::http
