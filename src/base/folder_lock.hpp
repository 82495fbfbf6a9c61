// A data folder belongs to one program at a time. Held for as long as it lives; the kernel gives it up with
// the process, however that ends. Any thread.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace gantry {

class FolderLock {
public:
    // Makes the file `lock` in the folder, which must exist. Errors: busy (somebody holds it), storage.
    static Result<FolderLock> take(const std::filesystem::path& folder);

    FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace gantry
