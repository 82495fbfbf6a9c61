// Who gives which printers which tags: in the database, then in the fleet. Owned by the program; the event
// loop only. Every function may also fail with Errc::storage.
#pragma once

#include "cloud/printers/fleet.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::printers {

// The same for all these printers at once.
struct TagChange {
    std::vector<PrinterId> printers;
    std::vector<std::string> add;
    std::vector<std::string> remove;
};
BOOST_DESCRIBE_STRUCT(TagChange, (), (printers, add, remove))

class Tags {
public:
    Tags(storage::Database& database, const audit::Log& audit, Fleet& fleet)
        : database_(database), audit_(audit), fleet_(fleet) {}

    // At start, before the fleet remembers its printers.
    awaitable<Result<>> load();
    // All of it or nothing; pages are told within it, and whoever sees a printer by its tags only. Errors:
    // malformed, not_found (a printer that the person does not see), too_large (tags of one printer).
    awaitable<Result<>> change(accounts::Person person, TagChange change);

private:
    storage::Database& database_;
    const audit::Log& audit_;
    Fleet& fleet_;
};

void add_routes(net::http::Router& router, Tags& tags);

}  // namespace gantry::cloud::printers
