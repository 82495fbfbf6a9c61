// IncomingFile and OpenFile: what others hold of the cache.
#include "fuse/files/disk.hpp"
#include "fuse/files/files.hpp"
#include "fuse/files/name.hpp"

namespace gantry::fuse::files {

IncomingFile::IncomingFile(Files& files, File file, std::optional<std::uint64_t> size,
                           std::shared_ptr<PartFile> part)
    : files_(files), file_(std::move(file)), size_(size), part_(std::move(part)) {}

IncomingFile::~IncomingFile() {
    files_.let_go(*this);
}

Result<> IncomingFile::look_at(std::string_view bytes) {
    if (begin_.size() >= begin_bytes) return {};
    begin_ += bytes.substr(0, begin_bytes - begin_.size());
    return begin_.size() >= begin_bytes ? check_begin(file_.name, begin_) : Result<>{};
}

awaitable<Result<>> IncomingFile::write(std::string bytes) {
    if (size_ && bytes.size() > *size_ - file_.bytes)
        co_return fail(Errc::malformed, "the file is longer than its sender announced");
    if (auto fits = look_at(bytes); !fits) co_return fits;
    file_.bytes += bytes.size();
    if (!size_) {
        if (auto room = co_await files_.reserve(*this, bytes.size()); !room) co_return room;
    }
    auto work = [part = part_, bytes = std::move(bytes)] { return part->write(bytes); };
    co_return co_await files_.pool_.run(std::move(work));
}

awaitable<Result<File>> IncomingFile::finish() {
    if (size_ && file_.bytes != *size_)
        co_return fail(Errc::malformed, "the file is shorter than its sender announced");
    if (begin_.size() < begin_bytes) {
        if (auto fits = check_begin(file_.name, begin_); !fits) co_return std::unexpected(fits.error());
    }
    co_return co_await files_.keep(*this);
}

OpenFile::OpenFile(File file, WorkerPool& pool, std::shared_ptr<ReadFile> content, std::shared_ptr<void> pin)
    : file_(std::move(file)), pool_(pool), content_(std::move(content)), pin_(std::move(pin)) {}

awaitable<Result<Bytes>> OpenFile::read(std::uint64_t offset, std::size_t limit) const {
    auto work = [content = content_, offset, limit] { return content->read(offset, limit); };
    co_return co_await pool_.run(std::move(work));
}

Result<Bytes> OpenFile::read_now(std::uint64_t offset, std::size_t limit) const {
    return content_->read(offset, limit);
}

}  // namespace gantry::fuse::files
