// The program's log: one line per event, `time level area message`. Any thread.
// Never log a Secret: it has no formatter, so the compiler refuses it.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::log {

enum class Level { debug, info, warning, error };

// `area` is the folder that speaks ("fuse.live"), so that a person can filter.
void write(Level level, std::string_view area, std::string_view message);
void set_level(Level level);
bool enabled(Level level);
// Also append to this file, rotated at 5 MiB, five kept. Throws when the file cannot be opened.
void add_file(const std::string& path);

struct Line {
    std::uint64_t number = 0;  // counts up from 1
    std::int64_t at = 0;       // Unix milliseconds
    Level level = Level::info;
    std::string area;
    std::string text;
};

// The last lines at or above info, oldest first; at most 200.
std::vector<Line> recent();
// The number of the newest of them; 0 = none.
std::uint64_t newest();

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
