#include "base/random.hpp"

#include <sodium.h>

namespace gantry {

Bytes random_bytes(std::size_t count) {
    Bytes bytes(count);
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::uint32_t random_below(std::uint32_t limit) {
    return randombytes_uniform(limit);
}

std::string random_text(std::string_view alphabet, std::size_t length) {
    std::string text(length, '\0');
    for (char& letter : text)
        letter = alphabet[random_below(static_cast<std::uint32_t>(alphabet.size()))];
    return text;
}

std::string random_id() {
    // Who types it after a command must not find it taken for an option.
    std::string id;
    do
        id = to_base64url(random_bytes(16));
    while (id.starts_with('-'));
    return id;
}

}  // namespace gantry
