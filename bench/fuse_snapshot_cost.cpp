// snapshot.cost: cores that preview pictures of 100 printing cameras (50 JPEG at one picture a second, 50
// H.264 at 30 pictures a second and about 2 Mbit/s) take at the cadence of prints, without their upload's
// HTTP; the most uploads that begin in any second; the most connections that a camera had at once. The
// cameras are TLS servers in another process. Ends with 1 above the limits.
#include <cstdio>
#include <iostream>
#include <thread>

#include "bambu/camera/framing.hpp"
#include "base/log.hpp"
#include "bench/child.hpp"
#include "bench/cpu_seconds.hpp"
#include "fuse/snapshots/snapshots.hpp"
#include "media/h264/encoder.hpp"
#include "media/jpeg/codec.hpp"
#include "media/rtp/header.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/fuse/cameras/camera_server.hpp"
#include "tests/media/textured.hpp"

namespace {

using namespace gantry;
using namespace gantry::fuse;
using Clock = std::chrono::steady_clock;

constexpr int cameras_of_each_kind = 50;
constexpr media::Size size{1280, 720};
constexpr auto settling = 15s;
constexpr auto measured_for = 60s;
constexpr double most_cores = 0.05;

media::YuvPicture picture(std::uint32_t seed) {
    return media::to_yuv(media::textured(size, seed).pixels());
}

awaitable<void> play_jpeg(net::Stream& client, const Bytes& jpeg) {
    bambu::camera::AuthenticationPacket packet{};
    co_await net::read_exactly(client, packet);
    const auto header = bambu::camera::frame_header(jpeg.size());
    for (;;) {
        co_await client.write(header);
        co_await client.write(jpeg);
        co_await sleep_for(1s);
    }
}

using Packets = std::vector<Bytes>;  // of one picture, each as it goes over an RTSP connection

void add_packet(Packets& packets, bool last, std::initializer_list<BytesView> payload) {
    constexpr std::size_t framing = 4;
    Bytes packet(framing + media::rtp::header_bytes);
    for (const auto part : payload)
        packet.insert(packet.end(), part.begin(), part.end());
    packet[0] = std::byte{'$'};
    write_be16(std::span(packet).subspan(2), static_cast<std::uint16_t>(packet.size() - framing));
    media::rtp::write_header(std::span(packet).subspan(framing),
                             {.payload_type = 96, .marker = last, .ssrc = 9});
    packets.push_back(std::move(packet));
}

// A NAL unit as one packet or as FU-A pieces (RFC 6184 section 5.8).
void add_nal(Packets& packets, BytesView nal, bool last) {
    constexpr std::size_t most = 1200;
    if (nal.size() <= most) return add_packet(packets, last, {nal});
    for (std::size_t at = 1; at < nal.size(); at += most) {
        const auto piece = nal.subspan(at, std::min(most, nal.size() - at));
        const bool end = at + most >= nal.size();
        const int ends = (at == 1 ? 0x80 : 0) | (end ? 0x40 : 0);
        const std::array head{(nal[0] & std::byte{0xe0}) | std::byte{28},
                              static_cast<std::byte>(ends) | (nal[0] & std::byte{0x1f})};
        add_packet(packets, last && end, {head, piece});
    }
}

// Two seconds that are sent again and again.
std::vector<Packets> video() {
    constexpr int pictures = 60;
    auto encoder = *media::h264::Encoder::open({.size = size,
                                                .frame_rate = 30,
                                                .profile = media::h264::Profile::main,
                                                .key_interval = pictures,
                                                .bitrate_kbps = 2000});
    const std::array shown{picture(1), picture(2)};
    std::vector<Packets> all(pictures);
    for (int i = 0; i < pictures; ++i) {
        const auto unit = *encoder->encode(shown.at(static_cast<std::size_t>(i / 15 % 2)), {});
        for (std::size_t nal = 0; nal < unit->nals.size(); ++nal)
            add_nal(all[static_cast<std::size_t>(i)], unit->nal(nal), nal + 1 == unit->nals.size());
    }
    return all;
}

awaitable<std::string> read_request(net::Stream& client) {
    std::string request;
    std::array<std::byte, 1> byte{};
    while (!request.ends_with("\r\n\r\n")) {
        co_await net::read_exactly(client, byte);
        request += static_cast<char>(byte[0]);
    }
    co_return request;
}

awaitable<void> play_rtsp(net::Stream& client, const std::vector<Packets>& pictures) {
    constexpr std::string_view sdp =
        "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n";
    for (std::string request; !request.starts_with("PLAY");) {
        request = co_await read_request(client);
        const auto at = request.find("CSeq: ");
        const auto number = request.substr(at, request.find("\r\n", at) - at);
        auto answer = "RTSP/1.0 200 OK\r\n" + number + "\r\nSession: 1A2B;timeout=65\r\n";
        if (request.starts_with("SETUP")) answer += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        const bool describes = request.starts_with("DESCRIBE");
        if (describes) answer += fmt::format("Content-Length: {}\r\n", sdp.size());
        answer += "\r\n";
        if (describes) answer += sdp;
        co_await client.write(as_bytes(answer));
    }
    asio::steady_timer next(co_await asio::this_coro::executor, Clock::now());
    std::uint16_t sequence = 0;
    for (std::size_t i = 0;; i = (i + 1) % pictures.size()) {
        for (auto packet : pictures[i]) {
            write_be16(std::span(packet).subspan(4 + 2), sequence++);
            co_await client.write(packet);
        }
        next.expires_at(next.expiry() + std::chrono::nanoseconds(1s) / 30);
        co_await next.async_wait(use_awaitable);
    }
}

// Prints the ports, then for each line on standard input the most connections that were open at once.
int run_cameras() {
    asio::io_context loop;
    const auto jpeg = *media::jpeg::Encoder().encode(picture(1), 80);
    const auto pictures = video();
    std::vector<std::unique_ptr<cameras::CameraServer>> servers;
    for (int i = 0; i < 2 * cameras_of_each_kind; ++i) {
        const bool is_jpeg = i % 2 == 0;
        servers.push_back(
            std::make_unique<cameras::CameraServer>(loop.get_executor(), [&, is_jpeg](net::Stream& client) {
                return is_jpeg ? play_jpeg(client, jpeg) : play_rtsp(client, pictures);
            }));
        std::cout << servers.back()->target().port << '\n';
    }
    std::cout.flush();
    std::jthread asked([&] {
        for (std::string line; std::getline(std::cin, line);)
            asio::post(loop, [&] {
                int most = 0;
                for (const auto& server : servers)
                    most = std::max(most, server->most_open);
                std::cout << most << std::endl;
            });
        loop.stop();
    });
    loop.run();
    return 0;
}

// Of the cameras' process.
int number_from(const bench::Child& cameras) {
    const auto line = cameras.hear();
    if (line.empty()) throw std::runtime_error("the cameras are gone");
    return std::stoi(line);
}

// A printer that prints, and says nothing else.
class PrintingLink final : public printers::PrinterLink {
public:
    explicit PrintingLink(printers::LinkListener& listener) : listener_(listener) {}

    awaitable<Error> run() override {
        listener_.on_connected({});
        farm::PrinterState state;
        state.activity = farm::Activity::printing;
        listener_.on_report(std::move(state));
        asio::steady_timer never(co_await asio::this_coro::executor, Clock::time_point::max());
        co_await never.async_wait(use_awaitable);
        co_return Error{};
    }
    awaitable<Result<>> command(farm::Command) override { co_return Result<>{}; }

private:
    printers::LinkListener& listener_;
};

class PrintingDriver final : public printers::Driver {
public:
    std::string name() const override { return "bambu"; }
    awaitable<Result<printers::Identity>> identify(printers::PrinterConfig) override {
        co_return fail(Errc::unsupported, "not asked");
    }
    Result<> complete(printers::PrinterConfig&) const override { return {}; }
    std::unique_ptr<printers::PrinterLink> make_link(Executor, printers::PrinterConfig,
                                                     printers::LinkListener& listener) override {
        return std::make_unique<PrintingLink>(listener);
    }
};

class CountedUploads final : public snapshots::Uploads {
public:
    snapshots::Way way() const override { return snapshots::Way::open; }
    awaitable<Result<>> upload(farm::PrinterId, media::jpeg::ImagePtr) override {
        began.push_back(Clock::now());
        co_return Result<>{};
    }
    awaitable<Result<>> reach() override { co_return Result<>{}; }
    void tell_problem(const farm::PrinterId& printer, const farm::Problem& problem) override {
        throw std::runtime_error(printer.text() + ": " + problem.detail);
    }
    Signal<>& changed() override { return changed_; }

    // In any second, wherever it begins.
    std::size_t most_in_a_second() const {
        std::size_t most = 0;
        for (auto first = began.begin(), last = first; last != began.end(); ++last) {
            while (*last - *first >= 1s)
                ++first;
            most = std::max(most, static_cast<std::size_t>(last - first) + 1);
        }
        return most;
    }

    std::vector<Clock::time_point> began;

private:
    Signal<> changed_;
};

void print(const char* n, double value, const char* unit) {
    fmt::print("{{\"bench\":\"snapshot.cost\",\"n\":\"{}\",\"value\":{:.4g},\"unit\":\"{}\"}}\n", n, value,
               unit);
    std::fflush(stdout);
}

cameras::CameraTarget target_at(int port) {
    cameras::CameraTarget target;
    target.host = "127.0.0.1";
    target.port = static_cast<std::uint16_t>(port);
    target.server_name = "01P00A000000001";
    target.access_code = Secret("12345678");
    target.verify = net::tls::expect("01P00A000000001", std::nullopt);
    return target;
}

// As the program puts them together, with cameras and printers of the bench.
struct Fuse {
    Fuse(Executor executor, const bench::Child& process)
        : store(folder.path()),
          printers(executor, drivers, store),
          settings(store, {}),
          snapshots(
              executor, printers, settings,
              [this](const farm::PrinterId& id) -> Result<std::shared_ptr<cameras::CameraFeed>> {
                  return feeds.at(id);
              },
              uploads, store) {
        drivers.add(std::make_unique<PrintingDriver>());
        std::vector<printers::PrinterConfig> configs;
        for (int i = 0; i < 2 * cameras_of_each_kind; ++i) {
            const std::string kind = i % 2 == 0 ? "bambu_jpeg" : "rtsp";
            printers::PrinterConfig config;
            config.printer.id = farm::PrinterId(fmt::format("printer-{}", i));
            config.printer.name = config.printer.id.text();
            config.printer.driver = "bambu";
            config.printer.camera = kind;
            feeds[config.printer.id] = std::make_shared<cameras::CameraFeed>(
                executor, pool, config.printer.name,
                [this, kind, target = target_at(number_from(process))] { return kinds.make(kind, target); });
            configs.push_back(std::move(config));
        }
        printers.load(std::move(configs));
    }
    awaitable<void> stop() {
        co_await snapshots.stop();
        for (const auto& [id, feed] : feeds)
            co_await feed->stop();
        co_await printers.stop();
    }

    testing::TemporaryFolder folder;
    storage::Store store;
    printers::Registry drivers;
    printers::Printers printers;
    settings::CurrentSettings settings;
    cameras::Registry kinds = cameras::make_registry();
    WorkerPool pool{2};
    CountedUploads uploads;
    std::map<farm::PrinterId, std::shared_ptr<cameras::CameraFeed>> feeds;
    snapshots::Snapshots snapshots;
};

awaitable<void> measure(Executor executor, const bench::Child& process, int& status) {
    Fuse fuse(executor, process);
    Supervisor supervisor(executor, "bench");
    auto running = supervisor.spawn("snapshots", [&] { return fuse.snapshots.run(); });
    co_await sleep_for(settling);  // the first picture of each comes at once: that is no cadence
    fuse.uploads.began.clear();
    const auto before = cpu_seconds();
    co_await sleep_for(measured_for);
    const auto cores = (cpu_seconds() - before) / std::chrono::duration<double>(measured_for).count();
    const auto pictures = fuse.uploads.began.size();
    const auto most_in_a_second = fuse.uploads.most_in_a_second();
    process.say("count");
    const auto upstream = number_from(process);
    running.cancel();
    co_await running.join();
    print("core", cores, "core");
    print("pictures", static_cast<double>(pictures), "pictures in 60 s");
    print("most_in_a_second", static_cast<double>(most_in_a_second), "uploads");
    print("upstream", upstream, "connections");
    co_await fuse.stop();
    const bool all_were_taken = pictures >= 3 * cameras_of_each_kind;
    if (all_were_taken && cores <= most_cores && most_in_a_second <= 10 && upstream == 1) status = 0;
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::error);
    if (argc > 1 && std::string_view(argv[1]) == "cameras") return run_cameras();
    const auto process = bench::start_child({"snapshot_cost", "cameras"});
    asio::io_context loop;
    int status = 1;
    Supervisor supervisor(loop.get_executor(), "bench");
    supervisor.run("measure", [&] { return measure(loop.get_executor(), process, status); });
    loop.run();
    return status;
}
