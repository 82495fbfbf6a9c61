// What a reader of the stats says, in its address and in its messages.
#include <cstdlib>

#include "fuse/stats/request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::fuse::stats;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto choice = parse_choice(text); choice && *choice && (*choice)->size() > max_chosen)
        std::abort();
    const auto request = parse_request(text);
    if (!request) return 0;
    const auto* subscribe = std::get_if<Subscribe>(&*request);
    if (subscribe != nullptr && subscribe->printers && subscribe->printers->size() > max_chosen) std::abort();
    return 0;
}
