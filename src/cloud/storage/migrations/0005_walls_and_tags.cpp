#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// Tags belong to a store's printer also while it is away: they are there again when it comes back.
const Migration walls_and_tags{5, "tags of printers, wall links, names of Fuses", R"sql(
CREATE TABLE printer_tags (
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    printer_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (store_id, printer_id, tag)
)
;
CREATE TABLE wall_links (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    hide_names INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    FOREIGN KEY (user_id, store_id) REFERENCES members (user_id, store_id) ON DELETE CASCADE
)
;
CREATE INDEX wall_links_of_store ON wall_links (store_id)
;
ALTER TABLE fuses ADD COLUMN name TEXT NOT NULL DEFAULT ''
)sql"};

}  // namespace gantry::cloud::storage
