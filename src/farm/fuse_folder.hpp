// Where a Fuse keeps its data, for programs beside it. Pure reads of the environment: any thread.
#pragma once

#include <string>

namespace gantry::farm {

// $XDG_STATE_HOME/gantry-fuse, ~/.local/state/gantry-fuse, or /var/lib/gantry-fuse for a system service.
std::string default_fuse_folder();

// The file in it that says, while Fuse runs, where this machine finds its page: "http://127.0.0.1:8888".
inline constexpr auto page_url_file = "page-url";

}  // namespace gantry::farm
