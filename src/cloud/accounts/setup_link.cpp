#include "cloud/accounts/setup_link.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace gantry::cloud::accounts {
namespace {

constexpr auto file_name = "setup-link";

}  // namespace

Result<> write_setup_link(const std::filesystem::path& folder, const std::string& link) {
    const auto path = folder / file_name;
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return fail(Errc::storage, "cannot write " + path.string());
    const auto line = link + "\n";
    const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    ::close(file);
    if (!written) return fail(Errc::storage, "cannot write " + path.string());
    return {};
}

void remove_setup_link(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::filesystem::remove(folder / file_name, ignored);
}

}  // namespace gantry::cloud::accounts
