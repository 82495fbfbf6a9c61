#include "farm/fuse_folder.hpp"

#include <unistd.h>

#include <cstdlib>

namespace gantry::farm {

std::string default_fuse_folder() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return std::string(state) + "/gantry-fuse";
    const char* home = std::getenv("HOME");
    if (geteuid() != 0 && home != nullptr && *home == '/')
        return std::string(home) + "/.local/state/gantry-fuse";
    return "/var/lib/gantry-fuse";
}

}  // namespace gantry::farm
