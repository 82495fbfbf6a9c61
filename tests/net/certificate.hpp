// Certificates for tests: RSA 2048, self-signed, valid for an hour.
#pragma once

#include <string>

namespace gantry::testing {

struct Certificate {
    std::string certificate_pem;
    std::string key_pem;
};

Certificate make_certificate(const std::string& common_name);

}  // namespace gantry::testing
