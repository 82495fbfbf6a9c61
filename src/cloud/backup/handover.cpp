#include "cloud/backup/handover.hpp"

#include <fmt/chrono.h>
#include <soci/soci.h>

#include <chrono>
#include <thread>

#include "base/bytes.hpp"
#include "base/folder_lock.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"
#include "base/random.hpp"
#include "cloud/backup/copy.hpp"
#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;
using storage::database_name;
using namespace std::chrono_literals;

constexpr auto area = "cloud.backup";
constexpr auto making = "making";
constexpr auto pending = "pending";
constexpr auto taken = "taken";
constexpr auto withdrawn = "withdrawn";
constexpr auto outcome_file = "outcome";
constexpr auto plan_file = "plan";
constexpr auto patience_with_others = 3s;  // who read the database, such as a backup of it

struct Plan {
    std::string id;
    std::string suffix;  // of what is put aside
};
BOOST_DESCRIBE_STRUCT(Plan, (), (id, suffix))

void clear_away(const fs::path& path) {
    std::error_code ignored;
    fs::remove_all(path, ignored);
}

// What of a data folder is put aside, in the order of their moving.
std::vector<std::string> names_in_place() {
    std::vector<std::string> names = {key_name};
    for (const auto* journal : journals)
        names.push_back(std::string(database_name) + journal);
    names.emplace_back(database_name);
    return names;
}

// Where `name` is put: "cloud.sqlite.before-DATE-wal" is found by SQLite as the journal of its database.
fs::path aside(const fs::path& data, const std::string& name, const std::string& suffix) {
    const auto base = name == key_name ? std::string(key_name) : std::string(database_name);
    return data / (base + suffix + name.substr(base.size()));
}

// No file of that name is there yet.
std::string free_suffix(const fs::path& data) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto date = fmt::format(".before-{:%Y%m%d-%H%M%S}", fmt::gmtime(now));
    auto suffix = date;
    for (int number = 2; fs::exists(aside(data, database_name, suffix)); ++number)
        suffix = fmt::format("{}-{}", date, number);
    return suffix;
}

Result<> write_all(const fs::path& data, const fs::path& folder, const fs::path& file, const std::string& key,
                   const Plan& plan) {
    make_private_folder(folder);
    const auto database = folder / database_name;
    if (auto copied = copy_database(file, database); !copied) return copied;
    auto copy = Sqlite::open(database, Sqlite::Access::write);
    if (!copy) return std::unexpected(copy.error());
    if (auto dropped = copy->execute("DROP TABLE backup"); !dropped) return dropped;
    if (auto whole = check_whole(*copy, database); !whole) return whole;
    copy->close();
    write_private_file(folder / key_name, key);
    write_private_file(folder / plan_file, to_text(to_json(plan)));
    for (const auto* name : {database_name, key_name, plan_file, "."})
        if (auto synced = sync(folder / name); !synced) return synced;
    return sync(data);
}

// A newer Cloud may have made it pending than the one that takes it.
Result<> bring_up_to_date(const fs::path& file) {
    {
        auto database = Sqlite::open(file, Sqlite::Access::read);
        if (!database) return std::unexpected(database.error());
        const auto version = database->text_of("SELECT MAX(number) FROM migrations");
        if (!version || version->empty()) return fail(Errc::malformed, "the database has no version");
        if (std::stoi(*version) > storage::migrations().back().number)
            return fail(
                Errc::unsupported,
                "the backup is of a newer version than the gantry-cloud that runs; update that first");
    }
    try {
        soci::session sql;
        storage::open(sql, file, patience_with_others);
        storage::migrate(sql);
        std::string mode;
        sql << "PRAGMA journal_mode = DELETE", soci::into(mode);
    } catch (const soci::soci_error& e) {
        return fail(Errc::storage, "the backup cannot be brought up to date: " + e.get_error_message());
    }
    return sync(file);
}

// Nobody else has it open, and all of it is in the one file. One that is damaged is moved as it is.
Result<> settle(const fs::path& database) {
    const auto latest = std::chrono::steady_clock::now() + patience_with_others;
    for (;;) {
        auto opened = Sqlite::open(database, Sqlite::Access::read);
        if (!opened) return {};
        const auto mode = opened->text_of("PRAGMA journal_mode = DELETE");
        if (mode ? *mode == "delete" : mode.error().code == Errc::malformed) return {};
        if (std::chrono::steady_clock::now() > latest)
            return fail(Errc::busy, "another program has " + database.string() + " open; end it first");
        opened->close();
        std::this_thread::sleep_for(20ms);
    }
}

// Goes on where it was ended before: what has its place already is not moved again.
Result<> swap(const fs::path& data, const fs::path& from, const Plan& plan) {
    const auto fresh = from / database_name;
    if (!fs::exists(fresh)) return {};  // the last step was done
    if (plan.suffix.empty()) return fail(Errc::malformed, "what was handed over has no plan");
    const auto database = data / database_name;
    if (fs::exists(database))
        if (auto settled = settle(database); !settled) return settled;
    const auto key = from / key_name;
    for (const auto& name : names_in_place()) {
        const bool is_same_key = name == key_name && fs::exists(key) && fs::exists(data / key_name) &&
                                 read_file(key) == read_file(data / key_name);
        const bool has_new_key = name == key_name && !fs::exists(key);
        if (is_same_key || has_new_key || !fs::exists(data / name)) continue;
        fs::rename(data / name, aside(data, name, plan.suffix));
    }
    if (fs::exists(key)) fs::rename(key, data / key_name);
    if (auto synced = sync(data); !synced) return synced;
    fs::rename(fresh, database);
    if (auto synced = sync(data); !synced) log::warning(area, "{}", synced.error().detail);
    return {};
}

// As before the first step.
void put_back(const fs::path& data, const Plan& plan) {
    for (const auto& name : names_in_place()) {
        std::error_code error;
        const auto there = aside(data, name, plan.suffix);
        if (!fs::exists(there, error)) continue;
        fs::rename(there, data / name, error);
        if (error) log::error(area, "{} belongs to {}: {}", there.string(), name, error.message());
    }
}

Outcome refused(const std::string& id, const Error& error) {
    return {.id = id, .code = std::string(name_of(error.code)), .detail = error.detail};
}

Plan plan_in(const fs::path& folder) {
    return parse_as<Plan>(read_file(folder / plan_file)).value_or(Plan{});
}

bool somebody_waits(const fs::path& data) {
    return !FolderLock::take(handover_folder(data));
}

}  // namespace

fs::path handover_folder(const fs::path& data) {
    return data / "restore";
}

Result<std::string> hand_over(const fs::path& data, const fs::path& file, const std::string& key) {
    return on_disk([&]() -> Result<std::string> {
        const auto folder = handover_folder(data);
        for (const auto* left : {making, pending, withdrawn, outcome_file})
            fs::remove_all(folder / left);
        const Plan plan{.id = random_id(), .suffix = free_suffix(data)};
        const auto written = on_disk([&] { return write_all(data, folder / making, file, key, plan); });
        if (!written) {
            clear_away(folder / making);
            return std::unexpected(written.error());
        }
        fs::rename(folder / making, folder / pending);
        if (auto synced = sync(folder); !synced) return std::unexpected(synced.error());
        return plan.id;
    });
}

bool withdraw(const fs::path& data) {
    const auto folder = handover_folder(data);
    std::error_code error;
    fs::rename(folder / pending, folder / withdrawn, error);
    clear_away(folder / withdrawn);
    return !error;
}

std::optional<Outcome> outcome_of(const fs::path& data, const std::string& id) {
    const auto file = handover_folder(data) / outcome_file;
    if (!fs::exists(file)) return std::nullopt;
    auto outcome = parse_as<Outcome>(read_file(file));
    if (!outcome || outcome->id != id) return std::nullopt;
    return *std::move(outcome);
}

Result<bool> take(const fs::path& data) {
    const auto folder = handover_folder(data);
    const auto from = folder / pending;
    std::error_code error;
    if (!fs::exists(from, error)) return false;
    if (!somebody_waits(data)) {
        log::warning(area, "a backup is not restored: the command that wanted it has ended");
        clear_away(from);
        return false;
    }
    return on_disk([&]() -> Result<bool> {
        const auto id = plan_in(from).id;
        const auto ready = on_disk([&] { return bring_up_to_date(from / database_name); });
        if (!ready) {
            log::warning(area, "a backup is not restored: {}", ready.error().detail);
            tell(data, refused(id, ready.error()));
            clear_away(from);
            return std::unexpected(ready.error());
        }
        fs::rename(from, folder / taken, error);
        if (error) return false;  // withdrawn meanwhile
        if (auto synced = sync(folder); !synced) log::warning(area, "{}", synced.error().detail);
        return true;
    });
}

std::optional<Outcome> finish(const fs::path& data) {
    const auto from = handover_folder(data) / taken;
    std::error_code error;
    if (!fs::exists(from, error)) return std::nullopt;
    const auto plan = on_disk([&]() -> Result<Plan> { return plan_in(from); }).value_or(Plan{});
    const auto swapped = on_disk([&] { return swap(data, from, plan); });
    if (!swapped) {
        put_back(data, plan);
        log::error(area, "a backup was not restored, the database is as before: {}", swapped.error().detail);
        tell(data, refused(plan.id, swapped.error()));
        return std::nullopt;
    }
    const auto former = aside(data, database_name, plan.suffix);
    Outcome outcome{.id = plan.id, .former = fs::exists(former, error) ? former.string() : ""};
    log::info(area, "a backup was restored; the database before is {}",
              outcome.former.empty() ? "none" : outcome.former);
    return outcome;
}

void tell(const fs::path& data, const Outcome& outcome) {
    const auto folder = handover_folder(data);
    const auto told = on_disk([&]() -> Result<> {
        write_private_file(folder / outcome_file, to_text(to_json(outcome)));
        return {};
    });
    if (!told) log::warning(area, "the outcome of a restore: {}", told.error().detail);
    clear_away(folder / taken);
}

}  // namespace gantry::cloud::backup
