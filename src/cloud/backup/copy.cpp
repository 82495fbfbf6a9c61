#include "cloud/backup/copy.hpp"

#include "base/bytes.hpp"
#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::backup {

namespace fs = std::filesystem;

Result<> copy_database(const fs::path& source, const fs::path& target) {
    if (auto made = create_private(target); !made) return made;
    auto from = Sqlite::open(source, Sqlite::Access::read);
    if (!from) return std::unexpected(from.error());
    auto to = Sqlite::open(target, Sqlite::Access::write);
    if (!to) return std::unexpected(to.error());
    if (auto copied = to->copy_all_of(*from); !copied) return copied;
    return to->execute("PRAGMA journal_mode = DELETE");
}

Result<> check_whole(Sqlite& database, const fs::path& name) {
    const auto verdict = database.text_of("PRAGMA integrity_check(1)");
    if (verdict && *verdict == "ok") return {};
    return fail(Errc::malformed, name.string() + " is damaged, or no database");
}

Result<std::string> check_backup(const fs::path& file) {
    if (!fs::exists(file)) return fail(Errc::not_found, file.string() + ": no such file");
    auto database = Sqlite::open(file, Sqlite::Access::read);
    if (!database) return std::unexpected(database.error());
    if (auto whole = check_whole(*database, file); !whole) return std::unexpected(whole.error());
    const auto version = database->text_of("SELECT MAX(number) FROM migrations");
    const auto key = database->text_of("SELECT value FROM backup WHERE name = 'key'");
    if (!version || version->empty() || !key || key->empty())
        return fail(Errc::malformed, file.string() + " is no backup of gantry-cloud");
    if (std::stoi(*version) > storage::migrations().back().number)
        return fail(Errc::unsupported,
                    "the backup was made by a newer version of gantry-cloud; update this one first");
    const auto bytes = from_base64url(*key);
    if (!bytes) return fail(Errc::malformed, file.string() + " is damaged: its key cannot be read");
    return std::string(as_text(*bytes));
}

}  // namespace gantry::cloud::backup
