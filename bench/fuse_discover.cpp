// fuse.discover: seconds that the scan of a /24 takes where no address answers at all, but for three printers
// and a host that accepts connections and says nothing.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "base/random.hpp"
#include "base/supervisor.hpp"
#include "fuse/discovery/discovery.hpp"
#include "fuse/registry.hpp"
#include "net/tcp/stream.hpp"
#include "net/tls/context.hpp"
#include "net/tls/stream.hpp"
#include "tests/net/certificate.hpp"

namespace {

using namespace gantry;
namespace fs = std::filesystem;

constexpr int printers = 3;
constexpr int mqtt_port = 8883;
constexpr auto subnet = "127.99.7.0/24";
constexpr int hosts = 254;

std::string address_of(int host) {
    return fmt::format("127.99.7.{}", host);
}

void check(bool fine, const char* what) {
    if (!fine) throw std::system_error(errno, std::generic_category(), what);
}

// An address where nothing answers: its queue of connections is full, so the system drops what knocks.
class Silence {
public:
    explicit Silence(int host) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(mqtt_port);
        place.sin_addr.s_addr = htonl(0x7F630700u + static_cast<unsigned>(host));
        check(bind(door_, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0, "bind");
        check(listen(door_, 0) == 0, "listen");
        check(connect(waiting_, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0, "connect");
    }
    ~Silence() {
        close(waiting_);
        close(door_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    int door_ = socket(AF_INET, SOCK_STREAM, 0);
    int waiting_ = socket(AF_INET, SOCK_STREAM, 0);
};

awaitable<void> show_certificate(Executor executor, int host) {
    const auto certificate = testing::make_certificate(fmt::format("01P00A{:09}", host), "BBL CA");
    net::tls::Listener listener(
        executor, address_of(host), mqtt_port,
        net::tls::make_server_context(certificate.certificate_pem, certificate.key_pem));
    for (;;) {
        const auto stream = co_await listener.accept();
        try {
            co_await net::tls::handshake(*stream);
        } catch (const SystemError&) {
            // It only wanted to know whether somebody is there.
        }
    }
}

awaitable<void> measure(Executor executor, const fs::path& folder) {
    Supervisor supervisor(executor, "bench");
    for (int host = 1; host <= printers; ++host)
        supervisor.run("printer", [executor, host] { return show_certificate(executor, host); });
    const net::tcp::Listener mute(executor, address_of(printers + 1), mqtt_port);
    std::vector<std::unique_ptr<Silence>> silences;
    for (int host = printers + 2; host <= hosts; ++host)
        silences.push_back(std::make_unique<Silence>(host));
    fuse::storage::Store store(folder.string());
    const auto drivers = fuse::make_registry();
    fuse::printers::Printers configured(executor, drivers, store);
    fuse::discovery::Discovery discovery(executor, drivers, configured, {.interfaces = {"lo"}});
    const auto begin = std::chrono::steady_clock::now();
    if (const auto started = discovery.start_subnet_scan(subnet); !started)
        throw std::runtime_error(started.error().detail);
    while (discovery.view().scan->state == fuse::discovery::ScanState::running)
        co_await sleep_for(10ms);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const auto found = discovery.view().printers.size();
    if (found != printers) throw std::runtime_error(fmt::format("found {} of {}", found, printers));
    fmt::print("{{\"bench\":\"fuse.discover\",\"n\":\"24_s\",\"value\":{:.2f},\"unit\":\"s\"}}\n",
               took.count());
    co_await discovery.stop();
    co_await supervisor.stop();
}

}  // namespace

int main() {
    const auto folder = fs::temp_directory_path() / ("gantry-bench-" + gantry::random_id());
    int status = 1;
    try {
        asio::io_context loop;
        Supervisor supervisor(loop.get_executor(), "bench");
        supervisor.run("measure", [&]() -> awaitable<void> {
            co_await measure(loop.get_executor(), folder);
            status = 0;
        });
        loop.run();
    } catch (const std::exception& e) {
        fmt::print(stderr, "{}\n", e.what());
    }
    fs::remove_all(folder);
    return status;
}
