#include "fuse/web/routes.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::no_content;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr std::size_t most_added_at_once = 100;

struct ScanRequest {
    discovery::ScanKind kind = discovery::ScanKind::announcements;
    std::string subnet;
};
BOOST_DESCRIBE_STRUCT(ScanRequest, (), (kind, subnet))

struct AddRequest {
    std::vector<printers::NewPrinter> printers;
};
BOOST_DESCRIBE_STRUCT(AddRequest, (), (printers))

// What became of one printer of many: its id, or why it was not added.
struct Added {
    std::optional<farm::PrinterId> id;
    std::optional<farm::Problem> problem;
};
BOOST_DESCRIBE_STRUCT(Added, (), (id, problem))

// Whether what was typed works. That it does not is an answer, not a failure of the request.
struct Verdict {
    std::optional<printers::Identity> identity;
    std::optional<farm::Problem> warning;
    std::string note;
    std::optional<farm::Problem> problem;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (identity, warning, note, problem))

farm::Problem problem_text(const Error& error) {
    return {std::string(name_of(error.code)), error.detail};
}

awaitable<Response> show(Parts parts, Request) {
    co_return json_response(to_json(parts.discovery.view()));
}

awaitable<Response> start_scan(Parts parts, Request request) {
    const auto wanted = net::http::body_as<ScanRequest>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto started = wanted->kind == discovery::ScanKind::subnet
                             ? parts.discovery.start_subnet_scan(wanted->subnet)
                             : parts.discovery.start_auto_scan();
    if (!started) co_return problem(started.error());
    co_return json_response(to_json(*parts.discovery.view().scan), 201);
}

awaitable<Response> cancel_scan(Parts parts, Request) {
    co_await parts.discovery.cancel_scan();
    co_return no_content();
}

Response verdict_on(Result<printers::Access> access) {
    Verdict verdict;
    if (!access) {
        verdict.problem = problem_text(access.error());
    } else {
        verdict.identity = std::move(access->identity);
        verdict.warning = std::move(access->warning);
        verdict.note = std::move(access->note);
    }
    return json_response(to_json(verdict));
}

awaitable<Response> try_access(Parts parts, Request request) {
    auto wanted = net::http::body_as<printers::NewPrinter>(request);
    if (!wanted) co_return problem(wanted.error());
    co_return verdict_on(co_await parts.printers.try_access(std::move(*wanted)));
}

awaitable<Response> try_change(Parts parts, Request request) {
    auto change = net::http::body_as<printers::PrinterChange>(request);
    if (!change) co_return problem(change.error());
    const farm::PrinterId id(request.part("id"));
    auto access = co_await parts.printers.try_change(id, std::move(*change));
    if (!access && access.error().code == Errc::not_found) co_return problem(access.error());
    co_return verdict_on(std::move(access));
}

Added added(const Result<farm::PrinterId>& outcome) {
    if (outcome) return {.id = *outcome};
    return {.problem = problem_text(outcome.error())};
}

awaitable<Response> add_all(Parts parts, Request request) {
    auto wanted = net::http::body_as<AddRequest>(request);
    if (!wanted) co_return problem(wanted.error());
    if (wanted->printers.empty()) co_return problem({Errc::malformed, "no printer was selected"});
    if (wanted->printers.size() > most_added_at_once)
        co_return problem({Errc::too_large, "no more than 100 printers at once"});
    json::array results;
    for (auto& one : wanted->printers) {
        const auto outcome = co_await parts.printers.add(std::move(one));
        results.push_back(to_json(added(outcome)));
    }
    const json::value answer = {{"results", std::move(results)}};
    co_return json_response(answer);
}

json::array driver_forms(const printers::Registry& drivers) {
    json::array forms;
    for (const auto& driver : drivers.all()) {
        if (driver->finder() == nullptr) continue;
        auto form = to_json(drivers.form(driver->name()));
        form.as_object()["driver"] = driver->name();
        forms.push_back(std::move(form));
    }
    return forms;
}

awaitable<Response> show_drivers(Parts parts, Request) {
    co_return json_response(driver_forms(parts.discovery.drivers()));
}

}  // namespace

void add_discovery_routes(net::http::Router& router, Parts parts, DiscoveryEvents& events) {
    const net::http::PartRoutes routes(router, parts);
    routes.add(Method::get, "/api/drivers", user, show_drivers);
    routes.add(Method::get, "/api/discovery", user, show);
    routes.add(Method::post, "/api/discovery/scan", user, start_scan);
    routes.add(Method::del, "/api/discovery/scan", user, cancel_scan);
    routes.add(Method::post, "/api/discovery/test", user, try_access);
    routes.add(Method::post, "/api/printers/{id}/test", user, try_change);
    routes.add(Method::post, "/api/discovery/add", user, add_all);
    router.add(
        {.pattern = "/api/discovery/events",
         .permission = user,
         .socket = [&events](net::http::Request, std::unique_ptr<net::websocket::Connection> connection) {
             return events.serve(std::move(connection));
         }});
}

}  // namespace gantry::fuse::web
