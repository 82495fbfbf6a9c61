// Basic and Digest authentication as cameras ask for them. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::net::rtsp {

struct Credentials {
    std::string user;
    Secret password;
};

struct Challenge {
    enum class Scheme { basic, digest };
    Scheme scheme = Scheme::digest;
    std::string realm;
    std::string nonce;
    std::string opaque;
    bool qop_auth = false;  // RFC 2617; live555 and so the printers use the older form without
};

// The best of the WWW-Authenticate headers: Digest before Basic. Errors: malformed, unsupported (an algorithm
// that is not MD5).
Result<Challenge> choose_challenge(const std::vector<std::string>& headers);

// The Authorization header's value. `client_nonce` and `count` (1, 2, …) matter for qop=auth alone.
// Secret, because Basic holds the password.
Secret authorization(const Challenge& challenge, const Credentials& credentials, std::string_view method,
                     std::string_view uri, std::string_view client_nonce, unsigned count);

}  // namespace gantry::net::rtsp
