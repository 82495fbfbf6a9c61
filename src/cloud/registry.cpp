// The one place that names every capability of the Cloud.
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "cloud/activation/activation.hpp"
#include "cloud/cloud.hpp"
#include "cloud/events/hub.hpp"
#include "cloud/fuses/routes.hpp"
#include "cloud/printers/routes.hpp"
#include "cloud/snapshots/snapshots.hpp"
#include "cloud/web/authorize.hpp"

namespace gantry::cloud {
namespace {

using net::http::Request;
using net::http::Response;

std::filesystem::path database_file(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    return folder / "cloud.sqlite";
}

std::string url_of(const net::http::ServerOptions& options) {
    return "http://" + options.address + ":" + std::to_string(options.port);
}

}  // namespace

// In the order of their needs: each uses only those above it.
struct Cloud::Parts {
    Parts(Executor executor, Settings& settings)
        : database(database_file(settings.data)),
          accounts(database, {settings.data, settings.public_url, settings.hash_cost}),
          fuses(database),
          printers(database),
          activation(fuses, settings.public_url),
          gateway(executor, fuses, printers, fleet, settings.gateway),
          live(executor, fleet, gateway, settings.ice, settings.live),
          objects(settings.data / "objects"),
          snapshots(objects, fleet),
          hub(fleet, live) {
        accounts.watch(&hub);
        fleet.watch(&live);
        fleet.watch(&hub);
        gateway.watch(&live);
        gateway.give_pictures_to(&snapshots);
    }

    net::http::Router make_router(const std::string& web_folder) {
        net::http::Router router(web::make_authorize(accounts, fuses));
        router.add(
            {.pattern = "/healthz", .permission = "public", .handler = [](Request) -> awaitable<Response> {
                 const json::object body = {{"status", "ok"}};
                 co_return net::http::json_response(body);
             }});
        accounts::add_routes(router, accounts);
        activation::add_routes(router, activation);
        fuses::add_routes(router, fuses, gateway, fleet);
        printers::add_routes(router, fleet, gateway);
        gateway::add_routes(router, gateway);
        snapshots::add_routes(router, snapshots, fleet);
        events::add_routes(router, hub);
        if (!web_folder.empty()) net::http::serve_application(router, web_folder);
        return router;
    }

    storage::Database database;
    accounts::Accounts accounts;
    fuses::Repository fuses;
    printers::Repository printers;
    printers::Fleet fleet;
    activation::Activation activation;
    gateway::Gateway gateway;
    live::Live live;
    objects::Objects objects;
    snapshots::Snapshots snapshots;
    events::Hub hub;
    std::vector<net::http::Route> routes;
    std::unique_ptr<net::http::Server> server;
};

Cloud::Cloud(Executor executor, Settings settings) {
    if (settings.public_url.empty()) settings.public_url = url_of(settings.server);
    parts_ = std::make_unique<Parts>(executor, settings);
    auto router = parts_->make_router(settings.web);
    parts_->routes = router.routes();
    parts_->server = std::make_unique<net::http::Server>(executor, settings.server, std::move(router));
}

Cloud::~Cloud() = default;

std::uint16_t Cloud::port() const {
    return parts_->server->port();
}

const std::vector<net::http::Route>& Cloud::routes() const {
    return parts_->routes;
}

awaitable<void> Cloud::run() {
    const auto link = co_await parts_->accounts.prepare();
    if (!link) throw std::runtime_error(link.error().detail);
    if (*link) log::info("cloud", "Setup link: {}", **link);
    const auto remembered = co_await parts_->printers.all();
    if (!remembered) throw std::runtime_error(remembered.error().detail);
    for (const auto& [store, fuse, printer] : *remembered)
        parts_->fleet.remember(store, fuse, printer);
    if (const auto loaded = co_await parts_->snapshots.load(); !loaded)
        throw std::runtime_error(loaded.error().detail);
    Supervisor beside(co_await asio::this_coro::executor, "cloud");
    beside.run("old snapshots", [this] { return parts_->snapshots.run(); });
    std::exception_ptr ended;
    try {
        co_await parts_->server->run();
    } catch (...) {
        ended = std::current_exception();
    }
    // Cancelled: what is still being written comes to its end first.
    co_await asio::this_coro::reset_cancellation_state();
    co_await beside.stop();
    co_await parts_->gateway.stop();
    std::rethrow_exception(ended);
}

}  // namespace gantry::cloud
