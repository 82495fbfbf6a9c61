// Export Configuration and Import.
#include "fuse/backup/backups.hpp"

#include <fmt/chrono.h>

#include "base/clock.hpp"
#include "fuse/web/routes.hpp"
#include "net/http/disposition.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

// A file as a JSON text, where quotes take two bytes.
constexpr std::size_t max_body_bytes = 3 * backup::max_file_bytes;

struct ExportRequest {
    Secret passphrase;
};
BOOST_DESCRIBE_STRUCT(ExportRequest, (), (passphrase))

struct ImportRequest {
    std::string file;
    Secret passphrase;
    std::vector<backup::Choice> choices;
};
BOOST_DESCRIBE_STRUCT(ImportRequest, (), (file, passphrase, choices))

std::string file_name() {
    const auto now = static_cast<std::time_t>(unix_ms_now() / 1000);
    return fmt::format("gantry-printers-{:%Y-%m-%d}.json", fmt::gmtime(now));
}

awaitable<Response> write(Parts parts, Request request) {
    auto wanted = net::http::body_as<ExportRequest>(request);
    if (!wanted) co_return problem(wanted.error());
    auto file = co_await parts.backups.write(std::move(wanted->passphrase));
    if (!file) co_return problem(file.error());
    Response response{.headers = {{"content-type", "application/json"},
                                  {"cache-control", "no-store"},
                                  {"content-disposition", net::http::attachment(file_name())}}};
    response.body = std::move(*file);
    co_return response;
}

// Large: not on the loop.
awaitable<Result<ImportRequest>> body_of(const Parts& parts, Request request) {
    auto work = [body = std::move(request.body)] {
        return parse_as<ImportRequest>(body, {.max_bytes = max_body_bytes});
    };
    co_return co_await parts.pool.run(std::move(work));
}

awaitable<Response> review(Parts parts, Request request) {
    auto wanted = co_await body_of(parts, std::move(request));
    if (!wanted) co_return problem(wanted.error());
    const auto seen = co_await parts.backups.review(std::move(wanted->file), std::move(wanted->passphrase));
    co_return seen ? json_response(to_json(*seen)) : problem(seen.error());
}

awaitable<Response> take(Parts parts, Request request) {
    auto wanted = co_await body_of(parts, std::move(request));
    if (!wanted) co_return problem(wanted.error());
    const auto done = co_await parts.backups.import(std::move(wanted->file), std::move(wanted->passphrase),
                                                    std::move(wanted->choices));
    if (!done) co_return problem(done.error());
    const json::object answer = {{"lines", to_json(*done)}};
    co_return json_response(answer);
}

}  // namespace

void add_backup_routes(net::http::Router& router, Parts parts) {
    const net::http::PartRoutes routes(router, parts, max_body_bytes);
    routes.add(Method::post, "/api/printers/export", user, write);
    routes.add(Method::post, "/api/printers/import/review", user, review);
    routes.add(Method::post, "/api/printers/import", user, take);
}

}  // namespace gantry::fuse::web
