// The text of RTSP 1.0 as a camera's server needs it: requests, and their login by Digest as live555 asks for
// it (RFC 2069). Pure functions over untrusted bytes: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::sim::camera::rtsp {

struct Request {
    std::string method;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;

    // The first header of this name in any letter case; empty when there is none.
    std::string_view header(std::string_view name) const;
};

// Takes the next request off the front of `received`, passing over interleaved packets (receiver reports).
// None when more bytes are needed. Errors: malformed, too_large.
Result<std::optional<Request>> take_request(std::string& received);

// A header's parameter: `nonce` of `Digest realm="x", nonce="y"`, `interleaved` of
// `RTP/AVP/TCP;interleaved=0-1`.
std::string parameter(std::string_view header, std::string_view name);

inline constexpr std::string_view realm = "LIVE555 Streaming Media";
std::string digest_response(std::string_view user, const Secret& code, std::string_view nonce,
                            std::string_view method, std::string_view uri);
// True when the request's Authorization answers this nonce with this access code.
bool is_authorised(const Request& request, const Secret& code, std::string_view nonce);

}  // namespace gantry::sim::camera::rtsp
