// What a stranger sends to our HTTP servers: any bytes, in two pieces.
#include <cstdlib>

#include "net/http/disposition.hpp"
#include "net/http/origin.hpp"
#include "net/http/range.hpp"
#include "net/http/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    net::http::RequestParser parser;
    auto rest = as_bytes({reinterpret_cast<const char*>(data), size});
    while (!parser.is_complete()) {
        const auto taken = parser.put(rest);
        if (!taken || *taken > rest.size()) return 0;
        rest = rest.subspan(*taken);
        if (parser.has_head()) {
            const auto head = parser.take_head();
            if (!head) return 0;
            if (head->request.path.find("/../") != std::string::npos) std::abort();
            static_cast<void>(net::http::same_origin(head->request));
            static_cast<void>(net::http::host_allowed(head->request.header("host"), {"a"}));
            static_cast<void>(head->request.cookie("session"));
            static_cast<void>(net::http::file_name_of(head->request.header("content-disposition")));
            const auto range = net::http::parse_range(head->request.header("range"), 1000);
            if (range && *range && (*range)->offset + (*range)->length > 1000) std::abort();
            parser.allow_body(1000);
            break;
        }
        if (*taken == 0) return 0;
    }
    while (!parser.is_complete()) {
        const auto taken = parser.put(rest);
        if (!taken || *taken == 0) return 0;
        rest = rest.subspan(*taken);
    }
    if (parser.take_body().size() > 1000) std::abort();
    return 0;
}
