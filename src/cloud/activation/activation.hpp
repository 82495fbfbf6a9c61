// How a Fuse joins a store: it asks for a code, a person of the store confirms it, the Fuse fetches its token
// with a signature of its own key. Only then it leaves the store it was in: a code alone, which anybody can
// ask for in the name of any key, changes nothing. Owned by the program; the event loop only.
#pragma once

#include <functional>

#include "cloud/accounts/member.hpp"
#include "cloud/activation/codes.hpp"
#include "cloud/gateway/gateway.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::activation {

using accounts::Member;
using accounts::Person;

struct Limits {
    std::chrono::seconds code_lifetime = default_lifetime;
};

// What a person sees before they decide.
struct Asking {
    Code code;
    std::vector<Member> stores;  // that they may let it join; the one they look at comes first
};

struct Granted {
    Secret access_token;
    FuseId fuse;
    std::string store_name;
};

// Nothing yet, or never: an answer of RFC 8628 and its text for people.
struct NotGranted {
    std::string_view error;
    Error problem;
};

class Activation {
public:
    Activation(storage::Database& database, fuses::Repository& fuses, gateway::Gateway& gateway,
               audit::Log& audit, std::string public_url, Limits limits, std::function<Time()> now);

    // Errors: malformed, rate_limited.
    Result<Code> request_code(Machine machine);
    awaitable<std::expected<Granted, NotGranted>> request_token(std::string device_code,
                                                                std::string signature);
    // For those who may manage the Fuses of some store. Errors: forbidden, not_found, expired, conflict
    // (used), rejected (refused), rate_limited (per asker and per code), storage.
    awaitable<Result<Asking>> look_up(std::string typed, Person person);
    // Into the store that is named, and no other. Errors: those of look_up; malformed (no store is named),
    // not_found (one that the person is not in).
    awaitable<Result<>> confirm(std::string typed, Person person, StoreId store);
    // The machine is not theirs: it hears so when it asks. Errors: those of look_up.
    awaitable<Result<>> refuse(std::string typed, Person person);

    const std::string& public_url() const { return public_url_; }
    std::chrono::seconds code_lifetime() const { return codes_.lifetime(); }

private:
    // Where the person may let a Fuse join. Errors: forbidden when nowhere, storage.
    awaitable<Result<std::vector<Member>>> stores_of(Person person);
    // What was typed, as a code. Errors: rate_limited.
    Result<std::string> take_a_try(const std::string& typed, const Person& person);
    // Whether the person may there. Errors: not_found, forbidden.
    static Result<Member> check(soci::session& sql, const Person& person, const StoreId& store);
    // The Fuse is in the store that has confirmed its code.
    awaitable<Result<FuseId>> join(Code code);

    storage::Database& database_;
    fuses::Repository& fuses_;
    gateway::Gateway& gateway_;
    audit::Log& audit_;
    std::string public_url_;
    std::function<Time()> now_;
    Codes codes_;
    RateLimit codes_by_address_;
    RateLimit tries_by_asker_;   // a person, or an API key
    RateLimit tries_by_person_;  // with all of their keys
    RateLimit tries_by_code_;
};

void add_routes(net::http::Router& router, Activation& activation);

}  // namespace gantry::cloud::activation
