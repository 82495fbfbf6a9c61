// The program's log: one line per event, `time level area message`. Any thread.
// Never log a Secret: it has no formatter, so the compiler refuses it.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>

namespace gantry::log {

enum class Level { debug, info, warning, error };

// `area` is the folder that speaks ("fuse.live"), so that a person can filter.
void write(Level level, std::string_view area, std::string_view message);
void set_level(Level level);
bool enabled(Level level);
// Also append to this file, rotated at 5 MiB, five kept. Throws when the file cannot be opened.
void add_file(const std::string& path);

template <class... Args>
void debug(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(Level::debug)) write(Level::debug, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::info, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::warning, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::error, area, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace gantry::log
