// How a Fuse joins a store: it asks for a code, a person of the store confirms it, the Fuse fetches its token
// with a signature of its own key. Only then it leaves the store it was in: a code alone, which anybody can
// ask for in the name of any key, changes nothing. Owned by the program; the event loop only.
#pragma once

#include <functional>

#include "cloud/activation/codes.hpp"
#include "cloud/gateway/gateway.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::activation {

struct Granted {
    Secret access_token;
    FuseId fuse;
    std::string store_name;
};

// Nothing yet, or never: an answer of RFC 8628 and its text for people.
struct NotGranted {
    std::string_view error;
    Error problem;
};

class Activation {
public:
    Activation(fuses::Repository& fuses, gateway::Gateway& gateway, audit::Log& audit, std::string public_url,
               std::function<Time()> now = std::chrono::system_clock::now);

    // Errors: malformed, rate_limited.
    Result<Code> request_code(Machine machine);
    awaitable<std::expected<Granted, NotGranted>> request_token(std::string device_code,
                                                                std::string signature);
    // Errors: not_found, expired, conflict (used), rate_limited (per asker and per code).
    Result<Code> look_up(const std::string& typed, const std::string& asker);
    awaitable<Result<>> confirm(std::string typed, accounts::Person person);

    const std::string& public_url() const { return public_url_; }

private:
    // The Fuse is in the store that has confirmed its code.
    awaitable<Result<FuseId>> join(Code code);

    fuses::Repository& fuses_;
    gateway::Gateway& gateway_;
    audit::Log& audit_;
    std::string public_url_;
    std::function<Time()> now_;
    Codes codes_;
    RateLimit codes_by_address_;
    RateLimit tries_by_asker_;
    RateLimit tries_by_code_;
};

void add_routes(net::http::Router& router, Activation& activation);

}  // namespace gantry::cloud::activation
