#include "bambu/faults.hpp"
#include "fuse/printers/faults.hpp"
#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr auto pattern = "/api/printers/{id}/simulation";

// A fault to choose.
struct KnownError {
    std::string topic;
    std::string code;
    farm::Severity severity = farm::Severity::common;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(KnownError, (), (topic, code, severity, text))

struct SimulationView {
    bool online = true;
    double nozzle_mm = 0;
    int ams_units = 0;
    std::vector<std::string> hms_errors;
    std::vector<KnownError> known_errors;  // to choose from, by topic
};
BOOST_DESCRIBE_STRUCT(SimulationView, (), (online, nozzle_mm, ams_units, hms_errors, known_errors))

std::vector<KnownError> known_errors() {
    std::vector<KnownError> errors;
    for (const auto& [message, topic] : bambu::known_health_messages()) {
        auto fault = printers::farm_fault(bambu::fault_of(message, ""));
        errors.push_back({std::string(topic), std::move(fault.code), fault.severity, std::move(fault.text)});
    }
    return errors;
}

Response view(const Parts& parts, const Request& request) {
    const auto* session = parts.printers.find(farm::PrinterId(request.part("id")));
    if (session == nullptr) return problem({Errc::not_found, "no such printer"});
    const auto& simulation = session->config().simulation;
    if (!simulation) return problem({Errc::unsupported, "only a virtual printer can be simulated"});
    const SimulationView shown{.online = simulation->online,
                               .nozzle_mm = simulation->nozzle_mm,
                               .ams_units = simulation->ams_units,
                               .hms_errors = simulation->hms_errors,
                               .known_errors = known_errors()};
    return net::http::json_response(to_json(shown));
}

awaitable<Response> change(Parts parts, Request request) {
    auto wanted = net::http::body_as<printers::SimulationChange>(request);
    if (!wanted) co_return problem(wanted.error());
    const farm::PrinterId id(request.part("id"));
    auto changed = co_await parts.printers.simulate(id, std::move(*wanted));
    co_return changed ? view(parts, request) : problem(changed.error());
}

}  // namespace

void add_simulation_routes(net::http::Router& router, Parts parts) {
    router.add(
        {.pattern = pattern, .permission = user, .handler = [parts](Request request) -> awaitable<Response> {
             co_return view(parts, request);
         }});
    router.add(
        {.method = Method::post, .pattern = pattern, .permission = user, .handler = [parts](Request request) {
             return change(parts, std::move(request));
         }});
}

}  // namespace gantry::fuse::web
