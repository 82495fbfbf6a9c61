#include "cloud/backup/files.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace gantry::cloud::backup {

namespace fs = std::filesystem;

void remove_database(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
    for (const auto* suffix : journals)
        fs::remove(file.string() + suffix, ignored);
}

Result<> create_private(const fs::path& file) {
    remove_database(file);
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(Errc::storage, file.string() + ": " + std::generic_category().message(errno));
    ::close(descriptor);
    return {};
}

Result<> sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const auto why = std::generic_category().message(errno);
    if (descriptor >= 0) ::close(descriptor);
    if (synced) return {};
    return fail(Errc::storage, path.string() + ": " + why);
}

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

}  // namespace gantry::cloud::backup
