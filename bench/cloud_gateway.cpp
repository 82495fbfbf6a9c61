// cloud.gateway: a real gantry-cloud on one core, with SQLite, and 2,000 Fuses with their own keys, 20
// printers each. A tenth of the printers print, and each of those reports every two seconds. 50 stores, an
// open dashboard in each. bench_cloud_gateway [FUSES [SECONDS]]. Ends with 1 above the limits.
#include <sched.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>
#include <fstream>

#include "base/child_process.hpp"
#include "base/descriptors.hpp"
#include "bench/fuses.hpp"
#include "bench/process.hpp"
#include "net/http/client.hpp"
#include "tests/base/eventually.hpp"

namespace {

using namespace gantry;
namespace fs = std::filesystem;
using net::http::Method;

constexpr int port = 18980;
constexpr int max_stores = 50;
constexpr auto patience = 180s;
const std::map<std::string, double> limits = {
    {"p99_ms", 500}, {"lost", 0}, {"rss_kb_per_fuse", 60}, {"storm_s", 30}};

struct Store {
    std::string id;
    std::string key;
};

// What the dashboards have shown.
struct Shown {
    std::vector<std::int64_t> latencies_ms;
    std::uint64_t changes = 0;
    int dashboards = 0;
};

awaitable<net::http::Response> call(Method method, std::string path, json::object body, std::string cookie) {
    net::http::ClientRequest request{
        .method = method, .url = fmt::format("http://127.0.0.1:{}{}", port, path), .body = to_text(body)};
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    auto response = co_await net::http::fetch(std::move(request));
    co_return response.value_or(net::http::Response{.status = 0});
}

std::string access_of(const net::http::Response& response) {
    for (const auto& cookie : response.cookies)
        if (cookie.starts_with("gantry_access=")) return cookie.substr(0, cookie.find(';'));
    throw std::runtime_error("no access: " + response.body);
}

std::string text_at(const std::string& body, std::string_view name) {
    return std::string(parse_json(body)->at(name).as_string());
}

Program cloud_on(const fs::path& data) {
    const auto here = fs::read_symlink("/proc/self/exe").parent_path();
    const auto program = (here.parent_path() / "bin" / "gantry-cloud").string();
    return {.path = "/usr/bin/taskset",
            .arguments = {"-c", "0", program, "--data", data.string(), "--listen", "127.0.0.1", "--port",
                          std::to_string(port), "--log-level", "warning"},
            .environment = {},
            .log_file = (data / "log").string()};
}

awaitable<void> until_it_answers() {
    for (int tries = 0; tries < 3000; ++tries) {
        if ((co_await call(Method::get, "/healthz", {}, "")).status == 200) co_return;
        co_await sleep_for(20ms);
    }
    throw std::runtime_error("gantry-cloud does not answer");
}

awaitable<void> until(const char* what, std::function<bool()> condition) {
    if (!co_await eventually(std::move(condition), patience))
        throw std::runtime_error(std::string("waited in vain for ") + what);
}

// A key of the store that the cookie is in.
awaitable<std::string> make_key(std::string cookie) {
    const json::object wanted = {{"name", "dashboard"}, {"permissions", {"printer.view"}}};
    co_return text_at((co_await call(Method::post, "/api/keys", wanted, cookie)).body, "key");
}

awaitable<std::vector<Store>> make_stores(const fs::path& data, int count) {
    co_await until_it_answers();
    std::string link;
    std::getline(std::ifstream(data / "setup-link"), link);
    const json::object owner = {{"token", link.substr(link.find('=') + 1)},
                                {"name", "Olive"},
                                {"email", "owner@example.org"},
                                {"password", "a long password"},
                                {"store_name", "Store 0"}};
    const auto set_up = co_await call(Method::post, "/api/setup", owner, "");
    auto cookie = access_of(set_up);
    std::vector<Store> stores{{text_at(to_text(parse_json(set_up.body)->at("store")), "id"), ""}};
    stores[0].key = co_await make_key(cookie);
    while (std::ssize(stores) < count) {
        const json::object name = {{"name", fmt::format("Store {}", stores.size())}};
        const auto id = text_at((co_await call(Method::post, "/api/stores", name, cookie)).body, "id");
        cookie = access_of(co_await call(Method::put, "/api/session/store", {{"store", id}}, cookie));
        stores.push_back({id, co_await make_key(cookie)});
    }
    co_return stores;
}

// As activation leaves them; two thousand people's clicks are not what is measured.
void enrol(const fs::path& data, const std::vector<Store>& stores,
           const std::vector<std::unique_ptr<bench::Fuse>>& fuses) {
    soci::session sql(soci::sqlite3, "dbname=" + (data / "cloud.sqlite").string());
    soci::transaction all(sql);
    for (const auto& fuse : fuses) {
        const auto id = fuse->id();
        const auto& store = stores[static_cast<std::size_t>(fuse->number()) % stores.size()].id;
        const auto hash = to_hex(sha256(as_bytes(fuse->token())));
        sql << "INSERT INTO fuses (id, store_id, host_name, software, public_key, token_hash, created_at, "
               "last_seen_at) VALUES (:id, :store, 'bench', 'bench', :key, :hash, 0, 0)",
            soci::use(id), soci::use(store), soci::use(fuse->public_key()), soci::use(hash);
    }
    all.commit();
}

// Notes how old a change is when it is shown.
void note(const std::string& text, Shown& shown) {
    if (!text.contains("\"type\":\"printer\"") || !text.contains("\"progress\"")) return;
    const auto event = parse_json(text);
    const auto* reported = event->at("changes").as_object().if_contains("last_report_at");
    if (reported == nullptr) return;
    shown.latencies_ms.push_back(bench::now_ms() - reported->as_int64());
    ++shown.changes;
}

awaitable<void> look_once(std::string key, Shown& shown) {
    net::websocket::ClientRequest request{.url = fmt::format("ws://127.0.0.1:{}/api/events", port)};
    request.headers["authorization"] = "Bearer " + key;
    request.limits.max_message_bytes = 64 * 1024 * 1024;
    const auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection) co_return;
    ++shown.dashboards;
    const std::shared_ptr<void> at_the_end(nullptr, [&shown](void*) { --shown.dashboards; });
    while (const auto text = co_await (*connection)->read())
        note(*text, shown);
}

// A page that comes back when it is cut off.
awaitable<void> look(std::string key, Shown& shown) {
    for (;;) {
        try {
            co_await look_once(key, shown);
        } catch (const SystemError& e) {
            if (e.code() == asio::error::operation_aborted) throw;
        }
        co_await sleep_for(200ms);
    }
}

// All that takes part. What runs uses it, and has ended before it does.
struct Farm {
    fs::path data;
    int count = 0;
    std::chrono::seconds length;
    std::vector<std::unique_ptr<bench::Fuse>> fuses;
    std::vector<Store> stores;
    bench::Outgoing sent;
    Shown shown;
    std::optional<ChildProcess> cloud;
    double mb_before = 0;  // with the pages, without a Fuse
    double mb_most = 0;
    bool within_limits = true;

    void publish(const std::string& name, double value, const char* unit) {
        fmt::print("{{\"bench\":\"cloud.gateway\",\"n\":\"{}\",\"value\":{:.3f},\"unit\":\"{}\"}}\n", name,
                   value, unit);
        std::fflush(stdout);
        const auto limit = limits.find(name);
        if (limit != limits.end() && value > limit->second) within_limits = false;
    }
};

awaitable<void> prepare(Farm& farm, Executor executor) {
    for (int i = 0; i < farm.count; ++i)
        farm.fuses.push_back(std::make_unique<bench::Fuse>(i));
    farm.cloud.emplace(executor, cloud_on(farm.data));
    farm.stores = co_await make_stores(farm.data, std::clamp(farm.count / 20, 1, max_stores));
    farm.cloud.reset();
    enrol(farm.data, farm.stores, farm.fuses);
    farm.cloud.emplace(executor, cloud_on(farm.data));
    co_await until_it_answers();
}

// With every Fuse connected, once what comes first is over.
awaitable<void> weigh(Farm& farm) {
    co_await sleep_for(3s);
    farm.mb_most = std::max(farm.mb_most, bench::resident_mb(farm.cloud->id()));
}

awaitable<void> connect_all(Farm& farm, Supervisor& supervisor) {
    for (const auto& store : farm.stores)
        supervisor.run("page", [&] { return look(store.key, farm.shown); });
    co_await until("the pages", [&] { return farm.shown.dashboards == std::ssize(farm.stores); });
    farm.mb_before = bench::resident_mb(farm.cloud->id());
    const auto url = fmt::format("ws://127.0.0.1:{}/gateway", port);
    for (const auto& fuse : farm.fuses)
        supervisor.run("fuse", [&, url] { return fuse->live(url, farm.sent); });
    co_await until("the Fuses", [&] { return farm.sent.connected == farm.count; });
    co_await weigh(farm);
}

void publish_latencies(Farm& farm) {
    auto& latencies = farm.shown.latencies_ms;
    std::ranges::sort(latencies);
    if (latencies.empty()) throw std::runtime_error("no dashboard has shown a change");
    const auto last = static_cast<double>(latencies.size() - 1);
    for (const auto& [name, share] : {std::pair{"p50_ms", 0.5}, std::pair{"p99_ms", 0.99}})
        farm.publish(name, static_cast<double>(latencies[static_cast<std::size_t>(share * last)]), "ms");
}

awaitable<void> report_changes(Farm& farm, Supervisor& supervisor) {
    farm.shown.latencies_ms.clear();
    farm.shown.changes = 0;
    for (const auto& fuse : farm.fuses)
        supervisor.run("print", [&] { return fuse->print(farm.sent); });
    const auto before = bench::cpu_seconds(farm.cloud->id());
    co_await sleep_for(farm.length);
    const auto used = bench::cpu_seconds(farm.cloud->id()) - before;
    farm.sent.printing = false;
    co_await sleep_for(3s);
    publish_latencies(farm);
    const auto seconds = static_cast<double>(farm.length.count());
    const auto sent = static_cast<double>(farm.sent.changes);
    farm.publish("lost", sent - static_cast<double>(farm.shown.changes), "changes");
    farm.publish("per_second", sent / seconds, "changes");
    farm.publish("core", used / seconds, "core");
}

awaitable<void> kill_and_wait(Farm& farm, Executor executor) {
    const auto killed = std::chrono::steady_clock::now();
    farm.cloud.reset();
    farm.cloud.emplace(executor, cloud_on(farm.data));
    co_await until("the cut", [&] { return farm.sent.connected == 0; });
    co_await until("the end of the storm", [&] { return farm.sent.connected == farm.count; });
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - killed;
    farm.publish("storm_s", taken.count(), "s");
    co_await weigh(farm);
    farm.publish("rss_kb_per_fuse", (farm.mb_most - farm.mb_before) * 1024 / farm.count, "KB");
}

awaitable<void> measure(Farm& farm, Executor executor) {
    Supervisor supervisor(executor, "bench");
    std::exception_ptr failure;
    try {
        co_await prepare(farm, executor);
        co_await connect_all(farm, supervisor);
        co_await report_changes(farm, supervisor);
        co_await kill_and_wait(farm, executor);
    } catch (...) {
        failure = std::current_exception();
        fmt::print(stderr, "{} of {} Fuses are connected\n", farm.sent.connected, farm.count);
    }
    co_await supervisor.stop();
    if (failure) std::rethrow_exception(failure);
}

// The Cloud has the first core for itself; on a machine with one core this changes nothing.
void leave_the_first_core() {
    cpu_set_t others;
    CPU_ZERO(&others);
    for (int i = 1; i < CPU_SETSIZE; ++i)
        CPU_SET(i, &others);
    sched_setaffinity(0, sizeof others, &others);
}

}  // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    allow_many_descriptors();
    leave_the_first_core();
    const int count = argc > 1 ? std::stoi(argv[1]) : 2'000;
    const std::chrono::seconds length(argc > 2 ? std::stoi(argv[2]) : 20);
    const auto data = fs::temp_directory_path() / fmt::format("gantry-bench-gateway-{}", getpid());
    fs::create_directories(data);
    const std::shared_ptr<void> cleaned(nullptr, [data](void*) { fs::remove_all(data); });
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "bench");
    Farm farm{.data = data, .count = count, .length = length};
    bool complete = false;
    supervisor.run("measure", [&]() -> awaitable<void> {
        co_await measure(farm, loop.get_executor());
        complete = true;
    });
    loop.run();
    return complete && farm.within_limits ? 0 : 1;
}
