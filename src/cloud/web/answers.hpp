// A request that makes something and carries an Idempotency-Key is done once: who sends it again, because the
// answer was lost, gets the same answer for 24 hours. Answers are sealed: some hold keys that are shown once.
// Owned by the program; the event loop only.
#pragma once

#include <functional>

#include "base/vault.hpp"
#include "cloud/accounts/member.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::web {

class Answers {
public:
    Answers(storage::Database& database, const Vault& vault, std::function<Time()> now)
        : database_(database), vault_(vault), now_(std::move(now)) {}

    // Around the handler of a route that a person or an API key asks. Errors beside its own: malformed (the
    // key), rejected (the key was used for another request), busy (the first one is under way, or was cut
    // off).
    net::http::Handler once(net::http::Handler handler);

private:
    struct Begun;
    awaitable<net::http::Response> answer(net::http::Handler handler, net::http::Request request);
    awaitable<Result<Begun>> begin(std::string id, std::string request_hash);
    awaitable<Result<>> keep(std::string id, net::http::Response response);
    Result<net::http::Response> open(const std::string& sealed) const;

    storage::Database& database_;
    const Vault& vault_;
    std::function<Time()> now_;
};

}  // namespace gantry::cloud::web
