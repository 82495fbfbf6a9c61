#include "base/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace gantry {

void allow_many_descriptors() {
    constexpr rlim_t enough = 65'536;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= enough) return;
    limit.rlim_cur = std::min(limit.rlim_max, enough);
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t descriptor_limit() {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

std::size_t open_descriptors() {
    std::error_code error;
    const std::filesystem::directory_iterator open("/proc/self/fd", error);
    if (error) return 0;
    return static_cast<std::size_t>(std::distance(open, std::filesystem::directory_iterator()));
}

}  // namespace gantry
