#include "base/log.hpp"

#include <fmt/chrono.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <mutex>

namespace gantry::log {
namespace {

constexpr std::size_t max_file_bytes = 5 * 1024 * 1024;
constexpr std::size_t kept_files = 5;
constexpr std::size_t kept_lines = 5000;
constexpr std::size_t kept_bytes = 2000;  // of a line
constexpr std::size_t recent_lines = 200;
constexpr auto line_pattern = "%Y-%m-%dT%H:%M:%S.%e%z %^%-7l%$ %v";

using Sink = spdlog::sinks::rotating_file_sink_mt;

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

// The log's files, which can be begun anew while others write.
class Files {
public:
    void add(const std::string& path) {
        const std::lock_guard lock(mutex_);
        sink_->add_sink(open(path));
        paths_.push_back(path);
    }
    std::vector<std::string> all() {
        const std::lock_guard lock(mutex_);
        return found();
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        for (const auto& file : found())
            std::filesystem::remove(file);
        std::vector<std::shared_ptr<spdlog::sinks::sink>> fresh;
        fresh.reserve(paths_.size());
        for (const auto& path : paths_)
            fresh.push_back(open(path));
        sink_->set_sinks(std::move(fresh));
    }
    std::shared_ptr<spdlog::sinks::sink> sink() { return sink_; }

private:
    static std::shared_ptr<Sink> open(const std::string& path) {
        spdlog::file_event_handlers handlers;
        handlers.after_open = [](const spdlog::filename_t&, std::FILE* file) {
            ::fchmod(::fileno(file), 0600);
        };
        auto sink = std::make_shared<Sink>(path, max_file_bytes, kept_files, false, handlers);
        sink->set_pattern(line_pattern);
        return sink;
    }
    std::vector<std::string> found() const {
        std::vector<std::string> files;
        for (const auto& path : paths_) {
            for (std::size_t i = kept_files + 1; i-- > 0;) {
                auto file = Sink::calc_filename(path, i);
                if (std::filesystem::exists(file)) files.push_back(std::move(file));
            }
        }
        return files;
    }

    std::mutex mutex_;
    std::vector<std::string> paths_;
    std::shared_ptr<spdlog::sinks::dist_sink_mt> sink_ = std::make_shared<spdlog::sinks::dist_sink_mt>();
};

// One per process, as the log itself is.
Files& all_files() {
    static Files instance;
    return instance;
}

// Standard error: standard output belongs to the results of commands.
spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_color_mt("gantry");
        made->set_pattern(line_pattern);
        made->flush_on(spdlog::level::warn);
        made->sinks().push_back(all_files().sink());
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
        shorten(text);
        const std::lock_guard lock(mutex_);
        lines_.push_back({++newest_, now, level, std::string(area), std::move(text)});
        if (lines_.size() > kept_lines) lines_.pop_front();
    }
    std::vector<Line> recent() {
        std::vector<Line> found;
        const std::lock_guard lock(mutex_);
        for (auto line = lines_.rbegin(); line != lines_.rend() && found.size() < recent_lines; ++line)
            if (line->level != Level::debug) found.push_back(*line);
        std::ranges::reverse(found);
        return found;
    }
    std::vector<Line> since(std::uint64_t number, std::size_t most) {
        const std::lock_guard lock(mutex_);
        const auto first = std::ranges::upper_bound(lines_, number, {}, &Line::number);
        const auto count = std::min<std::size_t>(most, static_cast<std::size_t>(lines_.end() - first));
        return {first, first + static_cast<std::ptrdiff_t>(count)};
    }
    std::uint64_t newest() {
        const std::lock_guard lock(mutex_);
        return newest_;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        lines_.clear();
    }

private:
    // Not within a character: pages take whole ones only.
    static void shorten(std::string& text) {
        if (text.size() <= kept_bytes) return;
        auto end = kept_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
        text += " …";
    }

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
    if (level != Level::debug || enabled(level)) memory().add(level, area, std::move(line));
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

void set_level(Level level) {
    logger().set_level(to_spdlog(level));
}

bool enabled(Level level) {
    return logger().should_log(to_spdlog(level));
}

void add_file(const std::string& path) {
    all_files().add(path);
    logger().flush_on(spdlog::level::debug);  // a crash loses nothing of it
}

std::vector<std::string> files() {
    return all_files().all();
}

void forget() {
    all_files().forget();
    memory().forget();
}

std::vector<Line> recent() {
    return memory().recent();
}

std::vector<Line> since(std::uint64_t number, std::size_t most) {
    return memory().since(number, most);
}

std::string format(const Line& line) {
    const std::chrono::sys_seconds at(std::chrono::seconds(line.at / 1000));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z {:7} {}: {}\n", at, line.at % 1000, name_of(line.level),
                       line.area, line.text);
}

std::uint64_t newest() {
    return memory().newest();
}

}  // namespace gantry::log
