// The device grant's messages, as api/cloud.yaml has them. For this folder alone.
#pragma once

#include <string>

#include "base/json.hpp"
#include "base/secret.hpp"

namespace gantry::fuse::activation {

struct DeviceRequest {
    std::string host_name;
    std::string public_key;
    std::string software;
};
BOOST_DESCRIBE_STRUCT(DeviceRequest, (), (host_name, public_key, software))

struct DeviceCode {
    std::string device_code;
    std::string user_code;
    std::string verification_uri;
    std::string verification_uri_complete;
    std::int64_t expires_in = 0;
    std::int64_t interval = 5;
};
BOOST_DESCRIBE_STRUCT(DeviceCode, (),
                      (device_code, user_code, verification_uri, verification_uri_complete, expires_in,
                       interval))

struct TokenRequest {
    std::string device_code;
    std::string signature;
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (device_code, signature))

struct DeviceToken {
    Secret access_token;
    std::string fuse_id;
    std::string store_name;
};
BOOST_DESCRIBE_STRUCT(DeviceToken, (), (access_token, fuse_id, store_name))

// What a poll said.
enum class Answer { done, pending, slow_down, expired, denied };

struct Refusal {
    std::string error;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (error))

inline Answer answer_of(const std::string& body) {
    const auto refusal = parse_as<Refusal>(body);
    if (!refusal) return Answer::pending;
    if (refusal->error == "slow_down") return Answer::slow_down;
    if (refusal->error == "expired_token") return Answer::expired;
    if (refusal->error == "access_denied") return Answer::denied;
    return Answer::pending;
}

}  // namespace gantry::fuse::activation
