#include "cloud/backup/backup.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <unistd.h>

#include <chrono>

#include "base/bytes.hpp"
#include "base/folder_lock.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"
#include "cloud/backup/sqlite.hpp"
#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;

constexpr auto database_name = "cloud.sqlite";
constexpr auto key_name = "key";

// With what SQLite keeps beside it.
void remove_database(const fs::path& file) {
    for (const auto* suffix : {"", "-journal", "-wal", "-shm"}) {
        auto one = file;
        one += suffix;
        std::error_code ignored;
        fs::remove(one, ignored);
    }
}

// A database that is being written: gone, unless it becomes what it is to be.
class Unfinished {
public:
    explicit Unfinished(fs::path path) : path_(std::move(path)) {}
    Unfinished(Unfinished&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Unfinished& operator=(Unfinished&&) = delete;
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

// Files that are moved, and move back unless they may stay.
class Moves {
public:
    Moves() = default;
    Moves(const Moves&) = delete;
    Moves& operator=(const Moves&) = delete;
    ~Moves() {
        for (auto move = moved_.rbegin(); move != moved_.rend(); ++move) {
            std::error_code ignored;
            fs::rename(move->second, move->first, ignored);
        }
    }

    void move(const fs::path& from, const fs::path& to) {
        fs::rename(from, to);
        moved_.emplace_back(from, to);
    }
    void stay() { moved_.clear(); }

private:
    std::vector<std::pair<fs::path, fs::path>> moved_;
};

// SQLite would make it readable by everybody.
Result<> create_private(const fs::path& file) {
    remove_database(file);
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(Errc::storage, file.string() + ": " + std::generic_category().message(errno));
    ::close(descriptor);
    return {};
}

Result<> sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (synced) return {};
    return fail(Errc::storage, path.string() + ": " + std::generic_category().message(errno));
}

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

Result<> add_key(Sqlite& copy, const fs::path& key_file) {
    const auto key = to_base64url(as_bytes(read_file(key_file)));
    if (auto made = copy.execute("CREATE TABLE backup (name TEXT PRIMARY KEY, value TEXT NOT NULL)"); !made)
        return made;
    return copy.execute("INSERT INTO backup (name, value) VALUES ('key', '" + key + "')");
}

// A whole copy in one file beside `target`, named by `suffix`.
Result<Unfinished> copy_beside(const fs::path& source, const fs::path& target, const char* suffix) {
    auto beside = target;
    beside += suffix;
    if (auto made = create_private(beside); !made) return std::unexpected(made.error());
    Unfinished copy(beside);
    auto from = Sqlite::open(source, Sqlite::Access::read);
    if (!from) return std::unexpected(from.error());
    auto to = Sqlite::open(copy.path(), Sqlite::Access::write);
    if (!to) return std::unexpected(to.error());
    if (auto copied = to->copy_all_of(*from); !copied) return std::unexpected(copied.error());
    if (auto single = to->execute("PRAGMA journal_mode = DELETE"); !single)
        return std::unexpected(single.error());
    return copy;
}

Result<> check_whole(Sqlite& database, const fs::path& file) {
    const auto verdict = database.text_of("PRAGMA integrity_check(1)");
    if (verdict && *verdict == "ok") return {};
    return fail(Errc::malformed, file.string() + " is damaged, or no database");
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

// What a backup must have to be one that this program can take. Its key.
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

// The database with its journal, and the key when another one comes. Where the database is now.
fs::path put_aside(const fs::path& data, const std::string& new_key, Moves& moves) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto suffix = fmt::format(".before-{:%Y%m%d-%H%M%S}", fmt::gmtime(now));
    const auto database = data / database_name;
    const auto key = data / key_name;
    if (fs::exists(key) && read_file(key) != new_key) moves.move(key, key.string() + suffix);
    if (!fs::exists(database)) return {};
    const auto former = database.string() + suffix;
    for (const auto* journal : {"-wal", "-shm"}) {
        const auto file = database.string() + journal;
        if (fs::exists(file)) moves.move(file, former + journal);
    }
    moves.move(database, former);
    return former;
}

template <class Work>
auto on_disk(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& e) {
        return fail(Errc::storage, e.what());
    }
}

}  // namespace

Result<> make(const fs::path& data, const fs::path& file) {
    return on_disk([&]() -> Result<> {
        const auto database = data / database_name;
        if (!fs::exists(database))
            return fail(Errc::not_found,
                        "there is no database in " + data.string() + "; name its folder with --data");
        if (auto checked = check_target(data, file); !checked) return checked;
        auto copied = copy_beside(database, file, ".part");
        if (!copied) return std::unexpected(copied.error());
        auto copy = Sqlite::open(copied->path(), Sqlite::Access::write);
        if (!copy) return std::unexpected(copy.error());
        if (auto added = add_key(*copy, data / key_name); !added) return added;
        if (auto whole = check_whole(*copy, copied->path()); !whole) return whole;
        copy->close();
        if (auto synced = sync(copied->path()); !synced) return synced;
        copied->becomes(file);
        return sync(folder_of(file));
    });
}

Result<Restored> restore(const fs::path& data, const fs::path& file) {
    return on_disk([&]() -> Result<Restored> {
        const auto key = check_backup(file);
        if (!key) return std::unexpected(key.error());
        make_private_folder(data);
        const auto lock = FolderLock::take(data);
        if (!lock && lock.error().code == Errc::busy)
            return fail(Errc::busy, "gantry-cloud runs on " + data.string() + "; stop it first");
        if (!lock) return std::unexpected(lock.error());
        auto copied = copy_beside(file, data / database_name, ".restoring");
        if (!copied) return std::unexpected(copied.error());
        auto copy = Sqlite::open(copied->path(), Sqlite::Access::write);
        if (!copy) return std::unexpected(copy.error());
        if (auto dropped = copy->execute("DROP TABLE backup"); !dropped)
            return std::unexpected(dropped.error());
        if (auto whole = check_whole(*copy, copied->path()); !whole) return std::unexpected(whole.error());
        copy->close();
        if (auto synced = sync(copied->path()); !synced) return std::unexpected(synced.error());
        Moves moves;
        auto former = put_aside(data, *key, moves);
        write_private_file(data / key_name, *key);
        if (auto synced = sync(data); !synced) return std::unexpected(synced.error());
        copied->becomes(data / database_name);
        moves.stay();
        if (auto synced = sync(data); !synced) log::warning("cloud.backup", "{}", synced.error().detail);
        return Restored{former};
    });
}

}  // namespace gantry::cloud::backup
