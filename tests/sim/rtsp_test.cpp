#include <gtest/gtest.h>

#include <set>

#include "media/h264/annex_b.hpp"
#include "media/h264/decoder.hpp"
#include "media/h264/sps.hpp"
#include "media/rtp/depacketiser.hpp"
#include "media/rtp/header.hpp"
#include "sim/camera/rtsp_camera.hpp"
#include "sim/camera/rtsp_message.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"
#include "tests/sim/strip_reader.hpp"

namespace gantry::sim::camera {
namespace {

constexpr auto documented_url = "rtsps://192.0.2.10:322/streaming/live/1";
constexpr auto documented_nonce = "0123456789abcdef0123456789abcdef";

TEST(Rtsp, ComputesTheDocumentedDigest) {
    EXPECT_EQ(rtsp::digest_response("bblp", Secret("12345678"), documented_nonce, "DESCRIBE", documented_url),
              "1686c66491535796ae4132b914da7848");
}

TEST(Rtsp, BelievesOnlyTheRightAnswerToItsOwnNonce) {
    rtsp::Request request{.method = "DESCRIBE", .url = documented_url};
    request.headers.emplace_back(
        "authorization",
        fmt::format("Digest username=\"bblp\", realm=\"LIVE555 Streaming Media\", nonce=\"{}\", uri=\"{}\", "
                    "response=\"1686c66491535796ae4132b914da7848\"",
                    documented_nonce, documented_url));
    EXPECT_TRUE(rtsp::is_authorised(request, Secret("12345678"), documented_nonce));
    EXPECT_FALSE(rtsp::is_authorised(request, Secret("12345679"), documented_nonce));
    EXPECT_FALSE(rtsp::is_authorised(request, Secret("12345678"), "another"));
    request.method = "PLAY";
    EXPECT_FALSE(rtsp::is_authorised(request, Secret("12345678"), documented_nonce));
}

TEST(Rtsp, TakesRequestsBetweenInterleavedPackets) {
    std::string received("$\x01\x00\x02xyPLAY a RTSP/1.0\r\nCSeq: 5\r\n\r\n$\x01\x00\x04z", 36);
    const auto request = rtsp::take_request(received);
    ASSERT_TRUE(request && *request);
    EXPECT_EQ((*request)->method, "PLAY");
    EXPECT_EQ((*request)->header("cseq"), "5");
    const auto more = rtsp::take_request(received);
    EXPECT_TRUE(more && !*more);
}

TEST(Rtsp, RefusesWhatIsNoRequest) {
    for (std::string text : {"x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "PLAY a RTSP/1.0\r\nno colon\r\n\r\n",
                             "PLAY a RTSP/1.0\r\nContent-Length: -1\r\n\r\n",
                             "PLAY a RTSP/1.0\r\nContent-Length: 99999\r\n\r\n"}) {
        EXPECT_FALSE(rtsp::take_request(text)) << text;
    }
    std::string endless(20'000, 'a');
    EXPECT_FALSE(rtsp::take_request(endless));
}

// A small RTSP client: one request at a time; packets between answers are kept.
class Viewer {
public:
    Viewer(std::unique_ptr<net::Stream> stream, std::string url)
        : stream_(std::move(stream)), url_(std::move(url)) {}

    awaitable<std::string> ask(std::string method, std::string headers, std::string code = "12345678") {
        std::string login;
        if (!nonce_.empty()) {
            login = fmt::format(
                "Authorization: Digest username=\"bblp\", realm=\"{}\", nonce=\"{}\", uri=\"{}\", "
                "response=\"{}\"\r\n",
                rtsp::realm, nonce_, url_, rtsp::digest_response("bblp", Secret(code), nonce_, method, url_));
        }
        const auto text =
            fmt::format("{} {} RTSP/1.0\r\nCSeq: {}\r\n{}{}\r\n", method, url_, ++sequence_, login, headers);
        co_await stream_->write(as_bytes(text));
        auto answer = co_await next_answer();
        if (const auto nonce = rtsp::parameter(answer, "nonce"); !nonce.empty()) nonce_ = nonce;
        EXPECT_NE(answer.find(fmt::format("CSeq: {}\r\n", sequence_)), answer.npos);
        co_return answer;
    }

    // The next packet: channel and content.
    awaitable<std::pair<int, Bytes>> packet() {
        while (received_.size() < 4 || received_.size() < 4 + size())
            co_await read();
        if (received_[0] != '$') throw std::runtime_error("no packet: " + received_.substr(0, 40));
        std::pair<int, Bytes> result{received_[1], to_bytes(std::string_view(received_).substr(4, size()))};
        received_.erase(0, 4 + size());
        co_return result;
    }

    awaitable<void> read() {
        std::array<std::byte, 16384> buffer{};
        const auto count = co_await within(5s, stream_->read_some(buffer));
        if (count == 0) throw SystemError(asio::error::eof);
        received_ += as_text(std::span(buffer).first(count));
    }

private:
    std::size_t size() const { return read_be16(as_bytes(received_), 2); }

    awaitable<std::string> next_answer() {
        for (;;) {
            if (received_.starts_with('$')) {
                co_await packet();
                continue;
            }
            if (const auto end = received_.find("\r\n\r\n"); end != received_.npos) {
                auto answer = std::exchange(received_, {});
                const auto head = answer.substr(0, end + 4);
                const auto at = head.find("Content-Length: ");
                const auto length = at == head.npos ? 0 : std::stoul(head.substr(at + 16));
                while (answer.size() < end + 4 + length) {
                    co_await read();
                    answer += std::exchange(received_, {});
                }
                received_ = answer.substr(end + 4 + length);
                co_return answer.substr(0, end + 4 + length);
            }
            co_await read();
        }
    }

    std::unique_ptr<net::Stream> stream_;
    std::string url_;
    std::string nonce_;
    std::string received_;
    int sequence_ = 0;
};

awaitable<Viewer> connect(const Rig& rig) {
    auto connected = co_await net::tls::connect(rig.camera(), rig.verify());
    if (!connected) throw std::runtime_error(connected.error().detail);
    Viewer viewer(
        std::move(connected->stream),
        fmt::format("rtsps://{}:{}/streaming/live/1", rig.printer.address(), rig.printer.ports().camera));
    co_return viewer;
}

// Up to PLAY; the SDP.
awaitable<std::string> play(Viewer& viewer) {
    EXPECT_TRUE(
        (co_await viewer.ask("DESCRIBE", "Accept: application/sdp\r\n")).starts_with("RTSP/1.0 401 "));
    const auto sdp = co_await viewer.ask("DESCRIBE", "Accept: application/sdp\r\n");
    EXPECT_TRUE(sdp.starts_with("RTSP/1.0 200 OK")) << sdp;
    const auto set_up = co_await viewer.ask("SETUP", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
    EXPECT_NE(set_up.find(";timeout=65"), set_up.npos) << set_up;
    EXPECT_TRUE((co_await viewer.ask("PLAY", "Range: npt=0.000-\r\n")).starts_with("RTSP/1.0 200 OK"));
    co_return sdp;
}

awaitable<void> start(Rig& rig) {
    const auto started = co_await rig.printer.start();
    if (!started) throw std::runtime_error(started.error().detail);
}

awaitable<bool> ends(Viewer& viewer) {
    try {
        for (;;)
            co_await viewer.packet();
    } catch (const SystemError& e) {
        co_return e.code() != asio::error::timed_out;
    }
}

Bytes sps_of(const std::string& sdp) {
    const auto encoded = rtsp::parameter(sdp, "sprop-parameter-sets");
    return *from_base64(encoded.substr(0, encoded.find(',')));
}

TEST(RtspCamera, DescribesItsStreamWithParameterSets) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "x1c", .files = false});
        co_await start(rig);
        auto viewer = co_await connect(rig);
        const auto options = co_await viewer.ask("OPTIONS", "");
        EXPECT_NE(options.find("GET_PARAMETER"), options.npos);
        const auto sdp = co_await play(viewer);
        EXPECT_NE(sdp.find("a=rtpmap:96 H264/90000"), sdp.npos);
        const auto sps = media::h264::parse_sps(sps_of(sdp));
        EXPECT_EQ(sps->size, (media::Size{1168, 720}));
        EXPECT_EQ(rtsp::parameter(sdp, "profile-level-id").substr(0, 2), "64");
        EXPECT_TRUE((co_await viewer.ask("GET_PARAMETER", "")).starts_with("RTSP/1.0 200 OK"));
        EXPECT_TRUE((co_await viewer.ask("TEARDOWN", "")).starts_with("RTSP/1.0 200 OK"));
        co_await rig.printer.stop();
    });
}

TEST(RtspCamera, AsksAgainAfterAWrongCodeAndDoesNotHangUp) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "x1c", .files = false});
        co_await start(rig);
        auto viewer = co_await connect(rig);
        for (int i = 0; i < 3; ++i)
            EXPECT_TRUE((co_await viewer.ask("DESCRIBE", "", "wrong")).starts_with("RTSP/1.0 401 "));
        EXPECT_TRUE((co_await viewer.ask("DESCRIBE", "")).starts_with("RTSP/1.0 200 OK"));
        co_await rig.printer.stop();
    });
}

TEST(RtspCamera, BeginsWithAKeyPictureAndASenderReport) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "p2s", .files = false});
        co_await start(rig);
        auto viewer = co_await connect(rig);
        co_await play(viewer);
        std::vector<media::h264::AccessUnitPtr> pictures;
        media::rtp::Depacketiser depacketiser(
            96, {}, [&](media::h264::AccessUnitPtr unit) { pictures.push_back(std::move(unit)); });
        std::set<std::uint32_t> timestamps;
        int reports = 0;
        while (pictures.size() < 3) {
            const auto [channel, packet] = co_await viewer.packet();
            reports += channel == 1 ? 1 : 0;
            if (channel != 0) continue;
            timestamps.insert(media::rtp::parse_packet(packet)->header.timestamp);
            depacketiser.add(packet, std::chrono::steady_clock::now());
        }
        EXPECT_TRUE(pictures[0]->key);
        EXPECT_EQ(reports, 1);
        EXPECT_EQ(depacketiser.counters().lost, 0u);
        const auto shown = media::h264::decode_key_picture(*pictures[0]);
        EXPECT_TRUE(shown);
        EXPECT_EQ(shown->size, (media::Size{1920, 1080}));
        const auto now =
            static_cast<std::uint32_t>(std::chrono::system_clock::now().time_since_epoch() / 1ms);
        EXPECT_LT(now - read_strip(media::to_yuv(*shown)).value_or(0), 10'000u);
        EXPECT_EQ(timestamps.size(), 1u);  // a P2S's time stands still
        co_await rig.printer.stop();
    });
}

TEST(RtspCamera, IsKickedStuckCutAndSwitchedOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "x1c", .files = false});
        co_await start(rig);
        auto first = co_await connect(rig);
        co_await play(first);
        co_await first.packet();
        auto second = co_await connect(rig);
        co_await play(second);
        EXPECT_TRUE(co_await ends(first));
        co_await second.packet();
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("camera-cut", "")));
        EXPECT_TRUE(co_await ends(second));
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("camera-off", "")));
        EXPECT_EQ((co_await net::tls::connect(rig.camera(), rig.verify())).error().code, Errc::offline);
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("clear", "")));
        auto third = co_await connect(rig);
        co_await play(third);
        EXPECT_TRUE(co_await rig.printer.apply(*parse_fault("camera-stuck", "")));
        EXPECT_TRUE((co_await third.ask("GET_PARAMETER", "")).starts_with("RTSP/1.0 200 OK"));
        co_await rig.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::sim::camera
