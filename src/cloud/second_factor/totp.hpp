// Time-based one-time passwords (RFC 6238): HMAC-SHA1, 30 s, 6 digits, as every authenticator app has them.
// Pure: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "cloud/storage/sql.hpp"

namespace gantry::cloud::second_factor {

inline constexpr std::size_t totp_digits = 6;

// The number of the half minute.
long long step_of(Time time);
// `secret`: raw bytes.
std::string totp(const Secret& secret, long long step);
// Which step a code belongs to: now or the one before or after, and later than `last`, so that none works
// twice.
std::optional<long long> matching_step(const Secret& secret, std::string_view code, Time now, long long last);

// RFC 4648 without padding, as people type it into an app.
std::string base32(std::string_view bytes);
// What the QR code holds.
std::string provisioning_uri(const Secret& secret, const std::string& account, const std::string& issuer);

}  // namespace gantry::cloud::second_factor
