#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// server_settings: one row, JSON, with its secrets sealed. answers: what was answered to requests with an
// Idempotency-Key, sealed; an empty one was begun and never ended.
const Migration operation{6, "settings of the server, answers to repeated requests", R"sql(
CREATE TABLE server_settings (
    id INTEGER PRIMARY KEY,
    settings TEXT NOT NULL
)
;
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;
CREATE INDEX answers_by_age ON answers (created_at)
)sql"};

}  // namespace gantry::cloud::storage
