#include "cloud/resets/links.hpp"

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry::cloud::resets {

Secret new_token() {
    return Secret(to_base64url(random_bytes(32)));
}

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

Secret link_of(const std::string& public_url, const Secret& token) {
    return Secret(public_url + "/reset#" + token.reveal());
}

void insert(soci::session& sql, const UserId& user, const Secret& token, SecondFactor second_factor,
            long long expires_at) {
    const auto hash = hash_of(token);
    const int clears = second_factor == SecondFactor::clear ? 1 : 0;
    sql << "DELETE FROM password_resets WHERE user_id = :user", soci::use(user.text());
    sql << "INSERT INTO password_resets (user_id, token_hash, clears_second_factor, expires_at) "
           "VALUES (:user, :hash, :clears, :expires)",
        soci::use(user.text()), soci::use(hash), soci::use(clears), soci::use(expires_at);
}

}  // namespace gantry::cloud::resets
