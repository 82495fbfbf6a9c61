// fuse.idle: memory and cores of a real gantry-fuse with 20 connected printers that have nothing to do. Their
// broker is one mosquitto with a certificate and an address per printer; a printer reports every two seconds.
#include "bench/farm.hpp"

namespace {

using namespace gantry;
using namespace gantry::bench;

constexpr int printers = 20;
constexpr int web_port = 18899;
constexpr auto measured_for = 20s;

awaitable<void> chat(net::mqtt::Client& brain) {
    for (int round = 0;; ++round) {
        for (int i = 1; i <= printers; ++i) {
            const auto report = fmt::format(
                R"({{"print":{{"command":"push_status","msg":1,"nozzle_temper":{},"sequence_id":"{}","wifi_signal":"-{}dBm"}}}})",
                24 + round % 3, round, 45 + round % 4);
            static_cast<void>(brain.publish("device/" + serial_of(i) + "/report", report,
                                            net::mqtt::Delivery::at_most_once));
            co_await sleep_for(2000ms / printers);
        }
    }
}

awaitable<std::string> call(net::http::Method method, std::string path, std::string body = "") {
    return ask(web_port, method, std::move(path), std::move(body));
}

awaitable<void> connect_all() {
    for (int tries = 0; (co_await call(net::http::Method::get, "/api/status")).empty(); ++tries) {
        if (tries == 100) throw std::runtime_error("gantry-fuse does not answer");
        co_await sleep_for(100ms);
    }
    co_await call(net::http::Method::patch, "/api/settings", R"({"gateway_enabled":false})");
    for (int i = 1; i <= printers; ++i) {
        const json::value wanted = {{"name", serial_of(i)},
                                    {"address", address_of(i)},
                                    {"access_code", "12345678"},
                                    {"ports", {{"mqtt", mqtt_port}}}};
        co_await call(net::http::Method::post, "/api/printers", to_text(wanted));
    }
    const auto all = fmt::format("\"printers_connected\":{}", printers);
    for (int tries = 0; !(co_await call(net::http::Method::get, "/api/status")).contains(all); ++tries) {
        if (tries == 100) throw std::runtime_error("the printers do not come online");
        co_await sleep_for(100ms);
    }
}

awaitable<void> measure(Executor executor, int fuse) {
    net::mqtt::Client brain(executor, net::tls::accept_any());
    co_await connect_brain(brain);
    Supervisor supervisor(executor, "bench");
    supervisor.run("play", [&] { return play(brain); });
    supervisor.run("chat", [&] { return chat(brain); });
    co_await connect_all();
    co_await sleep_for(5s);  // what connecting costs is not idle
    const auto before = cpu_seconds(fuse);
    co_await sleep_for(measured_for);
    const auto cores = (cpu_seconds(fuse) - before) / std::chrono::duration<double>(measured_for).count();
    fmt::print("{{\"bench\":\"fuse.idle\",\"n\":\"rss_mb\",\"value\":{:.1f},\"unit\":\"MB\"}}\n",
               resident_mb(fuse));
    fmt::print("{{\"bench\":\"fuse.idle\",\"n\":\"core\",\"value\":{:.4f},\"unit\":\"core\"}}\n", cores);
    co_await supervisor.stop();
}

int run() {
    const auto folder = fs::temp_directory_path() / fmt::format("gantry-bench-idle-{}", getpid());
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    const std::shared_ptr<void> cleaned(nullptr, [folder](void*) { fs::remove_all(folder); });
    write_broker(folder, printers);
    const Child broker({"/usr/sbin/mosquitto", "-c", (folder / "mosquitto.conf").string()},
                       folder / "broker.log");
    const Child fuse({fuse_program(), "--data", (folder / "fuse").string(), "--listen", "127.0.0.1", "--port",
                      std::to_string(web_port), "--ice-address", "127.0.0.1"},
                     folder / "fuse.log");
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "bench");
    auto outcome = std::make_shared<int>(1);
    supervisor.run("measure", [&]() -> awaitable<void> {
        co_await sleep_for(500ms);  // the broker's start
        co_await measure(loop.get_executor(), fuse.id());
        *outcome = 0;
    });
    loop.run();
    return *outcome;
}

}  // namespace

int main() {
    return run();
}
