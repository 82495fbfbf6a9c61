#include "cloud/printers/routes.hpp"

namespace gantry::cloud::printers {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr std::array<std::string_view, 9> actions = {"light_on",       "light_off",   "pause",
                                                     "resume",         "stop",        "speed_silent",
                                                     "speed_standard", "speed_sport", "speed_ludicrous"};

struct CommandBody {
    std::string action;
};
BOOST_DESCRIBE_STRUCT(CommandBody, (), (action))

Response not_found() {
    return problem({Errc::not_found, "no such printer"});
}

awaitable<Response> command(const Fleet& fleet, gateway::Gateway& gateway, audit::Log& audit,
                            Request request) {
    const auto body = net::http::body_as<CommandBody>(request);
    if (!body) co_return problem(body.error());
    if (std::ranges::find(actions, body->action) == actions.end())
        co_return problem({Errc::malformed, "action: unknown"});
    const auto& person = person_of(request);
    const auto* view = fleet.find(person.member, PrinterId(request.part("id")));
    if (view == nullptr) co_return not_found();
    audit::Entry entry{person.member.store, accounts::actor_of(person), "printer." + body->action,
                       view->printer.name};
    const auto done = co_await gateway.command(view->fuse_id, view->printer.id, body->action);
    entry.detail = {{"outcome", done ? std::string("done") : done.error().detail}};
    const auto noted = co_await audit.note(std::move(entry));
    if (done && !noted) co_return problem(noted.error());
    co_return done ? net::http::no_content() : problem(done.error());
}

}  // namespace

void add_routes(net::http::Router& router, const Fleet& fleet, gateway::Gateway& gateway, audit::Log& audit) {
    router.add({.pattern = "/api/printers",
                .permission = "printer.view",
                .handler = [&fleet](Request request) -> awaitable<Response> {
                    co_return json_response(to_json(fleet.visible_to(person_of(request).member)));
                }});
    router.add({.pattern = "/api/printers/{id}",
                .permission = "printer.view",
                .handler = [&fleet](Request request) -> awaitable<Response> {
                    const auto* view = fleet.find(person_of(request).member, PrinterId(request.part("id")));
                    co_return view != nullptr ? json_response(to_json(*view)) : not_found();
                }});
    router.add({.method = Method::post,
                .pattern = "/api/printers/{id}/command",
                .permission = "printer.control",
                .handler = [&fleet, &gateway, &audit](Request request) {
                    return command(fleet, gateway, audit, std::move(request));
                }});
}

}  // namespace gantry::cloud::printers
