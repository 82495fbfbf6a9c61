// The one place that names every capability of the Cloud.
#include <set>

#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "base/vault.hpp"
#include "cloud/activation/activation.hpp"
#include "cloud/apikeys/api_keys.hpp"
#include "cloud/audit/routes.hpp"
#include "cloud/cloud.hpp"
#include "cloud/doctor/checks.hpp"
#include "cloud/events/hub.hpp"
#include "cloud/fuses/routes.hpp"
#include "cloud/invitations/invitations.hpp"
#include "cloud/printers/repository.hpp"
#include "cloud/printers/routes.hpp"
#include "cloud/printers/tags.hpp"
#include "cloud/prints/routes.hpp"
#include "cloud/relay/relay.hpp"
#include "cloud/resets/resets.hpp"
#include "cloud/server/routes.hpp"
#include "cloud/sessions/routes.hpp"
#include "cloud/snapshots/snapshots.hpp"
#include "cloud/storage/open.hpp"
#include "cloud/stores/stores.hpp"
#include "cloud/walls/walls.hpp"
#include "cloud/web/answers.hpp"
#include "cloud/web/authorize.hpp"
#include "cloud/web/pace.hpp"
#include "net/http/url.hpp"

namespace gantry::cloud {
namespace {

std::filesystem::path database_file(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    return folder / storage::database_name;
}

std::string url_of(const net::http::ServerOptions& options) {
    return fmt::format("http://{}:{}", net::http::bracketed(options.address), options.port);
}

}  // namespace

// In the order of their needs: each uses only those above it.
struct Cloud::Parts {
    Parts(Executor executor, Settings& settings)
        : data(settings.data),
          public_url(settings.public_url),
          serving(settings.serving),
          metrics_token(settings.metrics_token),
          database(database_file(settings.data), settings.database),
          vault(settings.data / "key"),
          transport(settings.public_url.starts_with("https:") ? sessions::Transport::encrypted
                                                              : sessions::Transport::plain),
          audit(database, {.keep = settings.keep_audit, .now = settings.now}),
          sessions(database, audit, changes, vault.key_for("tokens"), settings.sessions, settings.now),
          second_factor(database, audit, vault, settings.now),
          accounts(database, audit, changes, sessions, second_factor,
                   {settings.data, settings.public_url, settings.hash_cost, settings.now}),
          members(database, audit, changes),
          server_settings(database, audit, vault, settings.given),
          health(executor, database, settings.data),
          outbox(executor, server_settings.mail()),
          invitations(database, audit, accounts, sessions, outbox),
          resets(database, audit, changes, accounts, outbox),
          keys(database, audit, changes, settings.now),
          walls(database, audit, changes, settings.public_url, settings.now),
          fuses(database),
          printers(database),
          prints(executor, database),
          tags(database, audit, fleet),
          gateway(executor, database, fleet, settings.gateway),
          activation(database, fuses, gateway, audit, settings.public_url,
                     {.code_lifetime = settings.code_lifetime}, settings.now),
          relay(executor, settings.relay, settings.data),
          live(executor, fleet, gateway, offered_servers(), settings.live),
          objects(settings.data / "objects"),
          grants(vault.key_for("uploads"), settings.now),
          snapshots(objects, fleet, grants, {.now = settings.now}),
          stores(database, audit, changes, gateway, settings.now),
          checks(executor, fleet, gateway, offered_servers()),
          answers(database, vault, settings.now),
          hub(executor, fleet, live, checks, changes, settings.now),
          tasks(executor, "cloud") {
        fleet.watch(&live);
        fleet.watch(&hub);
        fleet.watch(&prints);
        noting = prints.noted.subscribe([this](const StoreId& store, const farm::PrinterId& printer) {
            hub.print_noted(store, printer);
        });
        gateway.watch(&live);
        gateway.watch(&checks);
        gateway.give_pictures_to(&snapshots);
        obedience = server_settings.changed().subscribe([this] {
            obey_settings();
            tasks.run("too many snapshots", [this] { return snapshots.sweep(); });
        });
        deletion = stores.deleted.subscribe([this](const StoreId& store) {
            tasks.run("deleted store", [this, store] { return snapshots.forget(store); });
        });
    }

    live::IceOptions offered_servers() const {
        auto ice = server_settings.ice();
        relay.offer(ice, public_url);
        return ice;
    }

    // At once, as the administrator has said.
    void obey_settings() {
        const auto& values = server_settings.values();
        live.offer_servers(offered_servers());
        checks.offer_servers(offered_servers());
        outbox.change(server_settings.mail());
        snapshots.keep(std::chrono::days(values.snapshot_days),
                       static_cast<std::uint64_t>(values.snapshot_limit_mb) * 1'000'000);
    }

    server::Gauges gauges() const {
        return {.fuses_connected = gateway.connected(),
                .printers_by_status = fleet.count_by_status(),
                .live_viewers = live.sessions(),
                .pages = hub.pages(),
                .gateway_received = gateway.messages().received,
                .gateway_sent = gateway.messages().sent,
                .database_waiting = database.waiting(),
                .snapshot_bytes = snapshots.bytes()};
    }

    net::http::Router make_router(const std::string& web_folder) {
        net::http::Router router(web::make_authorize(sessions, keys, fuses, walls, grants, metrics_token));
        server::Parts about_server{server_settings,
                                   health,
                                   metrics,
                                   accounts,
                                   outbox,
                                   transport,
                                   [this] { return gauges(); },
                                   (data / "objects" / "snapshots").string()};
        server::add_routes(router, std::move(about_server));
        accounts::add_routes(router, accounts, second_factor, transport);
        accounts::add_routes(router, members);
        sessions::add_routes(router, sessions, transport);
        stores::add_routes(router, stores, members);
        invitations::add_routes(router, invitations, transport);
        resets::add_routes(router, resets);
        apikeys::add_routes(router, keys);
        walls::add_routes(router, walls, transport);
        audit::add_routes(router, audit);
        activation::add_routes(router, activation);
        fuses::add_routes(router, fuses, gateway, fleet, audit);
        printers::add_routes(router, fleet, gateway, audit);
        printers::add_routes(router, tags);
        prints::add_routes(router, prints, fleet);
        gateway::add_routes(router, gateway);
        snapshots::add_routes(router, snapshots, fleet);
        live::add_routes(router, live);
        events::add_routes(router, hub);
        if (!web_folder.empty()) net::http::serve_application(router, web_folder);
        return with_answers_once(router);
    }

    // What makes something is done once for each Idempotency-Key.
    net::http::Router with_answers_once(const net::http::Router& plain) {
        static const std::set<std::string, std::less<>> making = {
            "/api/stores", "/api/invitations", "/api/keys", "/api/walls", "/api/users/{id}/reset"};
        net::http::Router router(plain.authorize());
        router.pace_by([this](const net::http::Request& request) { return pace.of(request); });
        for (auto route : plain.routes()) {
            if (route.method == net::http::Method::post && making.contains(route.pattern))
                route.handler = answers.once(std::move(route.handler));
            router.add(std::move(route));
        }
        return router;
    }

    // Throws when the database does not tell.
    awaitable<void> remember_printers() {
        const auto remembered = co_await printers.all();
        if (!remembered) throw std::runtime_error(remembered.error().detail);
        auto last = co_await prints.load();
        if (!last) throw std::runtime_error(last.error().detail);
        for (const auto& [store, fuse, printer] : *remembered)
            fleet.remember(store, fuse, printer, std::move((*last)[{store, printer.id}]));
    }

    awaitable<void> forget_old_entries() {
        for (;;) {
            static_cast<void>(co_await audit.forget_old());  // a failure is in the log already
            static_cast<void>(co_await prints.forget_gone());
            co_await sleep_for(std::chrono::hours(6));
        }
    }

    std::filesystem::path data;
    std::string public_url;
    std::function<void()> serving;
    Secret metrics_token;
    storage::Database database;
    Vault vault;
    sessions::Transport transport;
    accounts::Changes changes;
    audit::Log audit;
    sessions::Sessions sessions;
    second_factor::SecondFactor second_factor;
    accounts::Accounts accounts;
    accounts::Members members;
    server::Settings server_settings;
    server::Health health;
    server::Metrics metrics;
    mail::Outbox outbox;
    invitations::Invitations invitations;
    resets::Resets resets;
    apikeys::ApiKeys keys;
    walls::Walls walls;
    fuses::Repository fuses;
    printers::Repository printers;
    prints::Prints prints;
    printers::Fleet fleet;
    printers::Tags tags;
    gateway::Gateway gateway;
    activation::Activation activation;
    relay::Relay relay;
    live::Live live;
    objects::Objects objects;
    snapshots::Grants grants;
    snapshots::Snapshots snapshots;
    stores::Stores stores;
    doctor::Checks checks;
    web::Answers answers;
    web::Pace pace;
    events::Hub hub;
    Supervisor tasks;
    Subscription deletion;
    Subscription noting;
    Subscription obedience;
    std::vector<net::http::Route> routes;
    std::unique_ptr<net::http::Server> server;
};

Cloud::Cloud(Executor executor, Settings settings) {
    if (settings.public_url.empty()) settings.public_url = url_of(settings.server);
    parts_ = std::make_unique<Parts>(executor, settings);
    settings.server.answered = [parts = parts_.get()](int status) { parts->metrics.answered(status); };
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
    if (const auto up = co_await parts_->relay.start(); !up) throw std::runtime_error(up.error().detail);
    const auto link = co_await parts_->accounts.prepare();
    if (!link) throw std::runtime_error(link.error().detail);
    if (*link) log::info("cloud", "Setup link: {}", **link);
    if (const auto loaded = co_await parts_->tags.load(); !loaded)
        throw std::runtime_error(loaded.error().detail);
    if (const auto loaded = co_await parts_->server_settings.load(); !loaded)
        throw std::runtime_error(loaded.error().detail);
    parts_->obey_settings();
    co_await parts_->remember_printers();
    if (const auto loaded = co_await parts_->snapshots.load(); !loaded)
        throw std::runtime_error(loaded.error().detail);
    // What was read lies free among what the database's thread allocates, where nothing else would use it.
    heap::trim();
    parts_->tasks.run("old snapshots", [this] { return parts_->snapshots.run(); });
    parts_->tasks.run("old audit entries", [this] { return parts_->forget_old_entries(); });
    parts_->serving();
    std::exception_ptr ended;
    try {
        co_await parts_->server->run();
    } catch (...) {
        ended = std::current_exception();
    }
    // Cancelled: what is still being written comes to its end first.
    co_await asio::this_coro::reset_cancellation_state();
    co_await parts_->tasks.stop();
    co_await parts_->hub.stop();
    co_await parts_->health.stop();
    co_await parts_->gateway.stop();
    co_await parts_->prints.stop();
    co_await parts_->outbox.stop();
    co_await parts_->relay.stop();
    std::rethrow_exception(ended);
}

}  // namespace gantry::cloud
