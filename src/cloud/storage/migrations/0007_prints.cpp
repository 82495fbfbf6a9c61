#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// `id` is the Fuse's name for a print, `number` counts them in the order in which the Cloud heard of them:
// times are other people's clocks. A printer's prints stay while it is away, as its tags do.
const Migration prints{7, "what printers have printed", R"sql(
CREATE TABLE prints (
    number BIGINT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    printer_id TEXT NOT NULL,
    id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    result TEXT NOT NULL,
    reason TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    UNIQUE (store_id, printer_id, id)
)
;
CREATE INDEX prints_of_printer ON prints (store_id, printer_id, number)
)sql"};

}  // namespace gantry::cloud::storage
