// Asks Bambu's cloud on behalf of an account. A value; used by coroutines of one executor. Over HTTPS whose
// certificate is verified: a token never leaves in clear text, but to a server on this machine (tests).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "bambu/cloud/ttcode.hpp"
#include "base/asio.hpp"

namespace gantry::bambu::cloud {

enum class Region { global, china };
BOOST_DESCRIBE_ENUM(Region, global, china)

std::string_view base_url(Region region);

class BambuClient {
public:
    // Accounts belong to one region, and so do their tokens.
    explicit BambuClient(Secret token, Region region = Region::global);
    // At another address than Bambu's, with a limit for the whole of a request.
    BambuClient(Secret token, std::string url, std::chrono::milliseconds limit);

    // For the printer with this serial number. Errors: those of parse_ttcode, and offline, timeout, untrusted
    // (the server's certificate), unauthorized (the token cannot be one), not_found (nor the serial number).
    awaitable<Result<TtCode>> get_ttcode(std::string dev_id) const;

private:
    Secret token_;
    std::string url_;
    std::chrono::milliseconds limit_;
};

}  // namespace gantry::bambu::cloud
