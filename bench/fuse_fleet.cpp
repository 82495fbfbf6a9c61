// fuse.fleet: one gantry-fuse with 500 printers, 50 of which print and report once a second, the others
// switched off. import_s is how long it takes to take over all of them from a file; start_s is from the start
// of the program until its list of 500 is answered, online_s until the 50 are online; api_p99_ms is what 20
// pages wait for that list, which follow the events besides, and page_p99_ms for single printers; rss_mb and
// core are Fuse's own meanwhile; dials_30s is how often one that is off was dialled in 30 s at most. Ends
// with 1 above the limits.
#include <netinet/in.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <random>
#include <thread>

#include "bench/farm.hpp"
#include "net/websocket/connection.hpp"

namespace {

using namespace gantry;
using namespace gantry::bench;
using Clock = std::chrono::steady_clock;

constexpr int printers = 500;
constexpr int online = 50;
constexpr int pages = 20;
constexpr int web_port = 18898;
constexpr auto settled_after = 5s;
constexpr auto measured_for = 20s;
constexpr auto dials_after = 30s;
constexpr double most_start_s = 2;
constexpr double most_ms = 10;
constexpr double most_mb = 250;
constexpr double most_cores = 0.5;

void print(const char* n, double value, const char* unit) {
    fmt::print("{{\"bench\":\"fuse.fleet\",\"n\":\"{}\",\"value\":{:.3f},\"unit\":\"{}\"}}\n", n, value,
               unit);
    std::fflush(stdout);
}

double seconds_since(Clock::time_point moment) {
    return std::chrono::duration<double>(Clock::now() - moment).count();
}

// A printer that is off: nobody answers, not even with a refusal. Its queue of connections is full, so that
// the system drops further ones.
class SwitchedOff {
public:
    explicit SwitchedOff(std::uint32_t address) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(mqtt_port);
        place.sin_addr.s_addr = htonl(address);
        const auto* where = reinterpret_cast<const sockaddr*>(&place);
        for (auto& socket : sockets_)
            socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (bind(sockets_[0], where, sizeof place) != 0 || listen(sockets_[0], 0) != 0)
            throw std::runtime_error("an address of a printer that is off is taken");
        for (std::size_t i = 1; i < sockets_.size(); ++i)
            connect(sockets_[i], where, sizeof place);
    }
    ~SwitchedOff() {
        for (const int socket : sockets_)
            ::close(socket);
    }
    SwitchedOff(const SwitchedOff&) = delete;
    SwitchedOff& operator=(const SwitchedOff&) = delete;

private:
    std::array<int, 3> sockets_{};
};

constexpr std::uint32_t first_off = (127U << 24) + (78U << 8) + 1;

std::string off_address(int i) {
    const auto address = first_off + static_cast<std::uint32_t>(i);
    return fmt::format("127.0.{}.{}", (address >> 8) & 0xFF, address & 0xFF);
}

awaitable<std::string> call(net::http::Method method, std::string path, std::string body = "") {
    return ask(web_port, method, std::move(path), std::move(body));
}

awaitable<void> wait_for(std::string text, std::chrono::milliseconds step) {
    const auto deadline = Clock::now() + 60s;
    while (!(co_await call(net::http::Method::get, "/api/status")).contains(text)) {
        if (Clock::now() > deadline) throw std::runtime_error("Fuse never says " + text);
        co_await sleep_for(step);
    }
}

const std::string all_online = fmt::format("\"printers_connected\":{},", online);

// Ones that are off stand between those that are on.
std::string file_of_all() {
    json::array all;
    int on = 0;
    int off = 0;
    for (int i = 0; i < printers; ++i) {
        const bool is_on = i % (printers / online) == printers / online - 1;
        json::object entry = {{"model", "P1S"}, {"ports", {{"mqtt", mqtt_port}}}};
        entry["name"] = fmt::format("Rack {}", i);
        entry["serial"] = is_on ? serial_of(++on) : fmt::format("01P00B{:09}", i);
        entry["address"] = is_on ? address_of(on) : off_address(off++);
        all.push_back(std::move(entry));
    }
    return to_text(json::object{{"format", "gantry-fuse-printers"}, {"version", 1}, {"printers", all}});
}

awaitable<void> import_all() {
    co_await wait_for("\"version\"", 50ms);
    co_await call(net::http::Method::patch, "/api/settings", R"({"gateway_enabled":false})");
    json::array choices;
    for (int i = 0; i < printers; ++i)
        choices.push_back({{"line", i}, {"access_code", "12345678"}});
    const json::object wanted = {{"file", file_of_all()}, {"choices", choices}};
    const auto started = Clock::now();
    const auto done = co_await call(net::http::Method::post, "/api/printers/import", to_text(wanted));
    print("import_s", seconds_since(started), "s");
    if (!done.contains("\"added\"") || done.contains("\"failed\""))
        throw std::runtime_error("not imported: " + done.substr(0, 500));
    co_await wait_for(all_online, 100ms);
}

awaitable<void> report(net::mqtt::Client& brain) {
    for (int round = 0;; ++round) {
        for (int i = 1; i <= online; ++i) {
            const auto text = fmt::format(
                R"({{"print":{{"command":"push_status","msg":1,"gcode_state":"RUNNING","mc_percent":{},"layer_num":{},"nozzle_temper":{},"bed_temper":{},"sequence_id":"{}"}}}})",
                round % 100, round, 219 + round % 3, 60 + round % 2, round);
            static_cast<void>(
                brain.publish("device/" + serial_of(i) + "/report", text, net::mqtt::Delivery::at_most_once));
            co_await sleep_for(1000ms / online);
        }
    }
}

// Pages in threads of their own, one for those that follow events and one for those that ask, so that what is
// waited for is Fuse.
struct Pages {
    std::vector<double> lists_ms;
    std::vector<double> others_ms;
    std::vector<std::string> ids;
    std::string failure;
    std::atomic<bool> measuring = false;

    awaitable<void> follow() {
        net::websocket::ClientRequest request{.url = fmt::format("ws://127.0.0.1:{}/api/events", web_port)};
        request.limits.max_message_bytes = 16 * 1024 * 1024;
        auto events = co_await net::websocket::connect(std::move(request));
        if (!events) throw std::runtime_error(events.error().detail);
        while (co_await (*events)->read()) {
        }
    }

    awaitable<void> ask(int page) {
        // People do not keep in step.
        std::minstd_rand random(static_cast<unsigned>(page) + 1);
        std::uniform_int_distribution<int> pause_ms(200, 400);
        co_await sleep_for(std::chrono::milliseconds(pause_ms(random)));
        for (std::size_t round = static_cast<std::size_t>(page);; ++round) {
            const auto one = "/api/printers/" + ids[round * 7 % ids.size()];
            const std::array paths = {std::string("/api/printers"), one, one + "/history"};
            const bool is_list = round % paths.size() == 0;
            const auto started = Clock::now();
            const auto answer = co_await call(net::http::Method::get, paths[round % paths.size()]);
            if (answer.empty()) failure = "no answer to " + paths[round % paths.size()];
            if (measuring) (is_list ? lists_ms : others_ms).push_back(seconds_since(started) * 1000);
            co_await sleep_for(std::chrono::milliseconds(pause_ms(random)));
        }
    }

    awaitable<void> read_ids() {
        const auto list = parse_json(co_await call(net::http::Method::get, "/api/printers"));
        for (const auto& view : list->as_array())
            ids.emplace_back(view.at("printer").at("id").as_string());
    }
};

double p99(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() * 99 / 100];
}

void visit(std::chrono::milliseconds how_long, const std::function<awaitable<void>(int page)>& visitor) {
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "pages");
    supervisor.run("pages", [&]() -> awaitable<void> {
        Supervisor visitors(co_await asio::this_coro::executor, "visitors");
        for (int page = 0; page < pages; ++page)
            visitors.run("page", [&visitor, page] { return visitor(page); });
        co_await sleep_for(how_long);
        co_await visitors.stop();
    });
    loop.run();
}

// How often the log says that one printer that is off was dialled, at most.
int most_dials(const fs::path& log) {
    std::ifstream file(log);
    std::map<std::string, int> dials;
    for (std::string line; std::getline(file, line);)
        if (const auto at = line.find("dialling 127.0.7"); at != line.npos) ++dials[line.substr(at)];
    int most = 0;
    for (const auto& [printer, count] : dials)
        if (!printer.contains("127.0.77.")) most = std::max(most, count);
    return most;
}

std::vector<std::string> fuse_command(const fs::path& folder) {
    return {fuse_program(),
            "--data",
            (folder / "fuse").string(),
            "--listen",
            "127.0.0.1",
            "--port",
            std::to_string(web_port),
            "--ice-address",
            "127.0.0.1",
            "--log-level",
            "debug"};
}

awaitable<void> measure(fs::path folder) {
    const auto log = folder / "fuse.log";
    const auto started = Clock::now();
    Child fuse(fuse_command(folder), log);
    const auto last = fmt::format("\"Rack {}\"", printers - 1);
    while (!(co_await call(net::http::Method::get, "/api/printers")).contains(last))
        co_await sleep_for(10ms);
    print("start_s", seconds_since(started), "s");
    if (seconds_since(started) > most_start_s) throw std::runtime_error("the start takes too long");
    co_await wait_for(all_online, 10ms);
    print("online_s", seconds_since(started), "s");
    Pages all;
    co_await all.read_ids();
    const auto stay = settled_after + measured_for;
    std::thread followers([&all, stay] { visit(stay, [&all](int) { return all.follow(); }); });
    std::thread visitors([&all, stay] { visit(stay, [&all](int page) { return all.ask(page); }); });
    co_await sleep_for(settled_after);
    all.measuring = true;
    const auto before = cpu_seconds(fuse.id());
    co_await sleep_for(measured_for);
    const auto cores =
        (cpu_seconds(fuse.id()) - before) / std::chrono::duration<double>(measured_for).count();
    const auto memory = resident_mb(fuse.id());
    visitors.join();
    followers.join();
    co_await sleep_for(started + dials_after - Clock::now());
    const auto dials = most_dials(log);
    if (!all.failure.empty()) throw std::runtime_error(all.failure);
    print("api_p99_ms", p99(all.lists_ms), "ms");
    print("page_p99_ms", p99(all.others_ms), "ms");
    print("rss_mb", memory, "MB");
    print("core", cores, "core");
    print("dials_30s", dials, "dials");
    if (p99(all.lists_ms) > most_ms || memory > most_mb || cores > most_cores || dials > 1)
        throw std::runtime_error("over the limit");
}

awaitable<void> run_all(Executor executor, fs::path folder) {
    co_await sleep_for(500ms);  // the broker's start
    net::mqtt::Client brain(executor, net::tls::accept_any());
    co_await connect_brain(brain);
    Supervisor supervisor(executor, "bench");
    supervisor.run("play", [&] { return play(brain); });
    supervisor.run("report", [&] { return report(brain); });
    {
        const Child first(fuse_command(folder), folder / "first.log");
        co_await import_all();
    }
    co_await measure(folder);
    co_await supervisor.stop();
}

int run() {
    const rlimit enough{8192, 8192};
    setrlimit(RLIMIT_NOFILE, &enough);
    const auto folder = fs::temp_directory_path() / fmt::format("gantry-bench-fleet-{}", getpid());
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    const std::shared_ptr<void> cleaned(nullptr, [folder](void*) { fs::remove_all(folder); });
    std::list<SwitchedOff> off;
    for (int i = 0; i < printers - online; ++i)
        off.emplace_back(first_off + static_cast<std::uint32_t>(i));
    write_broker(folder, online);
    const Child broker({"/usr/sbin/mosquitto", "-c", (folder / "mosquitto.conf").string()},
                       folder / "broker.log");
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "bench");
    auto outcome = std::make_shared<int>(1);
    supervisor.run("measure", [&]() -> awaitable<void> {
        const std::shared_ptr<void> ended(nullptr, [&loop](void*) { loop.stop(); });
        co_await run_all(loop.get_executor(), folder);
        *outcome = 0;
    });
    loop.run();
    return *outcome;
}

}  // namespace

int main() {
    return run();
}
