#include "bambu/doctor/camera.hpp"

#include <fmt/format.h>

#include "bambu/camera/framing.hpp"
#include "bambu/doctor/look.hpp"
#include "base/within.hpp"
#include "media/jpeg/header.hpp"
#include "media/rtp/depacketiser.hpp"
#include "net/rtsp/client.hpp"
#include "net/rtsp/sdp.hpp"
#include "net/tls/stream.hpp"

namespace gantry::bambu::doctor {
namespace {

using Clock = std::chrono::steady_clock;

const Error silent{Errc::disabled, "Connected, but no picture came"};

// What a connection gave so far.
struct Seen {
    Clock::time_point begun = Clock::now();
    Clock::time_point first;
    Look look;

    void count() {
        const auto now = Clock::now();
        if (look.pictures++ == 0) first = now;
        look.span = std::chrono::duration_cast<std::chrono::milliseconds>(now - first);
    }
    void add(BytesView jpeg) {
        if (look.pictures == 0) {
            if (const auto header = media::jpeg::parse_header(jpeg)) look.size = header->size;
            look.brightness = brightness_of(jpeg);
        }
        count();
    }
    void add(const media::h264::AccessUnit& unit) {
        look.video = true;
        if (unit.key && !look.brightness) look.brightness = brightness_of(unit);
        count();
    }
    // A whole picture among it.
    bool enough() const { return look.brightness && shows_enough(look); }
    Look result() {
        look.until_first = std::chrono::duration_cast<std::chrono::milliseconds>(first - begun);
        return look;
    }
};

// Reads until a first picture, then until enough is seen. `step` reads once, or says why it ended.
template <class Step>
awaitable<Finding> watch(Seen& seen, std::chrono::milliseconds limit, Step step) {
    const auto end = Clock::now() + limit;
    for (;;) {
        const bool started = seen.look.pictures > 0;
        const auto left = (started ? seen.first + look_length : end) - Clock::now();
        if (left <= Clock::duration::zero() || seen.enough()) break;
        auto read = step();
        const Result<> outcome = co_await within(left, std::move(read));
        if (outcome) continue;
        if (outcome.error().code == Errc::timeout) break;
        co_return judge_camera(outcome.error(), seen.look.pictures > 0 ? Before::pictures : Before::nothing);
    }
    if (seen.look.pictures == 0) co_return judge_camera(silent, Before::nothing);
    co_return judge_look(seen.result(), {});
}

awaitable<Result<std::unique_ptr<net::Stream>>> connect(const PrinterTarget& target,
                                                        std::chrono::milliseconds limit) {
    net::tls::Target peer{target.address, target.camera_port, target.serial, limit};
    auto verify = net::tls::expect(target.serial, target.fingerprint);
    auto connected = co_await net::tls::connect(std::move(peer), std::move(verify));
    if (!connected) co_return std::unexpected(connected.error());
    co_return std::move(connected->stream);
}

awaitable<Result<>> read_jpeg(net::Stream& stream, camera::FrameParser& parser) {
    std::array<std::byte, 16 * 1024> buffer;
    std::size_t count = 0;
    try {
        count = co_await stream.read_some(buffer);
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
    }
    if (count > 0) co_return parser.add(std::span(buffer).first(count));
    if (parser.received() == 0)
        co_return fail(Errc::unauthorized, "The printer closed the camera connection after the sign-in");
    if (parser.within_frame())
        co_return fail(Errc::malformed, "The camera connection ended in the middle of a picture");
    co_return fail(Errc::offline, "The printer closed the camera connection");
}

awaitable<Finding> look_at_jpeg(PrinterTarget target, std::chrono::milliseconds limit) {
    const auto login = camera::authentication_packet(target.access_code);
    if (!login) co_return failed(Cause::wrong_code, login.error().detail);
    auto stream = co_await connect(target, limit);
    if (!stream) co_return judge_camera(stream.error(), Before::nothing);
    Seen seen;
    camera::FrameParser parser([&seen](Bytes jpeg) { seen.add(jpeg); });
    co_await (*stream)->write(*login);
    auto finding = co_await watch(seen, limit, [&stream, &parser] { return read_jpeg(**stream, parser); });
    co_await (*stream)->shutdown();
    co_return finding;
}

using net::rtsp::Headers;

struct Playing {
    std::string url;
    std::string session;
    net::rtsp::VideoTrack track;
};

awaitable<Result<Playing>> play(net::rtsp::Client& client, std::string url) {
    Headers accept{{"Accept", "application/sdp"}};
    auto described = co_await client.request("DESCRIBE", url, std::move(accept));
    if (!described) co_return std::unexpected(described.error());
    auto track = net::rtsp::parse_sdp(described->body);
    if (!track) co_return std::unexpected(track.error());
    const auto stated = described->header("Content-Base");
    Playing playing{.url = stated.empty() ? url : std::string(stated), .track = *std::move(track)};
    Headers transport{{"Transport", "RTP/AVP/TCP;unicast;interleaved=0-1"}};
    auto ready = co_await client.request("SETUP", net::rtsp::control_url(playing.url, playing.track.control),
                                         std::move(transport));
    if (!ready) co_return std::unexpected(ready.error());
    const auto session = ready->header("Session");
    playing.session = session.substr(0, session.find(';'));
    Headers range{{"Session", playing.session}, {"Range", "npt=0.000-"}};
    auto answer = co_await client.request("PLAY", playing.url, std::move(range));
    if (!answer) co_return std::unexpected(answer.error());
    co_return playing;
}

awaitable<void> leave(net::rtsp::Client& client, Playing playing) {
    Headers closing{{"Session", playing.session}};
    static_cast<void>(co_await client.notify("TEARDOWN", playing.url, std::move(closing)));
}

awaitable<Finding> look_at_rtsp(PrinterTarget target, std::chrono::milliseconds limit) {
    auto stream = co_await connect(target, limit);
    if (!stream) co_return judge_camera(stream.error(), Before::nothing);
    Seen seen;
    std::optional<media::rtp::Depacketiser> depacketiser;
    net::rtsp::Credentials credentials{.user = "bblp", .password = target.access_code};
    net::rtsp::Client client(std::move(*stream), std::move(credentials),
                             [&depacketiser](std::uint8_t channel, BytesView packet) {
                                 if (channel == 0 && depacketiser) depacketiser->add(packet, Clock::now());
                             });
    auto url = fmt::format("rtsps://{}:{}/streaming/live/1", target.address, target.camera_port);
    auto playing = co_await within(limit, play(client, std::move(url)));
    if (!playing) co_return judge_camera(playing.error(), Before::nothing);
    depacketiser.emplace(playing->track.payload_type, playing->track.parameter_sets,
                         [&seen](media::h264::AccessUnitPtr unit) { seen.add(*unit); });
    auto finding = co_await watch(seen, limit, [&client] { return client.receive(); });
    if (finding.state != StepState::failed) co_await leave(client, *playing);
    co_await client.shutdown();
    co_return finding;
}

}  // namespace

awaitable<Finding> look_through_camera(PrinterTarget target, std::chrono::milliseconds limit) {
    const bool jpeg = target.model == nullptr || target.model->camera == Camera::jpeg;
    try {
        co_return co_await (jpeg ? look_at_jpeg(target, limit) : look_at_rtsp(target, limit));
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        const Error broken{Errc::offline, "The connection to the camera broke: " + e.code().message()};
        co_return judge_camera(broken, Before::nothing);
    }
}

}  // namespace gantry::bambu::doctor
