// The cache of print files. Owned by the program; the loop's thread only, while the disk works on threads of
// its own. Goes before the loop does.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/signal.hpp"
#include "base/supervisor.hpp"
#include "base/turnstile.hpp"
#include "base/worker_pool.hpp"
#include "fuse/files/file.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::files {

class Files;
class PartFile;
class ReadFile;

struct Usage {
    std::uint64_t bytes = 0;  // also of what is being written
    std::uint64_t limit_bytes = 0;
    std::uint64_t files = 0;
    friend bool operator==(const Usage&, const Usage&) = default;
};
BOOST_DESCRIBE_STRUCT(Usage, (), (bytes, limit_bytes, files))

struct Cleared {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t kept = 0;  // in use
};
BOOST_DESCRIBE_STRUCT(Cleared, (), (files, bytes, kept))

// A file on its way in. Dropped without finish() it leaves nothing behind. Not after its Files.
class IncomingFile {
public:
    IncomingFile(Files& files, File file, std::optional<std::uint64_t> size, std::shared_ptr<PartFile> part);
    ~IncomingFile();
    IncomingFile(const IncomingFile&) = delete;
    IncomingFile& operator=(const IncomingFile&) = delete;

    // Errors: malformed (not such a file, or not of the announced size), too_large, busy (the cache is full
    // of files in use), storage. After an error there is nothing left but to drop it.
    awaitable<Result<>> write(std::string bytes);
    // In the cache, on the disk. Errors as above.
    awaitable<Result<File>> finish();

private:
    Result<> look_at(std::string_view bytes);

    Files& files_;
    File file_;
    std::optional<std::uint64_t> size_;
    std::shared_ptr<PartFile> part_;  // also held by the pool while it works
    std::string begin_;
    std::uint64_t reserved_ = 0;
    friend class Files;
};

// A file that is read: it stays in the cache until this is dropped. Read while its Files live.
class OpenFile {
public:
    OpenFile(File file, WorkerPool& pool, std::shared_ptr<ReadFile> content, std::shared_ptr<void> pin);
    const File& file() const { return file_; }
    // Less than `limit` at the end only. Errors: storage.
    awaitable<Result<Bytes>> read(std::uint64_t offset, std::size_t limit) const;
    // The same at once: blocking, for threads that may wait for a disk.
    Result<Bytes> read_now(std::uint64_t offset, std::size_t limit) const;

private:
    File file_;
    WorkerPool& pool_;
    std::shared_ptr<ReadFile> content_;  // also held by the pool while it works
    std::shared_ptr<void> pin_;
};

class Files {
public:
    // `limit` answers the bytes that the cache may have now.
    Files(Executor executor, storage::Store& store, const std::string& data_folder,
          std::function<std::uint64_t()> limit);
    ~Files();

    // Index and folder as they should be; blocking, at the start. Throws std::runtime_error.
    void load();
    awaitable<void> stop();

    // Newest first.
    std::vector<File> list() const;
    Usage usage() const;
    bool in_use(const FileId& id) const;

    // `size` in bytes when it is known: then there is room for it, or the answer is no. Errors: those of
    // check_name, too_large (for this cache), busy, storage.
    awaitable<Result<std::unique_ptr<IncomingFile>>> add(std::string name, std::optional<std::uint64_t> size);
    // Errors: not_found, storage.
    awaitable<Result<std::shared_ptr<OpenFile>>> open(FileId id);
    // Errors: not_found, busy (in use), storage.
    awaitable<Result<>> remove(FileId id);
    // All that are not in use. Errors: storage.
    awaitable<Result<Cleared>> clear();
    // The limit may have become smaller.
    void keep_limit();

    Signal<>& changed() { return changed_; }

private:
    friend class IncomingFile;
    using Pins = std::map<FileId, int>;

    awaitable<Result<>> reserve(IncomingFile& incoming, std::uint64_t bytes);
    // In its turn: makes that many bytes free, or changes nothing.
    awaitable<Result<>> make_room(std::uint64_t bytes);
    awaitable<Result<>> drop(std::vector<FileId> ids);
    awaitable<Result<File>> keep(IncomingFile& incoming);
    void let_go(IncomingFile& incoming);
    std::vector<File> least_recently_used() const;

    Supervisor supervisor_;
    storage::Store& store_;
    std::string folder_;
    std::function<std::uint64_t()> limit_;
    std::map<FileId, File> files_;
    std::uint64_t bytes_ = 0;     // of files_
    std::uint64_t reserved_ = 0;  // of files being written
    std::int64_t newest_use_ = 0;
    std::shared_ptr<Pins> pins_ = std::make_shared<Pins>();  // also held by those who read
    Turnstile one_at_a_time_;                                // room is made and taken
    Signal<> changed_;
    WorkerPool pool_;
};

}  // namespace gantry::fuse::files
