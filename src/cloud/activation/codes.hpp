// Activation codes under way (RFC 8628). In memory: they live for minutes, an hour at most, and a Fuse whose
// code a restart has lost asks for another. Pure: the caller brings the time. Owned by Activation.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/rate_limit.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "cloud/fuses/repository.hpp"

namespace gantry::cloud::activation {

inline constexpr std::chrono::seconds default_lifetime = std::chrono::minutes(15);
inline constexpr auto poll_interval = std::chrono::seconds(2);

struct Machine {
    std::string host_name;
    std::string software;
    std::string public_key;  // Ed25519, base64url
    std::string address;
};

// What people have said of a code; while one of them decides, nobody else may.
enum class Standing { open, being_decided, approved, refused };

struct Code {
    std::string device_code;  // the Fuse's, secret
    std::string user_code;    // the person's: "SQMA-VR2N"
    Machine machine;
    Time expires_at;
    Standing standing = Standing::open;
    StoreId store;  // that it joins, once approved
    std::string store_name;
    FuseId fuse;  // set when the Fuse has proved its key
    Time last_poll;
};

enum class Poll { pending, slow_down, expired, refused, approved };

class Codes {
public:
    explicit Codes(std::chrono::seconds lifetime = default_lifetime) : lifetime_(lifetime) {}

    std::chrono::seconds lifetime() const { return lifetime_; }
    // Errors: rate_limited when too many codes are under way, of all or of this address.
    Result<Code> issue(Machine machine, Time now);
    // What a person typed. Errors: not_found, expired, conflict (already used), rejected (refused).
    Result<Code> find(const std::string& user_code, Time now);
    // The same, and nobody else decides until one of the three below. Errors: those of find.
    Result<Code> take(const std::string& user_code, Time now);
    void approve(const std::string& user_code, StoreId store, std::string store_name);
    void refuse(const std::string& user_code);
    void put_back(const std::string& user_code);
    // The Fuse has joined.
    void joined(const std::string& device_code, FuseId fuse);
    // The Fuse's question. Errors: not_found.
    Result<Poll> poll(const std::string& device_code, Time now);
    Result<Code> of_device(const std::string& device_code) const;

private:
    void forget_old(Time now);
    Result<> check_room(const Machine& machine, Time now) const;
    void set(const std::string& user_code, Standing standing);

    std::chrono::seconds lifetime_;
    std::map<std::string, Code> by_user_code_;
    std::map<std::string, std::string> user_code_of_;  // by device code
};

}  // namespace gantry::cloud::activation
