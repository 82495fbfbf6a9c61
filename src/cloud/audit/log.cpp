#include "cloud/audit/log.hpp"

#include "cloud/audit/append.hpp"

namespace gantry::cloud::audit {
namespace {

constexpr std::size_t max_text_bytes = 300;

View to_view(const soci::row& row) {
    View view{.number = row.get<long long>(0), .at = row.get<long long>(1)};
    boost::describe::enum_from_string(row.get<std::string>(2).c_str(), view.actor_kind);
    view.actor_id = row.get<std::string>(3);
    view.actor = row.get<std::string>(4);
    view.address = row.get<std::string>(5);
    view.action = row.get<std::string>(6);
    view.object = row.get<std::string>(7);
    view.detail = parse_json(row.get<std::string>(8)).value_or(json::object{});
    return view;
}

std::string bounded(const std::string& text) {
    return text.substr(0, max_text_bytes);
}

}  // namespace

void append(soci::session& sql, const Entry& entry, const Options& options) {
    const auto at = to_ms(options.now());
    const auto keep_until = at + std::chrono::milliseconds(options.keep).count();
    const auto store = entry.store.text();
    const std::string kind = boost::describe::enum_to_string(entry.actor.kind, "nobody");
    const auto name = bounded(entry.actor.name);
    const auto address = bounded(entry.actor.address);
    const auto object = bounded(entry.object);
    const auto detail = to_text(entry.detail);
    sql << "INSERT INTO audit (number, store_id, at, keep_until, actor_kind, actor_id, actor_name, address, "
           "action, object, detail) "
           "VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM audit), :store, :at, :until, :kind, :actor, "
           ":name, :address, :action, :object, :detail)",
        soci::use(store), soci::use(at), soci::use(keep_until), soci::use(kind), soci::use(entry.actor.id),
        soci::use(name), soci::use(address), soci::use(entry.action), soci::use(object), soci::use(detail);
}

void Log::append(soci::session& sql, const Entry& entry) const {
    audit::append(sql, entry, options_);
}

awaitable<Result<>> Log::note(Entry entry) {
    auto work = [this, entry = std::move(entry)](soci::session& sql) -> Result<> {
        append(sql, entry);
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<Result<Page>> Log::page(StoreId store, Query query) {
    auto work = [store, query](soci::session& sql) -> Result<Page> {
        constexpr auto last = std::numeric_limits<long long>::max();
        const long long before = query.before > 0 ? query.before : last;
        const long long since = query.since;
        const long long until = query.until > 0 ? query.until : last;
        const long long wanted = query.limit + 1;  // one more tells whether a page follows
        // "user." stands for all that starts so; the character after "." is "/".
        const bool is_family = query.action.ends_with('.');
        const auto from = query.action;
        const auto to = is_family ? query.action.substr(0, query.action.size() - 1) + "/" : query.action;
        const soci::rowset<soci::row> rows =
            (sql.prepare
                 << "SELECT number, at, actor_kind, actor_id, actor_name, address, action, object, detail "
                    "FROM audit WHERE store_id = :store AND number < :before AND at >= :since "
                    "AND at < :until AND (:any_actor = '' OR actor_id = :actor) "
                    "AND (:any_action = '' OR (action >= :from AND action <= :to)) "
                    "ORDER BY number DESC LIMIT :wanted",
             soci::use(store.text()), soci::use(before), soci::use(since), soci::use(until),
             soci::use(query.actor_id), soci::use(query.actor_id), soci::use(query.action), soci::use(from),
             soci::use(to), soci::use(wanted));
        Page page;
        for (const auto& row : rows)
            page.entries.push_back(to_view(row));
        if (static_cast<std::int64_t>(page.entries.size()) > query.limit) {
            page.entries.pop_back();
            page.next = page.entries.back().number;
        }
        return page;
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<std::vector<KnownActor>>> Log::actors(StoreId store) {
    auto work = [store](soci::session& sql) -> Result<std::vector<KnownActor>> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT a.actor_kind, a.actor_id, a.actor_name, "
                            "CASE WHEN m.user_id IS NULL AND k.id IS NULL THEN '' ELSE 'here' END "
                            "FROM (SELECT MAX(number) AS number FROM audit WHERE store_id = :store "
                            "AND actor_id <> '' GROUP BY actor_id) newest "
                            "JOIN audit a ON a.number = newest.number "
                            "LEFT JOIN members m ON m.user_id = a.actor_id AND m.store_id = a.store_id "
                            "LEFT JOIN api_keys k ON k.id = a.actor_id AND k.store_id = a.store_id "
                            "ORDER BY a.actor_name, a.actor_id",
             soci::use(store.text()));
        std::vector<KnownActor> actors;
        for (const auto& row : rows) {
            KnownActor actor{.id = row.get<std::string>(1),
                             .name = row.get<std::string>(2),
                             .here = !row.get<std::string>(3).empty()};
            boost::describe::enum_from_string(row.get<std::string>(0).c_str(), actor.kind);
            actors.push_back(std::move(actor));
        }
        return actors;
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<long long>> Log::forget_old() {
    auto work = [now = to_ms(options_.now())](soci::session& sql) -> Result<long long> {
        soci::statement remove = (sql.prepare << "DELETE FROM audit WHERE keep_until < :now", soci::use(now));
        return storage::changed_rows(remove);
    };
    co_return co_await database_.run(std::move(work));
}

}  // namespace gantry::cloud::audit
