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

struct IdentifyRequest {
    std::string driver = "bambu";
    std::string address;
    std::uint16_t mqtt_port = 0;
    Secret access_code;
    printers::TypedOptions options;
};
BOOST_DESCRIBE_STRUCT(IdentifyRequest, (), (driver, address, mqtt_port, access_code, options))

struct CommandRequest {
    std::string action;
    std::optional<double> value;
};
BOOST_DESCRIBE_STRUCT(CommandRequest, (), (action, value))

farm::PrinterId id_of(const Request& request) {
    return farm::PrinterId(request.part("id"));
}

Response answer_with(const Parts& parts, const farm::PrinterId& id, int status) {
    const auto* session = parts.printers.find(id);
    if (session == nullptr) return problem({Errc::not_found, "no such printer"});
    return json_response(to_json(printer_view(parts, *session)), status);
}

awaitable<Response> add_printer(Parts parts, Request request) {
    auto wanted = net::http::body_as<printers::NewPrinter>(request);
    if (!wanted) co_return problem(wanted.error());
    auto added = co_await parts.printers.add(std::move(*wanted));
    if (!added) co_return problem(added.error());
    co_return answer_with(parts, *added, 201);
}

awaitable<Response> change_printer(Parts parts, Request request) {
    auto change = net::http::body_as<printers::PrinterChange>(request);
    if (!change) co_return problem(change.error());
    auto changed = co_await parts.printers.change(id_of(request), std::move(*change));
    if (!changed) co_return problem(changed.error());
    co_return answer_with(parts, id_of(request), 200);
}

awaitable<Response> identify(Parts parts, Request request) {
    auto wanted = net::http::body_as<IdentifyRequest>(request);
    if (!wanted) co_return problem(wanted.error());
    printers::NewPrinter printer{.driver = std::move(wanted->driver),
                                 .address = std::move(wanted->address),
                                 .access_code = std::move(wanted->access_code),
                                 .ports = {.mqtt = wanted->mqtt_port},
                                 .options = std::move(wanted->options)};
    auto identity = co_await parts.printers.identify(std::move(printer));
    if (!identity) co_return problem(identity.error());
    co_return json_response(to_json(*identity));
}

awaitable<Response> command(Parts parts, Request request) {
    const auto wanted = net::http::body_as<CommandRequest>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto command = farm::command_of(wanted->action, wanted->value);
    if (!command) co_return problem(command.error());
    auto done = co_await parts.printers.command(id_of(request), *command);
    co_return done ? no_content() : problem(done.error());
}

awaitable<Response> remove_printer(Parts parts, Request request) {
    auto removed = co_await parts.printers.remove(id_of(request));
    co_return removed ? no_content() : problem(removed.error());
}

awaitable<Response> restore_printer(Parts parts, Request request) {
    auto restored = co_await parts.printers.restore(id_of(request));
    if (!restored) co_return problem(restored.error());
    co_return answer_with(parts, id_of(request), 201);
}

}  // namespace

void add_printer_routes(net::http::Router& router, Parts parts, ViewCache& cache) {
    const net::http::PartRoutes routes(router, parts);
    router.add(
        {.pattern = "/api/printers", .permission = user, .handler = [&cache](Request) -> awaitable<Response> {
             Response response;
             response.headers["content-type"] = "application/json";
             response.body = cache.text();
             co_return response;
         }});
    router.add({.pattern = "/api/printers/{id}",
                .permission = user,
                .handler = [parts](Request request) -> awaitable<Response> {
                    co_return answer_with(parts, id_of(request), 200);
                }});
    router.add({.pattern = "/api/printers/{id}/history",
                .permission = user,
                .handler = [parts](Request request) -> awaitable<Response> {
                    if (parts.printers.find(id_of(request)) == nullptr)
                        co_return problem({Errc::not_found, "no such printer"});
                    co_return json_response(to_json(parts.histories.of(id_of(request))));
                }});
    routes.add(Method::post, "/api/printers", user, add_printer);
    routes.add(Method::post, "/api/printers/identify", user, identify);
    routes.add(Method::patch, "/api/printers/{id}", user, change_printer);
    routes.add(Method::del, "/api/printers/{id}", user, remove_printer);
    routes.add(Method::post, "/api/printers/{id}/restore", user, restore_printer);
    routes.add(Method::post, "/api/printers/{id}/command", user, command);
}

}  // namespace gantry::fuse::web
