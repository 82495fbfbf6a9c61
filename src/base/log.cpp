#include "base/log.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <deque>
#include <mutex>

namespace gantry::log {
namespace {

constexpr std::size_t max_file_bytes = 5 * 1024 * 1024;
constexpr std::size_t kept_files = 5;
constexpr std::size_t kept_lines = 200;
constexpr auto line_pattern = "%Y-%m-%dT%H:%M:%S.%e%z %^%-7l%$ %v";

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

// Standard error: standard output belongs to the results of commands.
spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_color_mt("gantry");
        made->set_pattern(line_pattern);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *instance;
}

// What people see of the log in the web page. Written from any thread.
class Memory {
public:
    void add(Level level, std::string_view area, std::string text) {
        using namespace std::chrono;
        const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
        const std::lock_guard lock(mutex_);
        lines_.push_back({++newest_, now, level, std::string(area), std::move(text)});
        if (lines_.size() > kept_lines) lines_.pop_front();
    }
    std::vector<Line> lines() {
        const std::lock_guard lock(mutex_);
        return {lines_.begin(), lines_.end()};
    }
    std::uint64_t newest() {
        const std::lock_guard lock(mutex_);
        return newest_;
    }

private:
    std::mutex mutex_;
    std::deque<Line> lines_;
    std::uint64_t newest_ = 0;
};

// One per process, as the log itself is.
Memory& memory() {
    static Memory instance;
    return instance;
}

// Names come from printers and files: a line break in one must not forge a log line.
std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    }
    return line;
}

}  // namespace

void write(Level level, std::string_view area, std::string_view message) {
    auto line = one_line(message);
    logger().log(to_spdlog(level), "{}: {}", area, line);
    if (level != Level::debug) memory().add(level, area, std::move(line));
}

void set_level(Level level) {
    logger().set_level(to_spdlog(level));
}

bool enabled(Level level) {
    return logger().should_log(to_spdlog(level));
}

void add_file(const std::string& path) {
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, max_file_bytes, kept_files);
    sink->set_pattern(line_pattern);
    logger().sinks().push_back(std::move(sink));
}

std::vector<Line> recent() {
    return memory().lines();
}

std::uint64_t newest() {
    return memory().newest();
}

}  // namespace gantry::log
