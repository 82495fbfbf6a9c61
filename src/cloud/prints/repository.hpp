// The prints in the database. Within Database::run; throws soci_error.
#pragma once

#include <soci/soci.h>

#include <map>

#include "base/json.hpp"
#include "cloud/ids.hpp"
#include "farm/printer.hpp"

namespace gantry::cloud::prints {

using farm::PrinterId;

struct PrintView {
    std::int64_t number = 0;
    std::string name;
    std::int64_t started_at = 0;
    std::int64_t ended_at = 0;
    farm::PrintResult result = farm::PrintResult::unknown;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PrintView, (), (number, name, started_at, ended_at, result, reason))

struct Page {
    std::vector<PrintView> prints;     // newest first
    std::optional<std::int64_t> next;  // `before` of the page that follows
};
BOOST_DESCRIBE_STRUCT(Page, (), (prints, next))

struct Query {
    std::int64_t before = 0;  // those with lower numbers; 0: from the newest
    std::int64_t limit = 20;
};

// What is known of a print after its Fuse has said something about it again: what was seen once stays.
farm::Print joined(const farm::Print& known, const farm::Print& said);

enum class Written { anew, again };
// The printer's print is now this one: a row of its own, whoever says it how often. What ran before it has
// ended unseen. An empty id: none is known. Of a store that is gone: nothing.
Written write(soci::session& sql, const StoreId& store, const PrinterId& printer, const farm::Print& print,
              long long now);
// All but the newest of the printer.
void forget_old(soci::session& sql, const StoreId& store, const PrinterId& printer, long long keep);
// Of printers that no Fuse has any more, unless something was noted of them since then.
void forget_gone(soci::session& sql, long long since);
Page page(soci::session& sql, const StoreId& store, const PrinterId& printer, const Query& query);

using LastPrints = std::map<std::pair<StoreId, PrinterId>, farm::Print>;
LastPrints last_prints(soci::session& sql);

}  // namespace gantry::cloud::prints
