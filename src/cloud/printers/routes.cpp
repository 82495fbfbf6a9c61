#include "cloud/printers/routes.hpp"

#include "base/json_text.hpp"
#include "cloud/web/paging.hpp"

namespace gantry::cloud::printers {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct CommandBody {
    std::string action;
    std::optional<double> value;
};
BOOST_DESCRIBE_STRUCT(CommandBody, (), (action, value))

Response not_found() {
    return problem({Errc::not_found, "no such printer"});
}

awaitable<Response> list(const Fleet& fleet, Request request) {
    const auto page = web::page_of(request);
    if (!page) co_return problem(page.error());
    auto views = fleet.visible_to(person_of(request).member, PrinterId(page->after), page->limit + 1);
    const bool is_last = views.size() <= page->limit;
    if (!is_last) views.pop_back();
    Response response{.status = 200, .headers = {{"content-type", "application/json"}}, .body = "["};
    for (const auto* view : views) {
        if (view != views.front()) response.body += ',';
        append_json(response.body, *view);
    }
    response.body += ']';
    if (!is_last)
        response.headers["link"] = web::link_to_next(request, *page, views.back()->printer.id.text());
    co_return response;
}

awaitable<Response> command(const Fleet& fleet, gateway::Gateway& gateway, audit::Log& audit,
                            Request request) {
    const auto body = net::http::body_as<CommandBody>(request);
    if (!body) co_return problem(body.error());
    const auto wanted = farm::command_of(body->action, body->value);
    if (!wanted) co_return problem(wanted.error());
    const auto& person = person_of(request);
    const auto* view = fleet.find(person.member, PrinterId(request.part("id")));
    if (view == nullptr) co_return not_found();
    if (const auto fine = farm::check(*wanted, view->printer.limits); !fine) co_return problem(fine.error());
    audit::Entry entry{person.member.store, accounts::actor_of(person), "printer." + body->action,
                       view->printer.name};
    const auto done = co_await gateway.command(view->fuse_id, view->printer.id, *wanted);
    entry.detail = {{"outcome", done ? std::string("done") : done.error().detail}};
    if (wanted->value) entry.detail["value"] = *wanted->value;
    const auto noted = co_await audit.note(std::move(entry));
    if (done && !noted) co_return problem(noted.error());
    co_return done ? net::http::no_content() : problem(done.error());
}

awaitable<Response> history(const Fleet& fleet, gateway::Gateway& gateway, Request request) {
    const auto* view = fleet.find(person_of(request).member, PrinterId(request.part("id")));
    if (view == nullptr) co_return not_found();
    const auto columns = co_await gateway.history(view->fuse_id, view->printer.id);
    co_return columns ? json_response(to_json(*columns)) : problem(columns.error());
}

}  // namespace

void add_routes(net::http::Router& router, const Fleet& fleet, gateway::Gateway& gateway, audit::Log& audit) {
    router.add({.pattern = "/api/printers",
                .permission = "printer.view",
                .handler = [&fleet](Request request) { return list(fleet, std::move(request)); }});
    router.add({.pattern = "/api/printers/{id}",
                .permission = "printer.view",
                .handler = [&fleet](Request request) -> awaitable<Response> {
                    const auto* view = fleet.find(person_of(request).member, PrinterId(request.part("id")));
                    co_return view != nullptr ? json_response(to_json(*view)) : not_found();
                }});
    router.add({.pattern = "/api/printers/{id}/history",
                .permission = "printer.view",
                .handler = [&fleet, &gateway](Request request) {
                    return history(fleet, gateway, std::move(request));
                }});
    router.add({.method = Method::post,
                .pattern = "/api/printers/{id}/command",
                .permission = "printer.control",
                .handler = [&fleet, &gateway, &audit](Request request) {
                    return command(fleet, gateway, audit, std::move(request));
                }});
}

}  // namespace gantry::cloud::printers
