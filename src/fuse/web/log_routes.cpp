// The log, as a live view reads it and as a file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "base/log.hpp"
#include "fuse/web/routes.hpp"
#include "net/http/disposition.hpp"
#include "net/http/range.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::Request;
using net::http::Response;

constexpr std::size_t most_lines = 1000;

struct LogLine {
    std::uint64_t number = 0;
    std::int64_t at = 0;
    std::string level;
    std::string area;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(LogLine, (), (number, at, level, area, text))

awaitable<Response> lines(Request request) {
    std::uint64_t after = 0;
    if (const auto found = request.query.find("after"); found != request.query.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), after);
    std::vector<LogLine> shown;
    for (auto& line : log::since(after, most_lines))
        shown.push_back({line.number, line.at, std::string(log::name_of(line.level)), std::move(line.area),
                         std::move(line.text)});
    const json::object answer = {{"newest", log::newest()}, {"lines", to_json(shown)}};
    auto response = net::http::json_response(answer);
    response.headers["cache-control"] = "no-store";
    co_return response;
}

// One file after the other, as long as each was when it was opened; a rotation meanwhile changes nothing.
class LogFiles final : public net::http::ContentSource {
public:
    LogFiles(WorkerPool& pool, const std::vector<std::string>& paths) : pool_(pool) {
        for (const auto& path : paths) {
            const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
            struct stat about{};
            if (descriptor < 0) continue;
            if (fstat(descriptor, &about) == 0) size_ += static_cast<std::uint64_t>(about.st_size);
            files_.push_back({descriptor, size_});
        }
    }
    ~LogFiles() override {
        for (const auto& file : files_)
            close(file.descriptor);
    }
    LogFiles(const LogFiles&) = delete;
    LogFiles& operator=(const LogFiles&) = delete;

    std::uint64_t size() const override { return size_; }
    awaitable<Result<Bytes>> read(std::uint64_t offset, std::size_t limit) override {
        auto work = [this, offset, limit] { return read_now(offset, limit); };
        co_return co_await pool_.run(std::move(work));
    }

private:
    struct File {
        int descriptor = -1;
        std::uint64_t end = 0;  // within all of them
    };

    Result<Bytes> read_now(std::uint64_t offset, std::size_t limit) const {
        std::uint64_t begin = 0;
        for (const auto& file : files_) {
            if (offset >= file.end) {
                begin = file.end;
                continue;
            }
            Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(limit, file.end - offset)));
            const auto count =
                pread(file.descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset - begin));
            if (count <= 0) return fail(Errc::storage, "the log file cannot be read");
            bytes.resize(static_cast<std::size_t>(count));
            return bytes;
        }
        return fail(Errc::storage, "the log file is shorter than it was");
    }

    WorkerPool& pool_;
    std::vector<File> files_;
    std::uint64_t size_ = 0;
};

// Without files (they may be gone, or never wanted) what is in memory.
awaitable<Response> download(Parts parts, Request request) {
    net::http::Headers headers = {{"content-type", "text/plain; charset=utf-8"},
                                  {"cache-control", "no-store"},
                                  {"content-disposition", net::http::attachment("gantry-fuse.log")}};
    const auto paths = log::files();
    auto source = std::make_shared<LogFiles>(parts.pool, paths);
    if (source->size() != 0)
        co_return net::http::content_response(request, std::move(source), std::move(headers));
    Response response{.headers = std::move(headers)};
    for (const auto& line : log::since(0, ~std::size_t{0}))
        response.body += log::format(line);
    co_return response;
}

}  // namespace

void add_log_routes(net::http::Router& router, Parts parts) {
    router.add({.pattern = "/api/logs", .permission = user, .handler = lines});
    router.add({.pattern = "/api/logs/download", .permission = user, .handler = [parts](Request request) {
                    return download(parts, std::move(request));
                }});
}

}  // namespace gantry::fuse::web
