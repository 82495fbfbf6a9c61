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
std::string_view name_of(Level level);
void set_level(Level level);
bool enabled(Level level);
// Also append to this file, which only we may read, rotated at 5 MiB, five kept. Throws when it cannot be
// opened.
void add_file(const std::string& path);
// The files that add_file writes, oldest first; those that are not there (yet) are not in it.
std::vector<std::string> files();
// Nothing remains of what was written before, in memory or in the files, which begin anew; numbers count on.
// Throws when a file cannot be opened.
void forget();

struct Line {
    std::uint64_t number = 0;  // counts up from 1
    std::int64_t at = 0;       // Unix milliseconds
    Level level = Level::info;
    std::string area;
    std::string text;
};

// The last lines at or above info, oldest first; at most 200.
std::vector<Line> recent();
// The lines behind that number, oldest first, of any level that is enabled: the first `most` of the 5000 that
// are kept, each shortened to 2000 bytes.
std::vector<Line> since(std::uint64_t number, std::size_t most);
// The number of the newest line; 0 = none.
std::uint64_t newest();
// One line as the files have it.
std::string format(const Line& line);

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
