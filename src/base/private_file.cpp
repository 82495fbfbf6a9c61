#include "base/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/bytes.hpp"

namespace gantry {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const char* why) {
    throw std::runtime_error(file.string() + ": " + why);
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto count = write(descriptor, text.data(), text.size());
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    if (!input) refuse(file, "cannot be read");
    return {std::istreambuf_iterator<char>(input), {}};
}

void write_private_file(const std::filesystem::path& file, std::string_view text) {
    auto fresh = file;
    fresh += ".new";
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) refuse(file, "cannot be written");
    const bool written = write_all(descriptor, text);
    if (close(descriptor) != 0 || !written) refuse(file, "cannot be written");
    std::filesystem::rename(fresh, file);
}

void make_private_folder(const std::filesystem::path& folder) {
    if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path());
    if (mkdir(folder.c_str(), 0700) == 0) return;
    struct stat status{};
    if (lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) refuse(folder, "is not a folder");
    if (status.st_uid != geteuid()) refuse(folder, "belongs to another user");
}

}  // namespace gantry
