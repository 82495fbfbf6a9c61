#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// A person belongs to any number of stores. Everybody signs in again: sessions are of another kind now.
const Migration several_stores{
    3, "people in several stores, sessions that rotate, audit", R"sql(
DROP TABLE sessions
;
ALTER TABLE users RENAME TO users_of_one_store
;
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    last_store TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;
INSERT INTO users (id, name, email, password_hash, last_store, created_at)
    SELECT id, name, email, password_hash, store_id, created_at FROM users_of_one_store
;
CREATE TABLE members (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    overrides TEXT NOT NULL,
    scope TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, store_id)
)
;
CREATE INDEX members_of_store ON members (store_id)
;
INSERT INTO members (user_id, store_id, role, overrides, scope, joined_at)
    SELECT id, store_id, role, overrides, scope, created_at FROM users_of_one_store
;
DROP TABLE users_of_one_store
;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    store_id TEXT NOT NULL,
    generation BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL
)
;
CREATE INDEX sessions_of_user ON sessions (user_id)
;
CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    store_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
)
;
CREATE INDEX audit_of_store ON audit (store_id, number)
)sql",
    // What was written stays as it is, whoever asks; only what is old enough may go.
    R"sql(
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END
;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.keep_until > CAST(strftime('%s', 'now') AS INTEGER) * 1000 BEGIN
    SELECT RAISE(ABORT, 'the audit log keeps this entry');
END
)sql"};

}  // namespace gantry::cloud::storage
