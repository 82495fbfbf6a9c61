// What benches of a whole Fuse share: programs beside the bench, and printers that are one mosquitto with a
// certificate and an address each.
#pragma once

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
#include "bench/process.hpp"
#include "net/http/client.hpp"
#include "net/mqtt/client.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::bench {

namespace fs = std::filesystem;

inline constexpr int mqtt_port = 18883;
inline constexpr int brain_port = 18884;

inline std::string serial_of(int i) {
    return fmt::format("01P00A{:09}", i);
}
inline std::string address_of(int i) {
    return fmt::format("127.0.77.{}", i);
}

inline void write_file(const fs::path& path, const std::string& text) {
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

// Printers 1 to `printers`, and a listener for whoever plays them.
inline void write_broker(const fs::path& folder, int printers) {
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

inline std::string full_report() {
    std::ifstream file(GANTRY_SOURCE_DIR "/tests/bambu/fixtures/p1s-01.10-printing.json");
    std::ostringstream text;
    text << file.rdbuf();
    auto report = *parse_json(text.str());
    report.at("print").as_object()["gcode_state"] = "FINISH";
    return to_text(report);
}

// Plays all printers: answers who asks for everything, and reports small changes.
inline awaitable<void> play(net::mqtt::Client& brain) {
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

// The client that plays them.
inline awaitable<void> connect_brain(net::mqtt::Client& brain) {
    net::mqtt::Options options{
        .address = "127.0.0.1", .port = brain_port, .client_id = "brain", .username = "bblp"};
    options.password = Secret("12345678");
    auto connected = co_await brain.connect(std::move(options));
    if (connected)
        connected = co_await brain.subscribe("device/+/request", net::mqtt::Delivery::at_most_once);
    if (!connected) throw std::runtime_error(connected.error().detail);
}

// Empty while nobody answers at this port; throws what is refused.
inline awaitable<std::string> ask(int port, net::http::Method method, std::string path,
                                  std::string body = "") {
    net::http::ClientRequest request{.method = method,
                                     .url = fmt::format("http://127.0.0.1:{}{}", port, path),
                                     .max_response_bytes = 16 * 1024 * 1024};
    request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    const auto response = co_await net::http::fetch(std::move(request));
    if (response && response->status >= 400) throw std::runtime_error(path + ": " + response->body);
    co_return response ? response->body : "";
}

// The program that was built beside this bench.
inline std::string fuse_program() {
    return (fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin" / "gantry-fuse").string();
}

}  // namespace gantry::bench
