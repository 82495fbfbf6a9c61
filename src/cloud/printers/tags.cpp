#include "cloud/printers/tags.hpp"

#include "farm/tags.hpp"

namespace gantry::cloud::printers {
namespace {

constexpr std::size_t max_printers_at_once = 1000;
constexpr std::size_t names_in_audit = 20;

using Names = std::vector<std::string>;

Names tags_of(soci::session& sql, const StoreId& store, const PrinterId& printer) {
    const soci::rowset<std::string> rows =
        (sql.prepare << "SELECT tag FROM printer_tags WHERE store_id = :store AND printer_id = :printer "
                        "ORDER BY tag",
         soci::use(store.text()), soci::use(printer.text()));
    return {rows.begin(), rows.end()};
}

void write(soci::session& sql, const StoreId& store, const PrinterId& printer, const Names& tags) {
    sql << "DELETE FROM printer_tags WHERE store_id = :store AND printer_id = :printer",
        soci::use(store.text()), soci::use(printer.text());
    for (const auto& tag : tags) {
        sql << "INSERT INTO printer_tags (store_id, printer_id, tag) VALUES (:store, :printer, :tag)",
            soci::use(store.text()), soci::use(printer.text()), soci::use(tag);
    }
}

// Both lists are sorted and hold each tag once.
Names changed(Names tags, const TagChange& change) {
    tags.insert(tags.end(), change.add.begin(), change.add.end());
    std::erase_if(tags, [&](const auto& tag) { return std::ranges::binary_search(change.remove, tag); });
    std::ranges::sort(tags);
    tags.erase(std::ranges::unique(tags).begin(), tags.end());
    return tags;
}

Result<TagChange> checked(TagChange change) {
    auto add = farm::clean_tags(change.add, "add");
    auto remove = farm::clean_tags(change.remove, "remove");
    if (!add || !remove) return std::unexpected((add ? remove : add).error());
    if (change.printers.empty()) return fail(Errc::malformed, "printers: choose at least one");
    if (change.printers.size() > max_printers_at_once)
        return fail(Errc::too_large, "printers: at most 1000 at once");
    return TagChange{std::move(change.printers), *std::move(add), *std::move(remove)};
}

Result<TagsOfPrinters> apply(soci::session& sql, const StoreId& store, const TagChange& change) {
    TagsOfPrinters tags;
    for (const auto& printer : change.printers) {
        auto now = changed(tags_of(sql, store, printer), change);
        if (now.size() > farm::max_tags_of_a_printer)
            return fail(Errc::too_large, "a printer has at most 20 tags");
        write(sql, store, printer, now);
        tags.insert_or_assign(printer, std::move(now));
    }
    return tags;
}

// Their names, as they are now. Errors: not_found.
Result<Names> names_of(const Fleet& fleet, const accounts::Member& member,
                       const std::vector<PrinterId>& printers) {
    Names names;
    for (const auto& printer : printers) {
        const auto* view = fleet.find(member, printer);
        if (view == nullptr) return fail(Errc::not_found, "no such printer");
        names.push_back(view->printer.name);
    }
    return names;
}

audit::Entry entry_of(const accounts::Person& person, const TagChange& change, Names names) {
    const auto object = names.size() == 1 ? names.front() : std::to_string(names.size()) + " printers";
    names.resize(std::min(names.size(), names_in_audit));
    return {
        person.member.store,
        accounts::actor_of(person),
        "printer.tagged",
        object,
        {{"added", to_json(change.add)}, {"removed", to_json(change.remove)}, {"printers", to_json(names)}}};
}

net::http::Handler change_route(Tags& tags) {
    return [&tags](net::http::Request request) -> awaitable<net::http::Response> {
        auto wanted = net::http::body_as<TagChange>(request);
        if (!wanted) co_return net::http::problem(wanted.error());
        const auto done = co_await tags.change(accounts::person_of(request), *std::move(wanted));
        co_return done ? net::http::no_content() : net::http::problem(done.error());
    };
}

}  // namespace

awaitable<Result<>> Tags::load() {
    std::map<StoreId, TagsOfPrinters> all;
    auto work = [&all](soci::session& sql) -> Result<> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT store_id, printer_id, tag FROM printer_tags ORDER BY tag");
        for (const auto& row : rows)
            all[StoreId(row.get<std::string>(0))][PrinterId(row.get<std::string>(1))].push_back(
                row.get<std::string>(2));
        return {};
    };
    auto loaded = co_await database_.read(std::move(work));
    if (!loaded) co_return loaded;
    for (const auto& [store, tags] : all)
        fleet_.set_tags(store, tags);
    co_return Result<>{};
}

awaitable<Result<>> Tags::change(accounts::Person person, TagChange wanted) {
    const auto change = checked(std::move(wanted));
    if (!change) co_return std::unexpected(change.error());
    const auto names = names_of(fleet_, person.member, change->printers);
    if (!names) co_return std::unexpected(names.error());
    const auto entry = entry_of(person, *change, *names);
    auto work = [this, store = person.member.store, change = *change,
                 entry](soci::session& sql) -> Result<TagsOfPrinters> {
        auto tags = apply(sql, store, change);
        if (tags) audit_.append(sql, entry);
        return tags;
    };
    const auto tags = co_await database_.run(std::move(work));
    if (!tags) co_return std::unexpected(tags.error());
    fleet_.set_tags(person.member.store, *tags);
    co_return Result<>{};
}

void add_routes(net::http::Router& router, Tags& tags) {
    router.add({.method = net::http::Method::patch,
                .pattern = "/api/tags",
                .permission = std::string(farm::permission::printer_edit),
                .handler = change_route(tags)});
}

}  // namespace gantry::cloud::printers
