#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// What opens something is kept as SHA-256 only, but for the second factor's secret, which is sealed.
const Migration doors{4, "second factor, invitations, password resets, API keys", R"sql(
CREATE TABLE second_factors (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
)
;
CREATE TABLE recovery_codes (
    code_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE
)
;
CREATE INDEX recovery_codes_of_user ON recovery_codes (user_id)
;
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    overrides TEXT NOT NULL,
    scope TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    invited_by TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
)
;
CREATE INDEX invitations_of_store ON invitations (store_id)
;
CREATE TABLE password_resets (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    clears_second_factor INTEGER NOT NULL,
    expires_at BIGINT NOT NULL
)
;
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    FOREIGN KEY (user_id, store_id) REFERENCES members (user_id, store_id) ON DELETE CASCADE
)
;
CREATE INDEX api_keys_of_store ON api_keys (store_id)
)sql"};

}  // namespace gantry::cloud::storage
