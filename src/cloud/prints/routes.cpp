#include "cloud/prints/routes.hpp"

#include "cloud/web/paging.hpp"

namespace gantry::cloud::prints {
namespace {

using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr std::int64_t max_page = 100;

awaitable<Response> list(Prints& prints, const printers::Fleet& fleet, Request request) {
    Query query;
    for (const auto& [name, value] : {std::pair{"before", &query.before}, std::pair{"limit", &query.limit}}) {
        if (const auto read = web::read_number(request, name, *value); !read) co_return problem(read.error());
    }
    query.limit = std::clamp<std::int64_t>(query.limit, 1, max_page);
    const auto& member = accounts::person_of(request).member;
    PrinterId printer(request.part("id"));
    if (fleet.find(member, printer) == nullptr) co_return problem({Errc::not_found, "no such printer"});
    const auto page = co_await prints.page(member.store, std::move(printer), query);
    co_return page ? net::http::json_response(to_json(*page)) : problem(page.error());
}

}  // namespace

void add_routes(net::http::Router& router, Prints& prints, const printers::Fleet& fleet) {
    router.add(
        {.pattern = "/api/printers/{id}/prints",
         .permission = std::string(farm::permission::job_view),
         .handler = [&prints, &fleet](Request request) { return list(prints, fleet, std::move(request)); }});
}

}  // namespace gantry::cloud::prints
