#include "fuse/storage/folder.hpp"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "base/log.hpp"

namespace gantry::fuse::storage {
namespace fs = std::filesystem;

void create_folder(const std::string& path) {
    std::error_code error;
    const bool created = fs::create_directories(path, error);
    if (error) throw std::runtime_error("the data folder " + path + " cannot be made: " + error.message());
    if (created) fs::permissions(path, fs::perms::owner_all, error);
    if (access(path.c_str(), W_OK | X_OK) != 0)
        throw std::runtime_error("the data folder " + path + " cannot be written to");
}

void clear_folder(const std::string& path) {
    const fs::path folder(path);
    std::error_code none_there;
    for (const auto& entry : fs::directory_iterator(folder / cache_folder, none_there))
        if (entry.is_symlink() || !entry.is_directory()) fs::remove(entry.path());
    log::forget();
    fs::remove(folder / key_file);
    for (const auto* ending : {"", "-wal", "-shm"})
        fs::remove(folder / (std::string(database_file) + ending));
    log::info("fuse.storage", "reset: everything begins anew");
}

Result<std::string> file_in(const std::string& folder, const std::string& name) {
    const bool plain = !name.empty() && name.size() <= 255 && name.front() != '.' &&
                       name.find('/') == name.npos && name.find('\0') == name.npos;
    if (!plain) return fail(Errc::malformed, "not a file name");
    return folder + "/" + name;
}

}  // namespace gantry::fuse::storage
