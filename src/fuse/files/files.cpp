#include "fuse/files/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "fuse/files/disk.hpp"
#include "fuse/files/name.hpp"
#include "fuse/storage/folder.hpp"

namespace gantry::fuse::files {
namespace {

constexpr auto area = "fuse.files";
constexpr std::size_t disk_threads = 2;
constexpr std::size_t max_files = 10'000;

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

Files::Files(Executor executor, storage::Store& store, const std::string& data_folder,
             std::function<std::uint64_t()> limit)
    : supervisor_(std::move(executor), area),
      store_(store),
      folder_(*storage::file_in(data_folder, storage::cache_folder)),
      limit_(std::move(limit)),
      pool_(disk_threads) {}

Files::~Files() = default;

void Files::load() {
    storage::create_folder(folder_);
    auto index = store_.load_files();
    if (!index) throw std::runtime_error("the file cache cannot be read: " + index.error().detail);
    auto found = sweep(folder_);
    std::vector<FileId> lost;
    for (auto& file : *index) {
        const auto content = found.find(file.id);
        newest_use_ = std::max(newest_use_, file.used);
        if (content == found.end() || content->second != file.bytes) {
            lost.push_back(file.id);
            continue;
        }
        found.erase(content);
        bytes_ += file.bytes;
        files_.emplace(file.id, std::move(file));
    }
    for (const auto& [id, bytes] : found)
        remove_content(folder_, id);
    if (!lost.empty() || !found.empty())
        log::warning(area, "{} files were damaged or not complete and are gone",
                     std::max(lost.size(), found.size()));
    supervisor_.run("index", [this, lost]() -> awaitable<void> {
        if (!lost.empty()) std::ignore = co_await store_.remove_files(lost);
    });
    keep_limit();
}

awaitable<void> Files::stop() {
    co_await supervisor_.stop();
}

std::vector<File> Files::list() const {
    std::vector<File> all;
    all.reserve(files_.size());
    for (const auto& [id, file] : files_)
        all.push_back(file);
    std::ranges::sort(all, std::greater{},
                      [](const File& file) { return std::pair(file.created_at, file.used); });
    return all;
}

Usage Files::usage() const {
    return {bytes_ + reserved_, limit_(), files_.size()};
}

bool Files::in_use(const FileId& id) const {
    return pins_->contains(id);
}

std::vector<File> Files::least_recently_used() const {
    std::vector<File> free;
    for (const auto& [id, file] : files_)
        if (!in_use(id)) free.push_back(file);
    std::ranges::sort(free, {}, &File::used);
    return free;
}

awaitable<Result<>> Files::make_room(std::uint64_t bytes) {
    const auto limit = limit_();
    auto left = bytes_;
    auto count = files_.size();
    std::vector<FileId> victims;
    for (const auto& file : least_recently_used()) {
        if (left + reserved_ + bytes <= limit && count < max_files) break;
        victims.push_back(file.id);
        left -= file.bytes;
        --count;
    }
    const bool enough = left + reserved_ + bytes <= limit;
    const auto full = fail(
        Errc::busy,
        "the cache is full of files in use: try again when they are done, or raise Cache Size in Settings");
    if (!enough && bytes > 0) co_return full;
    if (!victims.empty()) log::info(area, "{} files make room for newer ones", victims.size());
    auto dropped = co_await drop(std::move(victims));
    co_return dropped && !enough ? full : dropped;
}

// First from the list, so that nobody opens what is about to go.
awaitable<Result<>> Files::drop(std::vector<FileId> ids) {
    if (ids.empty()) co_return Result<>{};
    std::vector<File> dropped;
    for (const auto& id : ids) {
        const auto found = files_.find(id);
        bytes_ -= found->second.bytes;
        dropped.push_back(std::move(found->second));
        files_.erase(found);
    }
    if (auto removed = co_await store_.remove_files(ids); !removed) {
        for (auto& file : dropped) {
            bytes_ += file.bytes;
            files_.emplace(file.id, std::move(file));
        }
        co_return removed;
    }
    changed_.tell();
    auto work = [folder = folder_, ids = std::move(ids)] {
        for (const auto& id : ids)
            remove_content(folder, id);
        return 0;
    };
    co_await pool_.run(std::move(work));
    co_return Result<>{};
}

void Files::keep_limit() {
    supervisor_.run("limit", [this]() -> awaitable<void> {
        const auto turn = co_await one_at_a_time_.enter();
        const auto kept = co_await make_room(0);
        if (!kept) log::warning(area, "the cache stays over its limit: {}", kept.error().detail);
        changed_.tell();
    });
}

awaitable<Result<>> Files::reserve(IncomingFile& incoming, std::uint64_t bytes) {
    const auto turn = co_await one_at_a_time_.enter();
    const auto wanted = incoming.reserved_ + bytes;
    if (const auto limit = limit_(); wanted > limit)
        co_return fail(
            Errc::too_large,
            fmt::format(
                "the file ({} or more) is larger than the whole cache ({}): raise Cache Size in Settings",
                megabytes(wanted), megabytes(limit)));
    if (auto room = co_await make_room(bytes); !room) co_return room;
    reserved_ += bytes;
    incoming.reserved_ += bytes;
    co_return Result<>{};
}

awaitable<Result<std::unique_ptr<IncomingFile>>> Files::add(std::string name,
                                                            std::optional<std::uint64_t> size) {
    auto checked = check_name(name);
    if (!checked) co_return std::unexpected(checked.error());
    File file{.id = FileId(to_hex(random_bytes(16))), .name = std::move(*checked)};
    auto incoming = std::make_unique<IncomingFile>(*this, std::move(file), size, nullptr);
    if (size) {
        if (auto room = co_await reserve(*incoming, *size); !room) co_return std::unexpected(room.error());
    }
    auto create = [folder = folder_, id = incoming->file_.id, size]() -> Result<std::shared_ptr<PartFile>> {
        const auto free = free_bytes(folder);
        if (size && free < *size)
            return fail(Errc::storage, fmt::format("the disk is full: {} are free, the file has {}",
                                                   megabytes(free), megabytes(*size)));
        return PartFile::create(folder, id);
    };
    auto part = co_await pool_.run(std::move(create));
    if (!part) co_return std::unexpected(part.error());
    incoming->part_ = std::move(*part);
    co_return incoming;
}

awaitable<Result<File>> Files::keep(IncomingFile& incoming) {
    auto commit = [part = incoming.part_] { return part->commit(); };
    if (auto committed = co_await pool_.run(std::move(commit)); !committed)
        co_return std::unexpected(committed.error());
    auto& file = incoming.file_;
    file.created_at = unix_ms_now();
    file.used = ++newest_use_;
    if (auto saved = co_await store_.save_file(file); !saved) co_return std::unexpected(saved.error());
    incoming.part_->keep();
    reserved_ -= std::exchange(incoming.reserved_, 0);
    bytes_ += file.bytes;
    files_[file.id] = file;
    log::info(area, "\"{}\" is in the cache ({})", file.name, megabytes(file.bytes));
    changed_.tell();
    co_return file;
}

void Files::let_go(IncomingFile& incoming) {
    reserved_ -= incoming.reserved_;
    if (!incoming.part_) return;
    supervisor_.run("discard", [this, part = std::move(incoming.part_)]() mutable -> awaitable<void> {
        auto discard = [part = std::exchange(part, nullptr)]() mutable {
            part.reset();
            return 0;
        };
        co_await pool_.run(std::move(discard));
    });
}

awaitable<Result<std::shared_ptr<OpenFile>>> Files::open(FileId id) {
    const auto found = files_.find(id);
    if (found == files_.end()) co_return fail(Errc::not_found, "this file is not in the cache any more");
    found->second.used = ++newest_use_;
    const auto file = found->second;
    ++(*pins_)[id];
    std::shared_ptr<void> pin(nullptr, [pins = pins_, id](void*) {
        if (--(*pins)[id] == 0) pins->erase(id);
    });
    supervisor_.run("use", [this, file]() -> awaitable<void> {
        std::ignore = co_await store_.note_use(file.id, file.used);
    });
    auto open = [folder = folder_, file] { return ReadFile::open(folder, file.id, file.bytes); };
    auto content = co_await pool_.run(std::move(open));
    if (!content) co_return std::unexpected(content.error());
    co_return std::make_shared<OpenFile>(file, pool_, std::move(*content), std::move(pin));
}

awaitable<Result<>> Files::remove(FileId id) {
    const auto turn = co_await one_at_a_time_.enter();
    if (!files_.contains(id)) co_return fail(Errc::not_found, "this file is not in the cache any more");
    if (in_use(id))
        co_return fail(Errc::busy,
                       "this file is in use: it is being downloaded or sent; try again when that is over");
    const auto name = files_.at(id).name;
    auto dropped = co_await drop({id});
    if (dropped) log::info(area, "\"{}\" was deleted", name);
    co_return dropped;
}

awaitable<Result<Cleared>> Files::clear() {
    const auto turn = co_await one_at_a_time_.enter();
    Cleared cleared;
    std::vector<FileId> ids;
    for (const auto& file : least_recently_used()) {
        ids.push_back(file.id);
        cleared.bytes += file.bytes;
    }
    cleared.files = ids.size();
    cleared.kept = files_.size() - ids.size();
    if (auto dropped = co_await drop(std::move(ids)); !dropped) co_return std::unexpected(dropped.error());
    log::info(area, "the cache was cleared: {} files, {}", cleared.files, megabytes(cleared.bytes));
    co_return cleared;
}

}  // namespace gantry::fuse::files
