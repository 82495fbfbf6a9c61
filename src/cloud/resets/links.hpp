// The links that set a new password, as they are kept: their tokens as hashes. For use within a transaction;
// what takes a session throws soci_error when the database fails.
#pragma once

#include <chrono>

#include "base/secret.hpp"
#include "cloud/ids.hpp"
#include "cloud/storage/sql.hpp"

namespace gantry::cloud::resets {

inline constexpr auto lifetime = std::chrono::hours(1);

enum class SecondFactor { keep, clear };  // clear: for those who have lost the device

Secret new_token();
std::string hash_of(const Secret& token);
Secret link_of(const std::string& public_url, const Secret& token);
// In the place of the one before.
void insert(soci::session& sql, const UserId& user, const Secret& token, SecondFactor second_factor,
            long long expires_at);

}  // namespace gantry::cloud::resets
