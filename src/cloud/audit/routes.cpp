#include "cloud/audit/routes.hpp"

#include "cloud/accounts/member.hpp"
#include "cloud/audit/export.hpp"
#include "cloud/web/paging.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::cloud::audit {
namespace {

using accounts::person_of;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr std::int64_t max_page = 200;
constexpr std::int64_t max_export = 50'000;

std::string text_of(const Request& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string{} : found->second;
}

Result<Query> query_of(const Request& request) {
    Query query{.actor_id = text_of(request, "actor"), .action = text_of(request, "action")};
    for (const auto& [name, value] : {std::pair{"since", &query.since}, std::pair{"until", &query.until},
                                      std::pair{"before", &query.before}, std::pair{"limit", &query.limit}}) {
        if (auto read = web::read_number(request, name, *value); !read) return std::unexpected(read.error());
    }
    query.limit = std::clamp<std::int64_t>(query.limit, 1, max_page);
    return query;
}

awaitable<Response> show(Log& log, Request request) {
    const auto query = query_of(request);
    if (!query) co_return problem(query.error());
    const auto page = co_await log.page(person_of(request).member.store, *query);
    co_return page ? net::http::json_response(to_json(*page)) : problem(page.error());
}

awaitable<Response> list_actors(Log& log, Request request) {
    auto actors = co_await log.actors(person_of(request).member.store);
    if (!actors) co_return problem(actors.error());
    co_return web::part_of(request, *std::move(actors), [](const KnownActor& actor) { return actor.id; });
}

awaitable<Response> take(Log& log, Request request) {
    auto query = query_of(request);
    if (!query) co_return problem(query.error());
    const auto format = text_of(request, "format");
    if (format != "csv" && format != "jsonl") co_return problem({Errc::malformed, "format: csv or jsonl"});
    query->limit = max_export;
    const auto page = co_await log.page(person_of(request).member.store, *query);
    if (!page) co_return problem(page.error());
    if (page->next) co_return problem({Errc::too_large, "more than 50000 entries: choose a shorter time"});
    Response response{.headers = {{"content-type", format == "csv" ? "text/csv; charset=utf-8"
                                                                   : "application/jsonl; charset=utf-8"},
                                  {"content-disposition", "attachment; filename=\"audit." + format + "\""},
                                  {"cache-control", "no-store"}},
                      .body = format == "csv" ? csv(page->entries) : json_lines(page->entries)};
    co_return response;
}

}  // namespace

void add_routes(net::http::Router& router, Log& log) {
    const net::http::PartRoutes routes(router, std::ref(log));
    routes.add(net::http::Method::get, "/api/audit", farm::permission::audit_view, show);
    routes.add(net::http::Method::get, "/api/audit/actors", farm::permission::audit_view, list_actors);
    routes.add(net::http::Method::get, "/api/audit/export", farm::permission::audit_view, take);
}

}  // namespace gantry::cloud::audit
