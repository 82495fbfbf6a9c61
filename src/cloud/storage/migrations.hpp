// The steps from an empty database to today's. A step that was released is never changed: a new one follows
// it.
#pragma once

#include <soci/soci.h>

#include <string_view>
#include <vector>

namespace gantry::cloud::storage {

struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view statements;      // separated by lines that hold only ";"; of SQLite and PostgreSQL alike
    std::string_view of_sqlite = {};  // then these, where the two differ
};

const std::vector<Migration>& migrations();
// Applies what is missing up to `last`, each in its own transaction. Throws soci_error, also when the
// database is newer than this program.
void migrate(soci::session& session, int last = migrations().back().number);

// migrations/*.cpp, one each.
extern const Migration first_tables;
extern const Migration scopes;
extern const Migration several_stores;
extern const Migration doors;
extern const Migration walls_and_tags;
extern const Migration operation;
extern const Migration prints;
extern const Migration audit_actors;

}  // namespace gantry::cloud::storage
