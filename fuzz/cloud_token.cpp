#include <cstdlib>

#include "cloud/sessions/tokens.hpp"

// Whatever anybody sends as a token: read without harm, and believed only when we have signed it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::cloud::sessions;
    static const Tokens tokens{gantry::Secret(std::string(32, 'k'))};
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const gantry::cloud::Time now{};
    if (tokens.read_access(text, now) || tokens.read_refresh(text, now) || tokens.read_ticket(text, now))
        std::abort();
    return 0;
}
