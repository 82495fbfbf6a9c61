// Fingerprints of certificates as text (hexadecimal; empty = none). Pure: any thread.
#pragma once

#include <optional>
#include <string>

#include "fuse/printers/config.hpp"

namespace gantry::fuse::printers {

std::string text_of(const std::optional<Fingerprint>& fingerprint);
// Nothing when the text is not one.
std::optional<Fingerprint> fingerprint_of(const std::string& text);

}  // namespace gantry::fuse::printers
