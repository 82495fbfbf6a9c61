// What a message of a Bambu Lab printer is, without understanding it. Pure. For this folder alone.
#pragma once

#include <string_view>

namespace gantry::fuse::printers::bambu {

// The first `command` in it ("push_status"), else its family ("wifi_signal"), else "unknown"; at most 40
// characters of `payload` or a constant.
std::string_view message_name(std::string_view payload);

}  // namespace gantry::fuse::printers::bambu
