#include "cloud/gateway/notes.hpp"

#include "cloud/printers/repository.hpp"

namespace gantry::cloud::gateway {

Notes::Notes(Executor executor, storage::Database& database, storage::WriteLimits limits)
    : notes_(std::move(executor), database, "cloud.gateway", limits,
             {.write = write, .put_back = [](Note& newer, Note older) {
                  if (!newer.seen) newer.seen = std::move(older.seen);
                  if (!newer.printers) newer.printers = std::move(older.printers);
              }}) {}

void Notes::seen(const FuseId& fuse, std::string host_name, std::string software) {
    notes_.note(fuse, [&](Note& note) {
        note.seen = fuses::Seen{std::move(host_name), std::move(software), std::chrono::system_clock::now()};
    });
}

void Notes::printers(const FuseId& fuse, std::vector<farm::Printer> printers) {
    notes_.note(fuse, [&](Note& note) { note.printers = std::move(printers); });
}

Result<> Notes::write(soci::session& sql, const Written::Batch& batch) {
    for (const auto& [fuse, note] : batch) {
        if (!fuses::exists(sql, fuse)) continue;  // removed meanwhile
        if (note.seen) fuses::write_seen(sql, fuse, *note.seen);
        if (note.printers) printers::write_all(sql, fuse, *note.printers);
    }
    return {};
}

}  // namespace gantry::cloud::gateway
