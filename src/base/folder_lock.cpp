#include "base/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace gantry {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    const auto file = folder / "lock";
    FolderLock lock(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    if (lock.descriptor_ < 0)
        return fail(Errc::storage, file.string() + ": " + std::generic_category().message(errno));
    if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK)
        return fail(Errc::busy, "another program works on the folder " + folder.string());
    return fail(Errc::storage, file.string() + ": " + std::generic_category().message(errno));
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace gantry
