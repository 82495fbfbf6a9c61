// A camera that is switched off while it answers nothing any more: its socket is closed, whatever it does.
#include <gtest/gtest.h>

#include "bambu/camera/framing.hpp"
#include "fuse/cameras/bambu_jpeg/source.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/cameras/rtsp/source.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/open_sockets.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/camera_server.hpp"
#include "tests/fuse/cameras/rtsp_peer.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::cameras {
namespace {

using testing::connections_to;
using Make = std::function<std::unique_ptr<CameraSource>(CameraTarget)>;

// Takes what the client says before `is_mute`, and nothing after it: no request, no goodbye of TLS.
class MuteStream final : public net::Stream {
public:
    MuteStream(net::Stream& client, const bool& is_mute) : client_(client), is_mute_(is_mute) {}

    awaitable<std::size_t> read_some(std::span<std::byte> target) override {
        const auto count = co_await client_.read_some(target);
        if (is_mute_) co_await sleep_for(1h);
        co_return count;
    }
    awaitable<void> write(BytesView data) override { return client_.write(data); }
    awaitable<void> shutdown() override { return client_.shutdown(); }
    void close() noexcept override { client_.close(); }

private:
    net::Stream& client_;
    const bool& is_mute_;
};

// The way of PrinterCameras: the next source is refused, and the feed is told.
void expect_closed_within_a_second(Make make, const std::function<awaitable<void>(net::Stream&)>& play) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        bool is_mute = false;
        CameraServer server(executor, [&](net::Stream& client) -> awaitable<void> {
            MuteStream mute(client, is_mute);
            co_await play(mute);
        });
        bool is_off = false;
        WorkerPool pool{1};
        CameraFeed feed(executor, pool, "P1S", [&]() -> Result<std::unique_ptr<CameraSource>> {
            if (is_off) return fail(Errc::disabled, "Cameras are switched off");
            return make(server.target());
        });
        int frames = 0;
        const auto reader = feed.read([&frames](const Frame&) { ++frames; });
        EXPECT_TRUE(co_await eventually([&] { return frames > 0; }));
        const auto port = server.target().port;
        EXPECT_EQ(connections_to(port), 1u);
        is_mute = is_off = true;
        const auto asked = std::chrono::steady_clock::now();
        feed.reconnect();
        EXPECT_TRUE(co_await eventually([&] { return connections_to(port) == 0; }));
        EXPECT_LT(std::chrono::steady_clock::now() - asked, 1s);
        EXPECT_TRUE(co_await eventually([&] { return feed.status().state == FeedState::failed; }));
        EXPECT_EQ(feed.status().error->code, Errc::disabled);
        EXPECT_EQ(connections_to(port), 0u);
        co_await feed.stop();
        co_await server.stop();
    });
}

TEST(CameraFeed, ClosesTheSocketOfASilentJpegCameraWithinASecond) {
    const auto jpeg = *media::jpeg::Encoder().encode(media::textured({640, 360}).pixels(), 80);
    expect_closed_within_a_second(
        [](CameraTarget target) { return bambu_jpeg::make_source(std::move(target)); },
        [&jpeg](net::Stream& client) -> awaitable<void> {
            bambu::camera::AuthenticationPacket login{};
            co_await net::read_exactly(client, login);
            const auto header = bambu::camera::frame_header(jpeg.size());
            co_await client.write(header);
            for (auto rest = BytesView(jpeg); !rest.empty();) {
                const auto piece = rest.first(std::min<std::size_t>(4096, rest.size()));
                rest = rest.subspan(piece.size());
                co_await client.write(piece);
            }
            std::array<std::byte, 16> nothing_more{};
            co_await client.read_some(nothing_more);
        });
}

TEST(CameraFeed, ClosesTheSocketOfASilentRtspCameraWithinASecond) {
    rtsp::RtspPeer::Log log;
    expect_closed_within_a_second(
        [](CameraTarget target) { return rtsp::make_source(std::move(target), {}); },
        [&log](net::Stream& client) -> awaitable<void> {
            rtsp::RtspPeer peer(client, {.pictures = 1, .end = rtsp::RtspPeer::End::silence}, log);
            co_await peer.run();
        });
}

}  // namespace
}  // namespace gantry::fuse::cameras
