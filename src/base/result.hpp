// The outcome of an operation whose failure a caller must handle. Values: any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace gantry {

// Code branches on these; `Error::detail` is for people.
enum class Errc {
    malformed,     // bytes or text that do not follow their format
    too_large,     // a length beyond the bound we accept
    not_found,     // no such object, or none that the asker may see
    forbidden,     // known who asks, and the answer is no
    unauthorized,  // not known who asks, or wrong credentials
    conflict,      // contradicts what is already stored
    busy,          // cannot now, may later
    offline,       // the peer cannot be reached or the connection broke
    timeout,       // no answer within the limit
    rejected,      // the peer understood and refused
    untrusted,     // the peer's certificate is not the one we know
    disabled,      // switched off by a setting
    rate_limited,  // too many attempts
    storage,       // disk or database failure
    unsupported,   // valid, but not something we can do
    expired,       // was valid once
    cancelled,     // stopped by us
    internal       // our own mistake
};
BOOST_DESCRIBE_ENUM(Errc, malformed, too_large, not_found, forbidden, unauthorized, conflict, busy, offline,
                    timeout, rejected, untrusted, disabled, rate_limited, storage, unsupported, expired,
                    cancelled, internal)

// Stable lower-case name of a code, used in logs, problem+json and the gateway protocol.
std::string_view name_of(Errc code);

struct Error {
    Errc code = Errc::internal;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T = void>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string detail) {
    return std::unexpected(Error{code, std::move(detail)});
}

}  // namespace gantry
