#include "farm/gateway/fingerprint.hpp"

#include "base/bytes.hpp"

namespace gantry::farm::gateway {

std::string fingerprint(std::string_view public_key) {
    auto text = to_hex(BytesView(sha256(as_bytes(public_key))).first(8));
    for (const std::size_t at : {12u, 8u, 4u})
        text.insert(at, "-");
    return text;
}

}  // namespace gantry::farm::gateway
