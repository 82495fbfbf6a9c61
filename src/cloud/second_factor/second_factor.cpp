#include "cloud/second_factor/second_factor.hpp"

#include <cctype>

#include "base/random.hpp"

namespace gantry::cloud::second_factor {
namespace {

namespace people = accounts::people;

constexpr std::size_t secret_bytes = 20;  // as long as the hash: RFC 4226, section 4
constexpr int recovery_code_count = 10;
constexpr std::size_t recovery_code_length = 16;
constexpr std::string_view recovery_alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

// As typed: any case, with spaces and hyphens or without.
std::string normalized(std::string_view code) {
    std::string plain;
    for (const unsigned char c : code.substr(0, 64)) {
        if (std::isalnum(c) != 0) plain += static_cast<char>(std::toupper(c));
    }
    return plain;
}

std::string hash_of(std::string_view recovery_code) {
    return to_hex(sha256(as_bytes(recovery_code)));
}

// "ABCD-EFGH-JKLM-NPQR"
std::string grouped(std::string code) {
    for (const std::size_t at : {12u, 8u, 4u})
        code.insert(at, "-");
    return code;
}

std::unexpected<Error> wrong_code() {
    return fail(Errc::rejected, "this code is not right, or was used before; wait for the next one");
}

}  // namespace

struct SecondFactor::Row {
    UserId user;
    Secret secret;
    bool enabled = false;
    long long last_step = 0;
};

SecondFactor::SecondFactor(storage::Database& database, const audit::Log& audit, const Vault& vault,
                           std::function<Time()> now)
    : database_(database), audit_(audit), vault_(vault), now_(std::move(now)), tries_(5, 120s) {}

Result<SecondFactor::Row> SecondFactor::find(soci::session& sql, const UserId& user) const {
    std::string sealed;
    int enabled = 0;
    Row row{.user = user};
    sql << "SELECT sealed_secret, enabled, last_step FROM second_factors WHERE user_id = :user",
        soci::use(user.text()), soci::into(sealed), soci::into(enabled), soci::into(row.last_step);
    if (!sql.got_data()) return fail(Errc::not_found, "there is no second factor");
    auto secret = vault_.open(sealed);
    if (!secret) return std::unexpected(secret.error());
    row.secret = *std::move(secret);
    row.enabled = enabled != 0;
    return row;
}

Result<> SecondFactor::use_code(soci::session& sql, const Row& row, const std::string& code) const {
    const auto plain = normalized(code);
    if (const auto step = matching_step(row.secret, plain, now_(), row.last_step)) {
        sql << "UPDATE second_factors SET last_step = :step WHERE user_id = :user", soci::use(*step),
            soci::use(row.user.text());
        return {};
    }
    if (plain.size() != recovery_code_length) return wrong_code();
    const auto hash = hash_of(plain);
    soci::statement remove =
        (sql.prepare << "DELETE FROM recovery_codes WHERE code_hash = :hash AND user_id = :user",
         soci::use(hash), soci::use(row.user.text()));
    if (storage::changed_rows(remove) == 0) return wrong_code();
    return {};
}

void SecondFactor::note(soci::session& sql, const Person& person, const char* action) const {
    for (const auto& member : people::memberships_of(sql, person.member.id))
        audit_.append(sql, {member.store, accounts::actor_of(person), action, member.email});
}

awaitable<Result<Status>> SecondFactor::status(UserId user) {
    auto work = [this, user](soci::session& sql) -> Result<Status> {
        const auto row = find(sql, user);
        if (!row && row.error().code != Errc::not_found) return std::unexpected(row.error());
        Status status{.enabled = row && row->enabled};
        long long left = 0;
        sql << "SELECT COUNT(*) FROM recovery_codes WHERE user_id = :user", soci::use(user.text()),
            soci::into(left);
        status.recovery_codes = left;
        return status;
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<Offer>> SecondFactor::begin(Person person) {
    Offer offer{.secret = Secret(std::string(as_text(random_bytes(secret_bytes))))};
    offer.uri = provisioning_uri(offer.secret, person.member.email, "Gantry");
    auto work = [this, person, sealed = vault_.seal(offer.secret)](soci::session& sql) -> Result<> {
        const auto& user = person.member.id;
        if (const auto row = find(sql, user); row && row->enabled)
            return fail(Errc::conflict, "there is a second factor already; remove it first");
        clear(sql, user);
        const auto at = to_ms(now_());
        sql << "INSERT INTO second_factors (user_id, sealed_secret, enabled, last_step, created_at) "
               "VALUES (:user, :secret, 0, 0, :at)",
            soci::use(user.text()), soci::use(sealed), soci::use(at);
        return {};
    };
    const auto begun = co_await database_.run(std::move(work));
    if (!begun) co_return std::unexpected(begun.error());
    co_return offer;
}

awaitable<Result<std::vector<Secret>>> SecondFactor::confirm(Person person, std::string code) {
    if (!tries_.allow(person.member.id.text(), std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many codes were tried; wait two minutes");
    std::vector<std::string> codes;
    codes.reserve(recovery_code_count);
    for (int i = 0; i < recovery_code_count; ++i)
        codes.push_back(random_text(recovery_alphabet, recovery_code_length));
    auto work = [this, person, code, codes](soci::session& sql) -> Result<> {
        const auto row = find(sql, person.member.id);
        if (!row) return std::unexpected(row.error());
        if (row->enabled) return fail(Errc::conflict, "the second factor is on already");
        if (auto used = use_code(sql, *row, code); !used) return used;
        sql << "UPDATE second_factors SET enabled = 1 WHERE user_id = :user",
            soci::use(person.member.id.text());
        for (const auto& one : codes) {
            const auto hash = hash_of(one);
            sql << "INSERT INTO recovery_codes (code_hash, user_id) VALUES (:hash, :user)", soci::use(hash),
                soci::use(person.member.id.text());
        }
        note(sql, person, "second_factor.enabled");
        return {};
    };
    const auto confirmed = co_await database_.run(std::move(work));
    if (!confirmed) co_return std::unexpected(confirmed.error());
    std::vector<Secret> shown;
    shown.reserve(codes.size());
    for (auto& one : codes)
        shown.emplace_back(grouped(std::move(one)));
    co_return shown;
}

awaitable<Result<>> SecondFactor::remove(Person person, std::string code) {
    if (!tries_.allow(person.member.id.text(), std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many codes were tried; wait two minutes");
    auto work = [this, person, code](soci::session& sql) -> Result<> {
        const auto row = find(sql, person.member.id);
        if (!row) return std::unexpected(row.error());
        if (auto used = use_code(sql, *row, code); !used) return used;
        clear(sql, person.member.id);
        note(sql, person, "second_factor.removed");
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<Result<>> SecondFactor::verify(UserId user, std::string code) {
    if (!tries_.allow(user.text(), std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many codes were tried; wait two minutes");
    auto work = [this, user, code](soci::session& sql) -> Result<> {
        const auto row = find(sql, user);
        if (!row) return std::unexpected(row.error());
        return use_code(sql, *row, code);
    };
    co_return co_await database_.run(std::move(work));
}

void clear(soci::session& sql, const UserId& user) {
    sql << "DELETE FROM second_factors WHERE user_id = :user", soci::use(user.text());
}

}  // namespace gantry::cloud::second_factor
