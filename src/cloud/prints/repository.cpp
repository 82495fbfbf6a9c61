#include "cloud/prints/repository.hpp"

#include <limits>

namespace gantry::cloud::prints {
namespace {

using farm::Print;
using farm::PrintResult;

struct Row {
    long long number = 0;
    Print print;
};

constexpr auto columns = "number, id, job_id, name, started_at, ended_at, result, reason";

std::string text_of(PrintResult result) {
    return boost::describe::enum_to_string(result, "unknown");
}

Row row_of(const soci::row& row) {
    Row read{.number = row.get<long long>(0)};
    auto& print = read.print;
    print.id = row.get<std::string>(1);
    print.job_id = row.get<std::string>(2);
    print.name = row.get<std::string>(3);
    print.started_at = row.get<long long>(4);
    print.ended_at = row.get<long long>(5);
    boost::describe::enum_from_string(row.get<std::string>(6).c_str(), print.result);
    print.reason = row.get<std::string>(7);
    return read;
}

// Newest first.
std::vector<Row> rows_of(soci::session& sql, const StoreId& store, const PrinterId& printer, long long before,
                         long long limit) {
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT " << columns
                     << " FROM prints WHERE store_id = :store AND printer_id = :printer AND number < :before "
                        "ORDER BY number DESC LIMIT :wanted",
         soci::use(store.text()), soci::use(printer.text()), soci::use(before), soci::use(limit));
    std::vector<Row> found;
    for (const auto& row : rows)
        found.push_back(row_of(row));
    return found;
}

std::optional<Row> row_with(soci::session& sql, const StoreId& store, const PrinterId& printer,
                            const std::string& id) {
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT " << columns
                     << " FROM prints WHERE store_id = :store AND printer_id = :printer AND id = :id",
         soci::use(store.text()), soci::use(printer.text()), soci::use(id));
    for (const auto& row : rows)
        return row_of(row);
    return std::nullopt;
}

// A Fuse that was set up anew knows nothing of the print that it finds running: it is the one that was known
// before, when their names say so.
std::optional<Row> row_of_a_forgetful_fuse(soci::session& sql, const StoreId& store, const PrinterId& printer,
                                           const Print& print) {
    if (print.started_at != 0) return std::nullopt;
    const auto newest = rows_of(sql, store, printer, std::numeric_limits<long long>::max(), 1);
    if (newest.empty()) return std::nullopt;
    const auto& known = newest.front().print;
    const bool is_open =
        known.ended_at == 0 && (known.result == PrintResult::running || known.result == PrintResult::unknown);
    const bool is_same = known.name == print.name && known.job_id == print.job_id;
    return is_open && is_same ? std::optional(newest.front()) : std::nullopt;
}

void insert(soci::session& sql, const StoreId& store, const PrinterId& printer, const Print& print,
            long long now) {
    const auto result = text_of(print.result);
    const long long started_at = print.started_at;
    const long long ended_at = print.ended_at;
    sql << "INSERT INTO prints (number, store_id, printer_id, id, job_id, name, started_at, ended_at, "
           "result, "
           "reason, noted_at) SELECT (SELECT COALESCE(MAX(number), 0) + 1 FROM prints), id, :printer, :id, "
           ":job, :name, :started, :ended, :result, :reason, :now FROM stores WHERE id = :store",
        soci::use(printer.text()), soci::use(print.id), soci::use(print.job_id), soci::use(print.name),
        soci::use(started_at), soci::use(ended_at), soci::use(result), soci::use(print.reason),
        soci::use(now), soci::use(store.text());
}

void update(soci::session& sql, long long number, const Print& print, long long now) {
    const auto result = text_of(print.result);
    const long long started_at = print.started_at;
    const long long ended_at = print.ended_at;
    sql << "UPDATE prints SET id = :id, job_id = :job, name = :name, started_at = :started, "
           "ended_at = :ended, result = :result, reason = :reason, noted_at = :now WHERE number = :number",
        soci::use(print.id), soci::use(print.job_id), soci::use(print.name), soci::use(started_at),
        soci::use(ended_at), soci::use(result), soci::use(print.reason), soci::use(now), soci::use(number);
}

void end_all_but(soci::session& sql, const StoreId& store, const PrinterId& printer, const std::string& id) {
    sql << "UPDATE prints SET result = 'unknown' WHERE store_id = :store AND printer_id = :printer "
           "AND result = 'running' AND id <> :id",
        soci::use(store.text()), soci::use(printer.text()), soci::use(id);
}

}  // namespace

Print joined(const Print& known, const Print& said) {
    auto print = said;
    if (known.started_at != 0) print.started_at = known.started_at;
    if (print.name.empty()) print.name = known.name;
    const bool had_ended = known.result != PrintResult::running && known.result != PrintResult::unknown;
    const bool has_ended = said.result != PrintResult::running && said.result != PrintResult::unknown;
    if (had_ended && !has_ended) print.result = known.result;
    if (had_ended && print.reason.empty() && print.result == known.result) print.reason = known.reason;
    if (known.ended_at != 0) print.ended_at = known.ended_at;
    return print;
}

Written write(soci::session& sql, const StoreId& store, const PrinterId& printer, const Print& print,
              long long now) {
    end_all_but(sql, store, printer, print.id);
    if (print.id.empty()) return Written::again;
    auto known = row_with(sql, store, printer, print.id);
    if (!known) known = row_of_a_forgetful_fuse(sql, store, printer, print);
    if (!known) {
        insert(sql, store, printer, print, now);
        return Written::anew;
    }
    const auto now_known = joined(known->print, print);
    if (now_known != known->print) update(sql, known->number, now_known, now);
    return Written::again;
}

void forget_old(soci::session& sql, const StoreId& store, const PrinterId& printer, long long keep) {
    sql << "DELETE FROM prints WHERE store_id = :store AND printer_id = :printer AND number <= "
           "(SELECT number FROM prints WHERE store_id = :store_too AND printer_id = :printer_too "
           "ORDER BY number DESC LIMIT 1 OFFSET :keep)",
        soci::use(store.text()), soci::use(printer.text()), soci::use(store.text()),
        soci::use(printer.text()), soci::use(keep);
}

void forget_gone(soci::session& sql, long long since) {
    sql << "DELETE FROM prints WHERE noted_at < :since AND printer_id NOT IN (SELECT id FROM printers)",
        soci::use(since);
}

Page page(soci::session& sql, const StoreId& store, const PrinterId& printer, const Query& query) {
    const long long before = query.before > 0 ? query.before : std::numeric_limits<long long>::max();
    const auto rows = rows_of(sql, store, printer, before, query.limit + 1);  // one more tells of a next page
    Page page;
    for (const auto& [number, print] : rows) {
        if (std::ssize(page.prints) == query.limit) {
            page.next = page.prints.back().number;
            break;
        }
        page.prints.push_back(
            {number, print.name, print.started_at, print.ended_at, print.result, print.reason});
    }
    return page;
}

LastPrints last_prints(soci::session& sql) {
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT " << columns
                     << ", store_id, printer_id FROM prints WHERE number IN "
                        "(SELECT MAX(number) FROM prints GROUP BY store_id, printer_id)");
    LastPrints last;
    for (const auto& row : rows)
        last[{StoreId(row.get<std::string>(8)), PrinterId(row.get<std::string>(9))}] = row_of(row).print;
    return last;
}

}  // namespace gantry::cloud::prints
