#include "base/secret.hpp"

#include <sodium.h>

namespace gantry {

Secret::~Secret() {
    sodium_memzero(text_.data(), text_.size());
}

bool operator==(const Secret& a, const Secret& b) {
    return a.text_.size() == b.text_.size() &&
           sodium_memcmp(a.text_.data(), b.text_.data(), a.text_.size()) == 0;
}

}  // namespace gantry
