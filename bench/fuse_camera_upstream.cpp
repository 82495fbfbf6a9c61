// camera.upstream: connections that a camera sees while 20 live viewers, a card and snapshots of one printer
// read it for some seconds, with a second round shortly after. Printers take one client.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <sstream>

#include "bambu/camera/framing.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/live/sessions.hpp"
#include "media/canvas/canvas.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/fuse/cameras/camera_server.hpp"

namespace {

using namespace gantry;
using namespace gantry::fuse;

constexpr int viewers = 20;

std::string offer() {
    std::ifstream file(GANTRY_SOURCE_DIR "/fuzz/corpus/rtc_sdp/firefox");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// A JPEG camera at 5 pictures per second.
awaitable<void> play(net::Stream& client) {
    const auto jpeg =
        *media::jpeg::Encoder().encode(media::canvas::Canvas({640, 360}, {40, 90, 60}).pixels(), 80);
    bambu::camera::AuthenticationPacket packet{};
    co_await net::read_exactly(client, packet);
    const auto header = bambu::camera::frame_header(jpeg.size());
    for (;;) {
        co_await client.write(header);
        co_await client.write(jpeg);
        co_await sleep_for(200ms);
    }
}

struct Watching {
    cameras::CameraFeed& feed;
    live::LiveSessions& sessions;
    farm::PrinterId printer;
};

// Everybody at once; they leave at the end.
awaitable<int> watch(Watching watching) {
    int pictures = 0;
    {
        const auto card = watching.feed.read([&pictures](const cameras::Frame&) { ++pictures; });
        const auto sdp = offer();
        for (int i = 0; i < viewers; ++i) {
            live::LiveRequest request{.printer = watching.printer, .viewer = "bench"};
            request.rtc.offer_sdp = sdp;
            const auto opened = watching.sessions.open(std::move(request), {});
            if (!opened) throw std::runtime_error(opened.error().detail);
        }
        for (int i = 0; i < 5; ++i) {
            const auto taken = co_await watching.feed.snapshot(5s);
            if (!taken) throw std::runtime_error(taken.error().detail);
            co_await sleep_for(400ms);
        }
    }
    watching.sessions.close_all(watching.printer);
    co_return pictures;
}

awaitable<void> measure(Executor executor, int& status) {
    WorkerPool pool(1);
    rtc::Engine engine({.addresses = {"127.0.0.1"}});
    cameras::CameraServer server(executor, play);
    const auto registry = cameras::make_registry();
    cameras::CameraFeed feed(executor, pool, "bench",
                             [&registry, &server] { return registry.make("bambu_jpeg", server.target()); });
    live::LiveSessions sessions(executor, pool, engine);
    const farm::PrinterId printer("bench");
    sessions.add(printer, feed, cameras::Pictures::jpeg);
    const Watching watching{feed, sessions, printer};
    int pictures = co_await watch(watching);
    co_await sleep_for(2s);  // nobody reads; the connection is kept
    pictures += co_await watch(watching);
    if (pictures == 0) throw std::runtime_error("no picture came");
    fmt::print("{{\"bench\":\"camera.upstream\",\"n\":{},\"value\":{},\"unit\":\"connections\"}}\n",
               viewers + 2, server.connections);
    sessions.remove(printer);
    co_await feed.stop();
    co_await server.stop();
    status = 0;
}

}  // namespace

int main() {
    asio::io_context loop;
    int status = 1;
    Supervisor supervisor(loop.get_executor(), "bench");
    supervisor.run("measure", [&] { return measure(loop.get_executor(), status); });
    loop.run();
    return status;
}
