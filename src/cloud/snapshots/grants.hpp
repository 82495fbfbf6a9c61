// Presigned addresses: each takes the picture of one printer, of a bounded size, until a moment, from
// whoever holds it, and opens nothing else. Nothing is stored: the signature says that it is ours. Values and
// a key; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/secret.hpp"
#include "cloud/ids.hpp"
#include "farm/printer.hpp"
#include "net/http/message.hpp"

namespace gantry::cloud::snapshots {

// What the signature covers. Authorize leaves it in Request::principal of routes with the permission "grant".
struct Grant {
    StoreId store;
    FuseId fuse;  // that it was given to
    farm::PrinterId printer;
    std::int64_t expires_at = 0;  // Unix milliseconds
    std::uint64_t max_bytes = 0;
    friend bool operator==(const Grant&, const Grant&) = default;
};

class Grants {
public:
    using Now = std::chrono::system_clock::time_point;

    // The same key gives the same signatures: grants outlive a restart, and are good on every node.
    explicit Grants(Secret key, std::function<Now()> now = std::chrono::system_clock::now)
        : key_(std::move(key)), now_(std::move(now)) {}

    // A path of the Cloud with its query.
    std::string address_of(const Grant& grant) const;
    // Of a request to such an address, with its part "id". Errors: unauthorized (no grant), forbidden (it is
    // not ours, not for this printer, or was changed; or it has expired).
    Result<Grant> open(const net::http::Request& request) const;

private:
    std::string signature_of(const Grant& grant) const;

    Secret key_;
    std::function<Now()> now_;
};

}  // namespace gantry::cloud::snapshots
