#include "cloud/backup/backup.hpp"

#include "base/bytes.hpp"
#include "base/private_file.hpp"
#include "cloud/backup/copy.hpp"
#include "cloud/storage/open.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;

// A database that is being written: gone, unless it becomes what it is to be.
class Unfinished {
public:
    explicit Unfinished(fs::path path) : path_(std::move(path)) {}
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        if (!path_.empty()) remove_database(path_);
    }

    const fs::path& path() const { return path_; }
    void becomes(const fs::path& target) {
        fs::rename(path_, target);
        path_.clear();
    }

private:
    fs::path path_;
};

Result<> add_key(Sqlite& copy, const fs::path& key_file) {
    const auto key = to_base64url(as_bytes(read_file(key_file)));
    if (auto made = copy.execute("CREATE TABLE backup (name TEXT PRIMARY KEY, value TEXT NOT NULL)"); !made)
        return made;
    return copy.execute("INSERT INTO backup (name, value) VALUES ('key', '" + key + "')");
}

// What may be written over: nothing, or a backup before this one.
Result<> check_target(const fs::path& data, const fs::path& file) {
    const auto folder = folder_of(file);
    if (!fs::is_directory(folder)) return fail(Errc::not_found, "there is no folder " + folder.string());
    if (fs::equivalent(folder, data))
        return fail(Errc::rejected, "a backup belongs outside of the data folder; name a file elsewhere");
    if (!fs::exists(file)) return {};
    if (fs::is_directory(file))
        return fail(Errc::rejected, file.string() + " is a folder; name a file in it");
    if (!fs::is_regular_file(file)) return fail(Errc::rejected, file.string() + " is no plain file");
    if (fs::is_empty(file)) return {};
    auto former = Sqlite::open(file, Sqlite::Access::read);
    if (former && former->text_of("SELECT value FROM backup WHERE name = 'key'").value_or("") != "")
        return {};
    return fail(Errc::conflict,
                file.string() + " exists and is no backup of gantry-cloud; name another file, or remove it");
}

}  // namespace

Result<> make(const fs::path& data, const fs::path& file) {
    return on_disk([&]() -> Result<> {
        const auto database = data / storage::database_name;
        if (!fs::exists(database))
            return fail(Errc::not_found,
                        "there is no database in " + data.string() + "; name its folder with --data");
        if (auto checked = check_target(data, file); !checked) return checked;
        Unfinished part(file.string() + ".part");
        if (auto copied = copy_database(database, part.path()); !copied) return copied;
        auto copy = Sqlite::open(part.path(), Sqlite::Access::write);
        if (!copy) return std::unexpected(copy.error());
        if (auto added = add_key(*copy, data / key_name); !added) return added;
        if (auto whole = check_whole(*copy, part.path()); !whole) return whole;
        copy->close();
        if (auto synced = sync(part.path()); !synced) return synced;
        part.becomes(file);
        return sync(folder_of(file));
    });
}

}  // namespace gantry::cloud::backup
