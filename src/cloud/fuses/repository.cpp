#include "cloud/fuses/repository.hpp"

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry::cloud::fuses {
namespace {

// Not the hash of anything.
std::string no_token(const FuseId& fuse) {
    return "none:" + fuse.text();
}

void insert(soci::session& sql, const FuseId& id, const NewFuse& fuse, Time now) {
    const auto token = no_token(id);
    const auto at = to_ms(now);
    sql << "INSERT INTO fuses (id, store_id, host_name, software, public_key, token_hash, created_at, "
           "last_seen_at) "
           "VALUES (:id, :store, :host, :software, :key, :token, :at, 0)",
        soci::use(id.text()), soci::use(fuse.store.text()), soci::use(fuse.host_name),
        soci::use(fuse.software), soci::use(fuse.public_key), soci::use(token), soci::use(at);
}

// What people call it. Errors: not_found.
Result<std::string> name_of(soci::session& sql, const StoreId& store, const FuseId& fuse) {
    std::string name;
    std::string host_name;
    sql << "SELECT name, host_name FROM fuses WHERE id = :id AND store_id = :store", soci::use(fuse.text()),
        soci::use(store.text()), soci::into(name), soci::into(host_name);
    if (!sql.got_data()) return fail(Errc::not_found, "no such Fuse");
    return name.empty() ? host_name : name;
}

bool changed_a_row(soci::statement& statement) {
    return storage::changed_rows(statement) > 0;
}

}  // namespace

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

awaitable<Result<Enrolled>> Repository::enrol(NewFuse fuse, Time now) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<Enrolled> {
        std::string id;
        std::string store;
        sql << "SELECT id, store_id FROM fuses WHERE public_key = :key", soci::use(fuse.public_key),
            soci::into(id), soci::into(store);
        const bool is_known = sql.got_data();
        if (is_known && store == fuse.store.text()) {
            sql << "UPDATE fuses SET host_name = :host, software = :software WHERE id = :id",
                soci::use(fuse.host_name), soci::use(fuse.software), soci::use(id);
            return Enrolled{FuseId(id), std::nullopt};
        }
        Enrolled enrolled{.id = FuseId(random_id()), .departure = std::nullopt};
        if (is_known) {
            const Departure departure{FuseId(id), StoreId(store), {}};
            enrolled.departure = departure;
            enrolled.departure->name = name_of(sql, departure.store, departure.fuse).value_or("");
            sql << "DELETE FROM fuses WHERE id = :id", soci::use(id);
        }
        insert(sql, enrolled.id, fuse, now);
        return enrolled;
    });
}

awaitable<Result<>> Repository::set_token(FuseId fuse, std::string token_hash) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<> {
        soci::statement update = (sql.prepare << "UPDATE fuses SET token_hash = :hash WHERE id = :id",
                                  soci::use(token_hash), soci::use(fuse.text()));
        if (!changed_a_row(update)) return fail(Errc::not_found, "no such Fuse");
        return {};
    });
}

awaitable<Result<Device>> Repository::find_by_token(std::string token_hash) {
    co_return co_await database_.read([=](soci::session& sql) -> Result<Device> {
        std::string id;
        std::string store;
        std::string store_name;
        Device device;
        sql << "SELECT f.id, f.store_id, s.name, f.public_key FROM fuses f JOIN stores s ON s.id = "
               "f.store_id "
               "WHERE f.token_hash = :hash",
            soci::use(token_hash), soci::into(id), soci::into(store), soci::into(store_name),
            soci::into(device.public_key);
        if (!sql.got_data()) return fail(Errc::unauthorized, "this device token is not valid (any more)");
        device.id = FuseId(id);
        device.store = StoreId(store);
        device.store_name = store_name;
        return device;
    });
}

awaitable<Result<std::vector<FuseRecord>>> Repository::fuses_of(StoreId store) {
    co_return co_await database_.read([=](soci::session& sql) -> Result<std::vector<FuseRecord>> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT f.id, f.name, f.host_name, f.software, f.last_seen_at FROM fuses f "
                            "WHERE f.store_id = :store ORDER BY f.created_at, f.id",
             soci::use(store.text()));
        std::vector<FuseRecord> fuses;
        for (const auto& row : rows) {
            fuses.push_back({FuseId(row.get<std::string>(0)), row.get<std::string>(1),
                             row.get<std::string>(2), row.get<std::string>(3), row.get<long long>(4)});
        }
        return fuses;
    });
}

bool exists(soci::session& sql, const FuseId& fuse) {
    long long count = 0;
    sql << "SELECT COUNT(*) FROM fuses WHERE id = :id", soci::use(fuse.text()), soci::into(count);
    return count > 0;
}

void write_seen(soci::session& sql, const FuseId& fuse, const Seen& seen) {
    const auto at = to_ms(seen.at);
    sql << "UPDATE fuses SET host_name = :host, software = :software, last_seen_at = :at WHERE id = :id",
        soci::use(seen.host_name), soci::use(seen.software), soci::use(at), soci::use(fuse.text());
}

awaitable<Result<std::string>> Repository::remove(StoreId store, FuseId fuse) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<std::string> {
        auto name = name_of(sql, store, fuse);
        if (name) sql << "DELETE FROM fuses WHERE id = :id", soci::use(fuse.text());
        return name;
    });
}

awaitable<Result<std::string>> Repository::rename(StoreId store, FuseId fuse, std::string name) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<std::string> {
        auto before = name_of(sql, store, fuse);
        if (before)
            sql << "UPDATE fuses SET name = :name WHERE id = :id", soci::use(name), soci::use(fuse.text());
        return before;
    });
}

}  // namespace gantry::cloud::fuses
