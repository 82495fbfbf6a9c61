// fuse.idle: memory and cores of a real gantry-fuse with 20 connected printers that have nothing to do. Their
// broker is one mosquitto with a certificate and an address per printer; a printer reports every two seconds.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "net/http/client.hpp"
#include "net/mqtt/client.hpp"
#include "tests/net/certificate.hpp"

namespace {

using namespace gantry;
namespace fs = std::filesystem;

constexpr int printers = 20;
constexpr int mqtt_port = 18883;
constexpr int brain_port = 18884;
constexpr int web_port = 18899;
constexpr auto measured_for = 20s;

std::string serial_of(int i) {
    return fmt::format("01P00A{:09}", i);
}
std::string address_of(int i) {
    return fmt::format("127.0.77.{}", i);
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

class Child {
public:
    Child(std::vector<std::string> command, const fs::path& log) {
        std::vector<char*> arguments;
        for (auto& part : command)
            arguments.push_back(part.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    ~Child() {
        kill(id_, SIGTERM);
        wait();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    int id() const { return id_; }
    void wait() { waitpid(id_, nullptr, 0); }

private:
    pid_t id_ = -1;
};

void write_broker(const fs::path& folder) {
    std::string settings = "allow_anonymous false\npassword_file " + (folder / "passwords").string() +
                           "\npersistence false\nlog_dest none\nper_listener_settings false\n";
    if (geteuid() == 0) settings += "user root\n";
    for (int i = 0; i <= printers; ++i) {
        const auto certificate = testing::make_certificate(serial_of(i), "BBL CA");
        const auto name = (folder / std::to_string(i)).string();
        write_file(name + ".pem", certificate.certificate_pem);
        write_file(name + ".key", certificate.key_pem);
        settings += i == 0 ? fmt::format("listener {} 127.0.0.1\n", brain_port)
                           : fmt::format("listener {} {}\n", mqtt_port, address_of(i));
        settings += "certfile " + name + ".pem\nkeyfile " + name + ".key\n";
    }
    write_file(folder / "mosquitto.conf", settings);
    write_file(folder / "passwords", "");
    Child helper({"/usr/bin/mosquitto_passwd", "-b", (folder / "passwords").string(), "bblp", "12345678"},
                 folder / "passwd.log");
    helper.wait();
}

std::string full_report() {
    std::ifstream file(GANTRY_SOURCE_DIR "/tests/bambu/fixtures/p1s-01.10-printing.json");
    std::ostringstream text;
    text << file.rdbuf();
    auto report = *parse_json(text.str());
    report.at("print").as_object()["gcode_state"] = "FINISH";
    return to_text(report);
}

// Plays all printers: answers who asks for everything, and reports small changes.
awaitable<void> play(net::mqtt::Client& brain) {
    const auto report = full_report();
    for (;;) {
        auto message = co_await brain.receive();
        if (!message) throw std::runtime_error(message.error().detail);
        if (!message->payload.contains("pushall")) continue;
        auto topic = message->topic;
        topic.replace(topic.rfind('/'), topic.npos, "/report");
        static_cast<void>(brain.publish(topic, report, net::mqtt::Delivery::at_most_once));
    }
}

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
    net::http::ClientRequest request{.method = method,
                                     .url = fmt::format("http://127.0.0.1:{}{}", web_port, path)};
    request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    auto response = co_await net::http::fetch(std::move(request));
    if (response && response->status >= 400) throw std::runtime_error(path + ": " + response->body);
    co_return response ? response->body : "";
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

double cpu_seconds(int process) {
    std::ifstream file(fmt::format("/proc/{}/stat", process));
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double resident_mb(int process) {
    std::ifstream file(fmt::format("/proc/{}/status", process));
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}

awaitable<void> measure(Executor executor, int fuse) {
    net::mqtt::Client brain(executor, net::tls::accept_any());
    net::mqtt::Options options{
        .address = "127.0.0.1", .port = brain_port, .client_id = "brain", .username = "bblp"};
    options.password = Secret("12345678");
    auto connected = co_await brain.connect(std::move(options));
    if (connected)
        connected = co_await brain.subscribe("device/+/request", net::mqtt::Delivery::at_most_once);
    if (!connected) throw std::runtime_error(connected.error().detail);
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
    write_broker(folder);
    const Child broker({"/usr/sbin/mosquitto", "-c", (folder / "mosquitto.conf").string()},
                       folder / "broker.log");
    const auto program =
        fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin" / "gantry-fuse";
    const Child fuse({program.string(), "--data", (folder / "fuse").string(), "--listen", "127.0.0.1",
                      "--port", std::to_string(web_port), "--ice-address", "127.0.0.1"},
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
