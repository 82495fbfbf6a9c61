#include "cloud/server/routes.hpp"
#include "net/http/part_routes.hpp"

#include <memory>

namespace gantry::cloud::server {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

// As api/cloud.yaml has it.
struct View {
    Values settings;
    std::vector<std::string> fixed;
    bool has_turn_secret = false;
    bool has_smtp_password = false;
    std::string snapshot_folder;
    std::uint64_t snapshot_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(View, (),
                      (settings, fixed, has_turn_secret, has_smtp_password, snapshot_folder, snapshot_bytes))

Response view_of(const Parts& parts) {
    const auto& settings = parts.settings;
    const View view{settings.values(),          settings.fixed(),
                    settings.has_turn_secret(), settings.has_smtp_password(),
                    parts.snapshot_folder,      parts.gauges().snapshot_bytes};
    return net::http::never_stored(json_response(to_json(view)));
}

awaitable<Response> alive(std::shared_ptr<const Parts>, Request) {
    const json::object body = {{"status", "ok"}};
    co_return json_response(body);
}

awaitable<Response> ready(std::shared_ptr<const Parts> parts, Request) {
    const auto is_ready = co_await parts->health.ready();
    if (!is_ready) co_return problem(is_ready.error(), 503);
    const json::object body = {{"status", "ok"}};
    co_return json_response(body);
}

awaitable<Response> metrics(std::shared_ptr<const Parts> parts, Request) {
    co_return Response{.headers = {{"content-type", "text/plain; version=0.0.4; charset=utf-8"},
                                   {"cache-control", "no-store"}},
                       .body = parts->metrics.text(parts->gauges())};
}

awaitable<Response> introduce(std::shared_ptr<const Parts> parts, Request) {
    const auto& values = parts->settings.values();
    const json::object body = {{"name", values.name}, {"registration", to_json(values.registration)}};
    co_return json_response(body);
}

awaitable<Response> show(std::shared_ptr<const Parts> parts, Request) {
    co_return view_of(*parts);
}

awaitable<Response> change(std::shared_ptr<const Parts> parts, Request request) {
    auto wanted = net::http::body_as<Change>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto changed = co_await parts->settings.change(person_of(request), *std::move(wanted));
    co_return changed ? view_of(*parts) : problem(changed.error());
}

awaitable<Response> send_test_letter(std::shared_ptr<const Parts> parts, Request request) {
    if (!parts->outbox.configured())
        co_return problem({Errc::conflict, "no mail server is set: name one and save first"});
    const auto& name = parts->settings.values().name;
    mail::Letter letter{.to = person_of(request).member.email,
                        .subject = name + ": a test",
                        .body = "This letter shows that " + name + " can send letters.\n"};
    const auto sent = co_await parts->outbox.send(std::move(letter));
    co_return sent ? net::http::no_content() : problem(sent.error());
}

awaitable<Response> enter(std::shared_ptr<const Parts> parts, Request request) {
    if (parts->settings.values().registration != Registration::open)
        co_return problem({Errc::disabled, "this server takes people by invitation only; ask for one"});
    auto newcomer = net::http::body_as<accounts::Newcomer>(request);
    if (!newcomer) co_return problem(newcomer.error());
    const auto entered = co_await parts->accounts.enter(*std::move(newcomer), sessions::device_of(request));
    if (!entered) co_return problem(entered.error());
    auto response = json_response(to_json(accounts::session_of(entered->member)), 201);
    sessions::set_cookies(response, *entered, parts->transport);
    co_return response;
}

}  // namespace

void add_routes(net::http::Router& router, Parts parts) {
    const auto shared = std::make_shared<const Parts>(std::move(parts));  // by all handlers
    const net::http::PartRoutes routes(router, shared);
    routes.add(Method::get, "/healthz", "public", alive);
    routes.add(Method::get, "/readyz", "public", ready);
    routes.add(Method::get, "/metrics", "metrics", metrics);
    routes.add(Method::get, "/api/server", "public", introduce);
    routes.add(Method::post, "/api/registration", "public", enter);
    routes.add(Method::get, "/api/server/settings", "server", show);
    routes.add(Method::patch, "/api/server/settings", "server", change);
    routes.add(Method::post, "/api/server/test-letter", "server", send_test_letter);
}

}  // namespace gantry::cloud::server
