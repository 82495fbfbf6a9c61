#include "fuse/printers/fingerprint.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace gantry::fuse::printers {

std::string text_of(const std::optional<Fingerprint>& fingerprint) {
    return fingerprint ? to_hex(*fingerprint) : "";
}

std::optional<Fingerprint> fingerprint_of(const std::string& text) {
    const auto bytes = from_hex(text);
    Fingerprint fingerprint{};
    if (!bytes || bytes->size() != fingerprint.size()) return std::nullopt;
    std::ranges::copy(*bytes, fingerprint.begin());
    return fingerprint;
}

}  // namespace gantry::fuse::printers
