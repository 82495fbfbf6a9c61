// What a server that we call answers: any bytes, then the end of the stream; and what an address looks like.
#include <cstdlib>

#include "net/http/url.hpp"
#include "net/http/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto url = net::http::parse_url(text); url && (url->host.empty() || url->port == 0))
        std::abort();
    constexpr std::size_t limit = 1000;
    net::http::ResponseParser parser(limit);
    auto rest = as_bytes(text);
    while (!parser.is_complete()) {
        const auto taken = parser.put(rest);
        if (!taken) return 0;
        if (*taken == 0) break;
        rest = rest.subspan(*taken);
    }
    if (!parser.is_complete() && !parser.put_end()) return 0;
    if (parser.take().body.size() > limit) std::abort();
    return 0;
}
