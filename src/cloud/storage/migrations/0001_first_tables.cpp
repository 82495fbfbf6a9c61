#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// Times are Unix milliseconds. Tokens are kept as SHA-256 only; e-mail addresses in lower case.
const Migration first_tables{1, "stores, users, sessions, fuses, printers", R"sql(
CREATE TABLE stores (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    overrides TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
)
;
CREATE INDEX sessions_of_user ON sessions (user_id)
;
CREATE TABLE fuses (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    host_name TEXT NOT NULL,
    software TEXT NOT NULL,
    public_key TEXT NOT NULL UNIQUE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
)
;
CREATE TABLE printers (
    id TEXT PRIMARY KEY,
    fuse_id TEXT NOT NULL REFERENCES fuses (id) ON DELETE CASCADE,
    description TEXT NOT NULL
)
;
CREATE INDEX printers_of_fuse ON printers (fuse_id)
)sql"};

}  // namespace gantry::cloud::storage
