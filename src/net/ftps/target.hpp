// A printer's file server and who we are to it. Value: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/secret.hpp"
#include "net/tls/identity.hpp"

namespace gantry::net::ftps {

struct Target {
    std::string address;  // an IP literal
    std::uint16_t port = 990;
    std::string user;
    Secret password;
    tls::Verify verify;  // called on the worker's thread
    // Of a visit; of an upload: until it is signed in.
    std::chrono::milliseconds limit{10'000};
};

}  // namespace gantry::net::ftps
