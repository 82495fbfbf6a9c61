// A reset link for somebody whom nobody else can let in: the only owner of a store, or a person of several
// stores, on a server that sends no e-mail. Whoever runs the server makes it, also beside the running Cloud.
// Blocking; for a program of its own, not for the event loop.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "cloud/audit/log.hpp"
#include "cloud/resets/links.hpp"

namespace gantry::cloud::resets {

struct LockedOut {
    std::filesystem::path data;
    std::string public_url;  // of the Cloud
    std::string email;
    SecondFactor second_factor = SecondFactor::keep;
};

// Works once and for an hour; the one before it ends. Each store of the person finds it in its audit log.
// Errors: not_found (no database there, nobody with that address), unsupported (the database is of another
// version), storage.
Result<Secret> make_link_for(const LockedOut& person, const audit::Options& audit);

}  // namespace gantry::cloud::resets
