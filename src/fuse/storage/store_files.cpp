// The index of the file cache.
#include "fuse/storage/database.hpp"

namespace gantry::fuse::storage {
namespace {

files::File file_of(const soci::row& row) {
    return {.id = files::FileId(row.get<std::string>("id")),
            .name = row.get<std::string>("name"),
            .bytes = std::stoull(row.get<std::string>("bytes")),
            .created_at = std::stoll(row.get<std::string>("created_at")),
            .used = std::stoll(row.get<std::string>("used"))};
}

}  // namespace

Result<std::vector<files::File>> Store::load_files() {
    try {
        std::vector<files::File> files;
        const soci::rowset<soci::row> rows =
            database_->session.prepare
            << "SELECT id, name, CAST(bytes AS TEXT) AS bytes, CAST(created_at AS TEXT) AS "
               "created_at, CAST(used AS TEXT) AS used FROM files";
        for (const auto& row : rows)
            files.push_back(file_of(row));
        return files;
    } catch (const std::exception& e) {
        return std::unexpected(describe_failure(e));
    }
}

awaitable<Result<>> Store::save_file(files::File file) {
    auto work = [file = std::move(file)](soci::session& session) {
        const auto bytes = static_cast<long long>(file.bytes);
        const long long created_at = file.created_at;
        const long long used = file.used;
        session << "INSERT INTO files (id, name, bytes, created_at, used) VALUES (:id, :name, :bytes, "
                   ":created, :used)",
            soci::use(file.id.text()), soci::use(file.name), soci::use(bytes), soci::use(created_at),
            soci::use(used);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::note_use(files::FileId id, std::int64_t used) {
    auto work = [id = std::move(id), used = static_cast<long long>(used)](soci::session& session) {
        session << "UPDATE files SET used = :used WHERE id = :id", soci::use(used), soci::use(id.text());
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::remove_files(std::vector<files::FileId> ids) {
    auto work = [ids = std::move(ids)](soci::session& session) {
        soci::transaction transaction(session);
        for (const auto& id : ids)
            session << "DELETE FROM files WHERE id = :id", soci::use(id.text());
        transaction.commit();
    };
    co_return co_await database_->run(std::move(work));
}

}  // namespace gantry::fuse::storage
