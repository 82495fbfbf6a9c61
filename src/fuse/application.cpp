#include "fuse/application.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>
#include <filesystem>
#include <fstream>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "farm/fuse_folder.hpp"
#include "fuse/doctor/remote_checks.hpp"
#include "fuse/files/files.hpp"
#include "fuse/gateway/ice_servers.hpp"
#include "fuse/gateway/remote_viewers.hpp"
#include "fuse/gateway/uploads.hpp"
#include "fuse/snapshots/snapshots.hpp"
#include "fuse/web/web.hpp"
#include "net/http/server.hpp"

namespace gantry::fuse {
namespace {

constexpr auto area = "fuse";
constexpr std::size_t encoding_threads = 2;
constexpr std::uint64_t gigabyte = 1'000'000'000;
constexpr auto answer_time = 200ms;     // for the answer to whoever asked for the restart
constexpr auto start_again_after = 1s;  // when a start failed

rtc::EngineOptions engine_options(const Options& options) {
    rtc::EngineOptions engine;
    engine.addresses = options.ice_addresses;
    return engine;
}

net::http::ServerOptions server_options(const Options& options) {
    net::http::ServerOptions server{.address = options.listen, .port = options.port};
    const auto name = activation::host_name();
    server.host_names = {name, name + ".local"};
    server.host_names.insert(server.host_names.end(), options.host_names.begin(), options.host_names.end());
    server.forwarded_header = options.forwarded_header;
    return server;
}

}  // namespace

// For programs beside us, while we run: where this machine finds our page.
class PageUrl {
public:
    PageUrl(const Options& options, std::uint16_t port) : file_(options.data + "/" + farm::page_url_file) {
        const auto address = options.listen == "0.0.0.0" ? std::string("127.0.0.1") : options.listen;
        const bool is_v6 = address.find(':') != address.npos;
        std::ofstream(file_) << fmt::format(fmt::runtime(is_v6 ? "http://[{}]:{}\n" : "http://{}:{}\n"),
                                            address, port);
    }
    ~PageUrl() {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    PageUrl(const PageUrl&) = delete;
    PageUrl& operator=(const PageUrl&) = delete;

private:
    std::string file_;
};

// What is nowhere but in memory, and what a restart must not cost.
struct Application::Memory {
    printers::Printers::Memory printers;
    printers::Histories::All histories;
    communications::Communications::Logs communications;
    PrinterCameras::Pictures pictures;
};

// In the order in which they need each other.
struct Application::Everything {
    // Leaves `memory` as it is when it throws.
    Everything(Executor executor, const Options& options, Lifecycle& lifecycle, Memory& memory);

    // Of the Cloud that this Fuse belongs to.
    awaitable<Result<std::vector<rtc::IceServer>>> ask_for_servers() {
        if (gateway.link().state != gateway::CloudState::connected || !activation.credentials())
            co_return fail(Errc::offline, "Fuse is not connected to Gantry");
        co_return co_await gateway::fetch_ice_servers(gateway.link().url, activation.credentials()->token);
    }

    web::Parts parts() {
        return {printers,  cameras,        live,   settings,  activation, gateway,
                histories, communications, access, discovery, stats,      snapshots,
                files,     transfers,      pool,   lifecycle, backups};
    }
    void load(const Options& options, Memory& memory);
    awaitable<void> stop();
    // After stop(): nothing of it remains here.
    Memory hand_over();

    Lifecycle& lifecycle;
    storage::Store store;
    WorkerPool pool{encoding_threads};
    settings::CurrentSettings settings;
    files::Files files;
    access::Access access;
    printers::Registry drivers;
    cameras::Registry camera_sources;
    printers::Printers printers;
    transfers::Transfers transfers;
    printers::Histories histories{printers};
    communications::Communications communications;
    discovery::Discovery discovery;
    stats::Stats stats;
    rtc::Engine engine;
    live::LiveSessions live;
    PrinterCameras cameras;
    activation::Activation activation;
    gateway::RemoteViewers remote_viewers;
    gateway::Gateway gateway;
    gateway::CloudUploads uploads;
    snapshots::Snapshots snapshots;
    backup::Backups backups;
    printers::Examiners examiners = make_examiners();
    doctor::Doctor doctor;
    doctor::RemoteChecks remote_checks{doctor};
    web::ViewCache view_cache;
    web::Events events;
    web::DiscoveryEvents discovery_events;
    web::ActivityEvents activity_events;
    web::Whep whep;
    net::http::Router router;
    net::http::Server server;
    PageUrl page_url;
    Supervisor supervisor;
    Task server_task;
    Subscription settings_changed;
};

Application::Everything::Everything(Executor executor, const Options& options, Lifecycle& whole,
                                    Memory& memory)
    : lifecycle(whole),
      store(options.data),
      settings(store, {.gateway_url = options.gateway_url}, options.fixed),
      files(executor, store, options.data,
            [this] { return static_cast<std::uint64_t>(settings.get().file_cache_gb) * gigabyte; }),
      access(store, options.access),
      drivers(options.drivers()),
      camera_sources(options.camera_sources()),
      printers(executor, drivers, store),
      transfers(executor, files, printers, make_file_senders(), options.transfers),
      communications(pool, printers),
      discovery(executor, drivers, printers, options.discovery),
      stats(executor, printers, settings, access, server_options(options), options.stats),
      engine(engine_options(options)),
      live(executor, pool, engine),
      cameras(executor, pool, camera_sources, printers, settings, live),
      activation(executor, store, settings),
      remote_viewers(live, settings, printers),
      gateway(executor, settings, activation, printers, remote_viewers),
      uploads(executor, gateway),
      snapshots(
          executor, printers, settings, [this](const farm::PrinterId& id) { return cameras.find(id); },
          uploads, store),
      backups(pool, printers, options.access.hash_cost),
      doctor(executor,
             {printers, examiners, cameras, settings, gateway, snapshots, pool, options.data,
              [this] { return ask_for_servers(); }},
             options.doctor),
      view_cache(parts()),
      events(executor, parts(), view_cache),
      discovery_events(executor, parts()),
      activity_events(executor, parts()),
      whep(executor, live),
      router(web::make_router(parts(), view_cache, events, discovery_events, activity_events, whep, doctor,
                              options.web)),
      server(executor, server_options(options), router),
      page_url(options, server.port()),
      supervisor(executor, area),
      settings_changed(settings.changed().subscribe([this] { files.keep_limit(); })) {
    gateway.read_history([this](const farm::PrinterId& id) { return histories.of(id); });
    gateway.answer_checks([this](const farm::gateway::Check& check, gateway::LiveDesk::Send send) {
        remote_checks.begin(check, std::move(send));
    });
    load(options, memory);
}

void Application::Everything::load(const Options& options, Memory& memory) {
    settings.load();
    files.load();
    access.load();
    activation.load();
    auto stored = store.load_printers();
    if (!stored) throw std::runtime_error("the printers cannot be read: " + stored.error().detail);
    log::info(area, "{} printers, data in {}", stored->size(), options.data);
    printers.load(std::move(*stored), std::move(memory.printers));
    histories.take_over(std::move(memory.histories));
    communications.take_over(std::move(memory.communications));
    cameras.take_over(std::move(memory.pictures));
}

Application::Memory Application::Everything::hand_over() {
    return {.printers = printers.memory(),
            .histories = histories.hand_over(),
            .communications = communications.hand_over(),
            .pictures = cameras.hand_over()};
}

// At the same time: each of them waits for others at most a second.
awaitable<void> Application::Everything::stop() {
    Supervisor ending(supervisor.executor(), area);
    std::vector<Task> tasks;
    tasks.push_back(ending.spawn("stop discovery", [this] { return discovery.stop(); }));
    tasks.push_back(ending.spawn("stop cameras", [this] { return cameras.stop(); }));
    tasks.push_back(ending.spawn("stop printers", [this] { return printers.stop(); }));
    tasks.push_back(ending.spawn("stop transfers", [this] { return transfers.stop(); }));
    tasks.push_back(ending.spawn("stop doctor", [this] { return doctor.stop(); }));
    tasks.push_back(ending.spawn("stop activation", [this] { return activation.stop(); }));
    tasks.push_back(ending.spawn("stop snapshots", [this] { return snapshots.stop(); }));
    server_task.cancel();
    co_await supervisor.stop();
    co_await server_task.join();
    for (auto& task : tasks)
        co_await task.join();
    co_await files.stop();
}

Application::Application(Executor executor, Options options)
    : executor_(std::move(executor)), options_(std::move(options)), started_at_(unix_ms_now()) {
    Memory nothing;
    everything_ = std::make_unique<Everything>(executor_, options_, *this, nothing);
    options_.port = everything_->server.port();
}

Application::~Application() = default;

std::uint16_t Application::port() const {
    return options_.port;
}

const std::vector<net::http::Route>& Application::routes() const {
    return everything_->router.routes();
}

awaitable<void> Application::run() {
    while (co_await run_once() == End::restart)
        co_await start_again();
}

awaitable<Application::End> Application::run_once() {
    auto& all = *everything_;
    all.supervisor.run("access", [&all] { return all.access.run(); });
    all.supervisor.run("activation", [&all] { return all.activation.run(); });
    all.supervisor.run("gateway", [&all] { return all.gateway.run(); });
    all.supervisor.run("snapshots", [&all] { return all.snapshots.run(); });
    all.supervisor.run("events", [&all] { return all.events.run(); });
    all.supervisor.run("discovery", [&all] { return all.discovery.run(); });
    all.supervisor.run("discovery events", [&all] { return all.discovery_events.run(); });
    all.supervisor.run("stats", [&all] { return all.stats.run(); });
    all.supervisor.run("activity events", [&all] { return all.activity_events.run(); });
    all.server_task = all.supervisor.spawn("server", [&all] { return all.server.run(); });
    std::exception_ptr ended;
    try {
        co_await all.server_task.join();
    } catch (...) {
        ended = std::current_exception();
    }
    // Cancelled or not: what follows must run to its end, and who cancels meanwhile is heard after it.
    co_await asio::this_coro::reset_cancellation_state([this](asio::cancellation_type) {
        cancelled_ = true;
        return asio::cancellation_type::none;
    });
    co_await all.stop();
    if (ended) std::rethrow_exception(ended);
    co_return restarting_ && !cancelled_ ? End::restart : End::over;
}

// What is on the disk is read again; what was seen and heard of the printers stays in sight.
awaitable<void> Application::start_again() {
    co_await asio::this_coro::reset_cancellation_state();
    auto memory = everything_->hand_over();
    if (std::exchange(resetting_, false)) memory = {};
    everything_.reset();
    restarting_ = false;
    for (;;) {
        try {
            everything_ = std::make_unique<Everything>(executor_, options_, *this, memory);
            started_at_ = unix_ms_now();
            log::info(area, "restarted");
            co_return;
        } catch (const std::exception& e) {
            log::error(area, "the restart failed, another follows: {}", e.what());
        }
        co_await sleep_for(start_again_after);
    }
}

void Application::restart() {
    if (std::exchange(restarting_, true)) return;
    log::info(area, "restarting");
    everything_->supervisor.run("restart", [this]() -> awaitable<void> {
        co_await sleep_for(answer_time);
        everything_->server_task.cancel();
    });
}

awaitable<Result<>> Application::reset() {
    auto wanted = co_await everything_->store.wipe_at_next_start();
    if (wanted)
        log::warning(area,
                     "everything is reset: printers, activation, settings, password, cached files, log");
    if (wanted) {
        resetting_ = true;
        restart();
    }
    co_return wanted;
}

}  // namespace gantry::fuse
