#include "cloud/printers/repository.hpp"

#include "base/json.hpp"

namespace gantry::cloud::printers {

awaitable<Result<std::vector<Remembered>>> Repository::all() {
    co_return co_await database_.read([](soci::session& sql) -> Result<std::vector<Remembered>> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT f.store_id, p.fuse_id, p.description FROM printers p "
                            "JOIN fuses f ON f.id = p.fuse_id");
        std::vector<Remembered> found;
        for (const auto& row : rows) {
            auto printer = parse_as<farm::Printer>(row.get<std::string>(2));
            if (!printer) continue;  // of another version; its Fuse will tell again
            found.push_back(
                {StoreId(row.get<std::string>(0)), FuseId(row.get<std::string>(1)), *std::move(printer)});
        }
        return found;
    });
}

void write_all(soci::session& sql, const FuseId& fuse, const std::vector<farm::Printer>& printers) {
    sql << "DELETE FROM printers WHERE fuse_id = :fuse", soci::use(fuse.text());
    std::string id;
    std::string description;
    // A printer that moved from another Fuse of the store leaves it.
    soci::statement leave = (sql.prepare << "DELETE FROM printers WHERE id = :id", soci::use(id));
    soci::statement enter =
        (sql.prepare << "INSERT INTO printers (id, fuse_id, description) VALUES (:id, :fuse, :description)",
         soci::use(id), soci::use(fuse.text()), soci::use(description));
    for (const auto& printer : printers) {
        id = printer.id.text();
        description = to_text(to_json(printer));
        leave.execute(true);
        enter.execute(true);
    }
}

}  // namespace gantry::cloud::printers
