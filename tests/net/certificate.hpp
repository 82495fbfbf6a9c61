// Certificates for tests: RSA 2048, signed by their own key whoever is named as the issuer, valid for an
// hour.
#pragma once

#include <string>

namespace gantry::testing {

struct Certificate {
    std::string certificate_pem;
    std::string key_pem;
};

// Without an issuer it names itself as one.
Certificate make_certificate(const std::string& common_name, const std::string& issuer = "");

}  // namespace gantry::testing
