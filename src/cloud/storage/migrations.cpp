#include "cloud/storage/migrations.hpp"

#include "cloud/storage/transaction.hpp"

namespace gantry::cloud::storage {
namespace {

void execute(soci::session& session, std::string_view statements) {
    while (statements.find_first_not_of(" \n") != statements.npos) {
        const auto end = std::min(statements.find("\n;"), statements.size());
        session << std::string(statements.substr(0, end));
        statements.remove_prefix(std::min(end + 2, statements.size()));
    }
}

void apply(soci::session& session, const Migration& migration) {
    Transaction transaction(session, Access::write);
    execute(session, migration.statements);
    execute(session, migration.of_sqlite);
    const std::string name(migration.name);  // must outlive the statement
    session << "INSERT INTO migrations (number, name) VALUES (:number, :name)", soci::use(migration.number),
        soci::use(name);
    transaction.commit();
}

}  // namespace

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all = {first_tables,   scopes,    several_stores, doors,
                                               walls_and_tags, operation, prints,         audit_actors};
    return all;
}

void migrate(soci::session& session, int last) {
    session << "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    int applied = 0;
    session << "SELECT COALESCE(MAX(number), 0) FROM migrations", soci::into(applied);
    if (applied > migrations().back().number) {
        throw soci::soci_error("the database was made by a newer version of this program");
    }
    for (const auto& migration : migrations()) {
        if (migration.number > applied && migration.number <= last) apply(session, migration);
    }
}

}  // namespace gantry::cloud::storage
