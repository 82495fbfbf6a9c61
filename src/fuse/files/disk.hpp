// The folder of the cache: blocking work, for pool threads and for the start. For this folder alone.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "fuse/files/file.hpp"

namespace gantry::fuse::files {

// A file that is written: dropped without keep() it leaves nothing behind.
class PartFile {
public:
    // Errors: storage.
    static Result<std::shared_ptr<PartFile>> create(const std::string& folder, const FileId& id);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    // Errors: storage (the disk is full, …).
    Result<> write(std::string_view bytes);
    // Everything on the disk, under its final name.
    Result<> commit();
    void keep() { kept_ = true; }

private:
    PartFile(int descriptor, std::string folder, std::string path, std::string final_path);
    int descriptor_;
    std::string folder_;
    std::string path_;
    std::string final_path_;
    bool kept_ = false;
};

class ReadFile {
public:
    // Errors: storage.
    static Result<std::shared_ptr<ReadFile>> open(const std::string& folder, const FileId& id,
                                                  std::uint64_t bytes);
    ~ReadFile();
    ReadFile(const ReadFile&) = delete;
    ReadFile& operator=(const ReadFile&) = delete;

    // At most `limit` bytes; less at the end. Errors: storage.
    Result<Bytes> read(std::uint64_t offset, std::size_t limit) const;

private:
    explicit ReadFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// What is there in whole files, by id; what was being written when Fuse last ended is deleted.
std::map<FileId, std::uint64_t> sweep(const std::string& folder);
void remove_content(const std::string& folder, const FileId& id);
// Of the disk, for us; 0 when that cannot be known.
std::uint64_t free_bytes(const std::string& folder);

}  // namespace gantry::fuse::files
