#include "fuse/files/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/log.hpp"
#include "fuse/storage/folder.hpp"

namespace gantry::fuse::files {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view part_ending = ".part";

Error disk_error(int code) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return {Errc::storage, "the disk is full: free some space on it, or make the cache smaller"};
    return {Errc::storage, std::string("the disk failed: ") + std::strerror(code)};
}

std::unexpected<Error> disk_failure() {
    return std::unexpected(disk_error(errno));
}

// Names that only we give: whatever else lies in the folder is not ours to delete.
bool is_ours(std::string_view name) {
    if (name.ends_with(part_ending)) name.remove_suffix(part_ending.size());
    return name.size() >= 16 &&
           std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void sync_folder(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

Result<std::string> path_of(const std::string& folder, const FileId& id) {
    if (!is_ours(id.text())) return fail(Errc::malformed, "not the id of a file");
    return storage::file_in(folder, id.text());
}

}  // namespace

PartFile::PartFile(int descriptor, std::string folder, std::string path, std::string final_path)
    : descriptor_(descriptor),
      folder_(std::move(folder)),
      path_(std::move(path)),
      final_path_(std::move(final_path)) {}

PartFile::~PartFile() {
    close(descriptor_);
    if (!kept_) unlink(path_.c_str());
}

Result<std::shared_ptr<PartFile>> PartFile::create(const std::string& folder, const FileId& id) {
    auto final_path = path_of(folder, id);
    if (!final_path) return std::unexpected(final_path.error());
    auto path = *final_path + std::string(part_ending);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) return disk_failure();
    return std::shared_ptr<PartFile>(
        new PartFile(descriptor, folder, std::move(path), std::move(*final_path)));
}

Result<> PartFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return disk_failure();
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<> PartFile::commit() {
    if (fsync(descriptor_) != 0 || rename(path_.c_str(), final_path_.c_str()) != 0) return disk_failure();
    path_ = final_path_;
    sync_folder(folder_);
    return {};
}

Result<std::shared_ptr<ReadFile>> ReadFile::open(const std::string& folder, const FileId& id,
                                                 std::uint64_t bytes) {
    const auto path = path_of(folder, id);
    if (!path) return std::unexpected(path.error());
    const int descriptor = ::open(path->c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return disk_failure();
    std::shared_ptr<ReadFile> file(new ReadFile(descriptor));
    struct stat about{};
    if (fstat(descriptor, &about) != 0) return disk_failure();
    if (static_cast<std::uint64_t>(about.st_size) != bytes)
        return fail(Errc::storage, "the file was changed by something else; delete it and send it again");
    return file;
}

ReadFile::~ReadFile() {
    close(descriptor_);
}

Result<Bytes> ReadFile::read(std::uint64_t offset, std::size_t limit) const {
    Bytes bytes(limit);
    std::size_t done = 0;
    while (done < limit) {
        const auto count =
            pread(descriptor_, bytes.data() + done, limit - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return disk_failure();
        if (count == 0) break;
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

std::map<FileId, std::uint64_t> sweep(const std::string& folder) {
    std::map<FileId, std::uint64_t> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (!is_ours(name) || !entry.is_regular_file(error) || entry.is_symlink(error)) continue;
        if (name.ends_with(part_ending)) {
            fs::remove(entry.path(), error);
            continue;
        }
        const auto size = entry.file_size(error);
        if (!error) found[FileId(name)] = size;
    }
    if (error) log::warning("fuse.files", "{}: {}", folder, error.message());
    return found;
}

void remove_content(const std::string& folder, const FileId& id) {
    if (const auto path = path_of(folder, id)) unlink(path->c_str());
}

std::uint64_t free_bytes(const std::string& folder) {
    std::error_code error;
    const auto space = fs::space(folder, error);
    return error ? 0 : space.available;
}

}  // namespace gantry::fuse::files
