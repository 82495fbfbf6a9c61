#include "cloud/sessions/tokens.hpp"

#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <new>

namespace gantry::cloud::sessions {
namespace {

constexpr std::size_t max_token_bytes = 2048;
constexpr auto access = "access";
constexpr auto refresh = "refresh";
constexpr auto ticket = "second-factor";

struct Free {
    void operator()(jwt_t* token) const { jwt_free(token); }
    void operator()(char* text) const { std::free(text); }
};
using Token = std::unique_ptr<jwt_t, Free>;

const unsigned char* raw(const Secret& key) {
    return reinterpret_cast<const unsigned char*>(key.reveal().data());
}

// Out of memory is all that can fail here.
void check(int code) {
    if (code != 0) throw std::bad_alloc();
}

long seconds(Time time) {
    return static_cast<long>(
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

Token start(const char* use, Time expires_at) {
    jwt_t* made = nullptr;
    check(jwt_new(&made));
    Token token(made);
    check(jwt_add_grant(token.get(), "use", use));
    check(jwt_add_grant_int(token.get(), "exp", seconds(expires_at)));
    return token;
}

Secret finish(Token token, const Secret& key) {
    check(jwt_set_alg(token.get(), JWT_ALG_HS256, raw(key), static_cast<int>(key.reveal().size())));
    const std::unique_ptr<char, Free> text(jwt_encode_str(token.get()));
    if (!text) throw std::bad_alloc();
    return Secret(text.get());
}

std::string text_of(const Token& token, const char* name) {
    const auto* value = jwt_get_grant(token.get(), name);
    return value == nullptr ? std::string{} : std::string(value);
}

Time expiry_of(const Token& token) {
    return Time(std::chrono::seconds(jwt_get_grant_int(token.get(), "exp")));
}

std::unexpected<Error> not_ours() {
    return fail(Errc::unauthorized, "sign in first");
}

Result<Token> read(std::string_view text, const char* use, const Secret& key, Time now) {
    if (text.empty() || text.size() > max_token_bytes || text.find('\0') != text.npos) return not_ours();
    jwt_t* found = nullptr;
    const std::string terminated(text);
    if (jwt_decode(&found, terminated.c_str(), raw(key), static_cast<int>(key.reveal().size())) != 0)
        return not_ours();
    Token token(found);
    // What the header claims decides how libjwt verifies: only one way is ours.
    if (jwt_get_alg(token.get()) != JWT_ALG_HS256 || text_of(token, "use") != use) return not_ours();
    if (now >= expiry_of(token)) return fail(Errc::expired, "sign in again");
    return token;
}

}  // namespace

Secret Tokens::sign(const AccessClaims& claims) const {
    auto token = start(access, claims.expires_at);
    check(jwt_add_grant(token.get(), "sid", claims.session.text().c_str()));
    check(jwt_add_grant(token.get(), "sub", claims.user.text().c_str()));
    check(jwt_add_grant(token.get(), "store", claims.store.text().c_str()));
    check(jwt_add_grant_bool(token.get(), "camera", claims.camera ? 1 : 0));
    return finish(std::move(token), key_);
}

Secret Tokens::sign(const RefreshClaims& claims) const {
    auto token = start(refresh, claims.expires_at);
    check(jwt_add_grant(token.get(), "sid", claims.session.text().c_str()));
    check(jwt_add_grant_int(token.get(), "generation", static_cast<long>(claims.generation)));
    return finish(std::move(token), key_);
}

Secret Tokens::sign(const TicketClaims& claims) const {
    auto token = start(ticket, claims.expires_at);
    check(jwt_add_grant(token.get(), "sub", claims.user.text().c_str()));
    return finish(std::move(token), key_);
}

Result<AccessClaims> Tokens::read_access(std::string_view text, Time now) const {
    const auto token = read(text, access, key_, now);
    if (!token) return std::unexpected(token.error());
    return AccessClaims{.session = SessionId(text_of(*token, "sid")),
                        .user = UserId(text_of(*token, "sub")),
                        .store = StoreId(text_of(*token, "store")),
                        .camera = jwt_get_grant_bool(token->get(), "camera") == 1,
                        .expires_at = expiry_of(*token)};
}

Result<RefreshClaims> Tokens::read_refresh(std::string_view text, Time now) const {
    const auto token = read(text, refresh, key_, now);
    if (!token) return std::unexpected(token.error());
    return RefreshClaims{.session = SessionId(text_of(*token, "sid")),
                         .generation = jwt_get_grant_int(token->get(), "generation"),
                         .expires_at = expiry_of(*token)};
}

Result<TicketClaims> Tokens::read_ticket(std::string_view text, Time now) const {
    const auto token = read(text, ticket, key_, now);
    if (!token) return std::unexpected(token.error());
    return TicketClaims{.user = UserId(text_of(*token, "sub")), .expires_at = expiry_of(*token)};
}

}  // namespace gantry::cloud::sessions
