#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {
namespace {

void apply(soci::session& session, const Migration& migration) {
    soci::transaction transaction(session);
    auto rest = migration.statements;
    while (!rest.empty()) {
        const auto end = std::min(rest.find("\n;"), rest.size());
        session << std::string(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
        if (rest.find_first_not_of(" \n") == rest.npos) break;
    }
    const std::string name(migration.name);  // must outlive the statement
    session << "INSERT INTO migrations (number, name) VALUES (:number, :name)", soci::use(migration.number),
        soci::use(name);
    transaction.commit();
}

}  // namespace

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all = {first_tables, scopes};
    return all;
}

void migrate(soci::session& session) {
    session << "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    int applied = 0;
    session << "SELECT COALESCE(MAX(number), 0) FROM migrations", soci::into(applied);
    if (applied > migrations().back().number) {
        throw soci::soci_error("the database was made by a newer version of this program");
    }
    for (const auto& migration : migrations()) {
        if (migration.number > applied) apply(session, migration);
    }
}

}  // namespace gantry::cloud::storage
