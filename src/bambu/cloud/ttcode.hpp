// The camera credentials that Bambu's cloud gives out for one printer, and how its answer is read. Pure: any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::bambu::cloud {

// Members for a way of streaming that is not offered today: absent when null or empty, otherwise their JSON.
struct Reserved {
    std::optional<Secret> streams;
    std::optional<Secret> peers;
    std::optional<Secret> stream_key;
    std::optional<Secret> stream_salt;
    std::optional<Secret> channel_name;
    std::optional<Secret> app_id;
    std::optional<Secret> rtm;
};

struct TtCode {
    std::string message;  // "success"
    std::string ttcode;   // the camera's UID in the peer-to-peer service (TUTK)
    Secret authkey;
    Secret passwd;
    std::string region;  // us, cn
    std::string type;    // tutk
    Reserved reserved;

    bool offers_cloud_streaming() const;
};

inline constexpr std::size_t max_answer_bytes = 64 * 1024;

// Errors: expired (the token), forbidden (not for this program), not_found (no such printer of this account),
// rate_limited, unsupported (the printer's camera is not offered), rejected (with the cloud's own words),
// offline (its fault), malformed, too_large. No detail holds anything secret.
Result<TtCode> parse_ttcode(int status, std::string_view body);

}  // namespace gantry::bambu::cloud
