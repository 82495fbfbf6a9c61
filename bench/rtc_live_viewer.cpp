// What one more viewer of a 2 Mbit/s, 30 fps stream costs the sender: cores, memory, threads. The viewers
// live in another process, which decrypts every packet with libsrtp2; only the sender's own CPU time is
// measured.
//
// Without arguments: n = 10, 100, 200, each in a fresh process. "send N" is one of those, "receive" its
// viewers.
#include <algorithm>
#include <filesystem>

#include "bench/cpu_seconds.hpp"
#include "bench/viewers.hpp"

namespace {

using namespace gantry;
using namespace gantry::bench;

constexpr auto measured_for = 6s;

std::size_t thread_count() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task"))
        ++count;
    return count;
}

void print(const char* bench, std::size_t n, double value, const char* unit) {
    fmt::print("{{\"bench\":\"{}\",\"n\":{},\"value\":{:.6g},\"unit\":\"{}\"}}\n", bench, n, value, unit);
    std::fflush(stdout);
}

int send(std::size_t n) {
    EngineOptions options;
    options.addresses = {"127.0.0.1"};
    options.max_pending = n + 1;
    Engine engine(options);
    const auto track = engine.make_track({});
    Camera camera(*track);
    Audience audience(engine, *track);
    std::vector<Audience::Seat> seats;
    const auto all_connected = [&] {
        return std::ranges::all_of(seats, [](const auto& seat) { return seat.viewer->stats().connected; });
    };

    // One viewer comes and goes first: what OpenSSL and NSS load once is nobody's share.
    seats.push_back(audience.open());
    camera.run_until(all_connected);
    seats.clear();
    camera.run_for(2s);
    const auto received_before = audience.packets();
    const auto before = resident_kib();
    for (std::size_t i = 0; i < n; ++i)
        seats.push_back(audience.open());
    camera.run_until(all_connected);
    camera.run_for(1s);

    const auto cpu = cpu_seconds();
    const auto started = std::chrono::steady_clock::now();
    camera.run_for(measured_for);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
    const auto cores = (cpu_seconds() - cpu) / passed.count();
    print("live.viewer", n, cores / static_cast<double>(n), "core");
    print("live.viewer_rss", n, (resident_kib() - before) / static_cast<double>(n), "KiB");
    print("live.threads", n, static_cast<double>(thread_count()), "threads");

    std::uint64_t sent = 0;
    for (const auto& seat : seats)
        sent += seat.viewer->stats().packets;
    std::this_thread::sleep_for(200ms);
    const auto received = audience.packets() - received_before;
    print("live.received", n, received / static_cast<double>(sent), "ratio");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "receive") return receive();
    if (argc > 2 && std::string_view(argv[1]) == "send") return send(std::stoul(argv[2]));
    for (const auto* n : {"10", "100", "200"}) {
        int status = 0;
        waitpid(start_self({"live_viewer", "send", n}), &status, 0);
        if (status != 0) return 1;
    }
    return 0;
}
