#include "fuse/cameras/rtsp/session.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/within.hpp"

namespace gantry::fuse::cameras::rtsp {
namespace {

constexpr auto tear_down_limit = 250ms;  // of a goodbye, so that TLS gets its part

const Error refused{Errc::unauthorized,
                    "The camera refused the login. Verify the 8-digit access code on the printer's screen."};
const Error no_frames{
    Errc::disabled,
    "Connected, but the camera sends no pictures. The camera might be disabled in the printer's "
    "settings."};
const Error gone_silent{Errc::timeout, "The camera stopped sending pictures."};
const Error no_answer{Errc::timeout, "The camera does not answer. It may be in use by another program."};
const Error ended{Errc::offline, "The camera ended the stream."};

// The text before the first of `separators`.
std::string_view before(std::string_view text, std::string_view separators) {
    return text.substr(0, text.find_first_of(separators));
}

// "1A2B3C4D;timeout=65"; 60 is what RFC 2326 says when nothing is announced.
std::chrono::seconds announced_timeout(std::string_view session) {
    unsigned seconds = 60;
    const auto at = session.find("timeout=");
    if (at != session.npos)
        std::from_chars(session.data() + at + 8, session.data() + session.size(), seconds);
    return std::chrono::seconds(std::clamp(seconds, 2u, 3600u));
}

// "RTP/AVP/TCP;unicast;interleaved=2-3"; absent means that what we asked for holds.
std::optional<std::uint8_t> interleaved_channel(std::string_view transport) {
    constexpr std::string_view name = "interleaved=";
    const auto at = transport.find(name);
    unsigned channel = 0;
    if (at == transport.npos) return std::nullopt;
    const auto first = transport.data() + at + name.size();
    if (std::from_chars(first, transport.data() + transport.size(), channel).ec != std::errc())
        return std::nullopt;
    if (channel > 254) return std::nullopt;
    return static_cast<std::uint8_t>(channel);
}

}  // namespace

Session::Session(std::unique_ptr<net::Stream> stream, net::rtsp::Credentials credentials, std::string url,
                 CameraSink& sink, Limits limits)
    : url_(std::move(url)),
      base_(url_),
      sink_(sink),
      limits_(limits),
      client_(std::move(stream), std::move(credentials),
              [this](std::uint8_t channel, BytesView packet) { take_packet(channel, packet); }),
      reports_(random_below(0xffff'ffff), "gantry") {}

awaitable<Error> Session::run() {
    if (auto playing = co_await start(); !playing) {
        const auto code = playing.error().code;
        if (code == Errc::unauthorized) co_return refused;
        if (code == Errc::timeout) co_return no_answer;
        co_return std::move(playing.error());
    }
    co_return co_await stream();
}

awaitable<Result<>> Session::start() {
    if (auto options = co_await request("OPTIONS", url_, {}); !options)
        co_return std::unexpected(std::move(options.error()));
    net::rtsp::Headers accept{{"Accept", "application/sdp"}};
    auto described = co_await request("DESCRIBE", url_, std::move(accept));
    if (!described) co_return std::unexpected(std::move(described.error()));
    auto track = net::rtsp::parse_sdp(described->body);
    if (!track) co_return std::unexpected(std::move(track.error()));
    if (const auto base = described->header("Content-Base"); !base.empty()) base_ = base;
    depacketiser_.emplace(track->payload_type, track->parameter_sets,
                          [this](media::h264::AccessUnitPtr unit) {
                              has_frame_ = true;
                              sink_.publish(std::move(unit));
                          });
    if (auto ready = co_await set_up(*track); !ready) co_return ready;
    co_return co_await play();
}

awaitable<Result<>> Session::set_up(const net::rtsp::VideoTrack& track) {
    net::rtsp::Headers transport{{"Transport", "RTP/AVP/TCP;unicast;interleaved=0-1"}};
    auto answer =
        co_await request("SETUP", net::rtsp::control_url(base_, track.control), std::move(transport));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto session = answer->header("Session");
    session_id_ = before(session, "; ");
    if (session_id_.empty()) co_return fail(Errc::malformed, "the camera opened no session");
    limits_.keepalive_interval =
        std::min<std::chrono::milliseconds>(limits_.keepalive_interval, announced_timeout(session) / 2);
    if (const auto channel = interleaved_channel(answer->header("Transport"))) {
        rtp_channel_ = *channel;
        rtcp_channel_ = static_cast<std::uint8_t>(*channel + 1);
    }
    co_return Result<>();
}

awaitable<Result<>> Session::play() {
    started_ = last_packet_ = Clock::now();
    net::rtsp::Headers headers{{"Session", session_id_}, {"Range", "npt=0.000-"}};
    auto answer = co_await request("PLAY", base_, std::move(headers));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return Result<>();
}

awaitable<Error> Session::stream() {
    next_report_ = Clock::now();
    next_keepalive_ = Clock::now() + limits_.keepalive_interval;
    for (;;) {
        const auto now = Clock::now();
        if (said_goodbye_) co_return ended;
        if (const auto problem = stalled(now)) co_return *problem;
        if (auto sent = co_await keep_alive(now); !sent) co_return std::move(sent.error());
        const auto stall = has_frame_ ? last_packet_ + limits_.stall : started_ + limits_.first_frame;
        const auto wake = std::min({next_report_, next_keepalive_, stall});
        auto received = co_await within(std::max<Clock::duration>(wake - now, 1ms), receive_on());
        if (!received && received.error().code != Errc::timeout) co_return std::move(received.error());
    }
}

// One limit for all that comes until the next duty: a limit for each packet costs more than the packet.
awaitable<Result<>> Session::receive_on() {
    for (;;) {
        auto received = co_await client_.receive();
        if (!received || said_goodbye_) co_return received;
    }
}

std::optional<Error> Session::stalled(Clock::time_point now) const {
    if (!has_frame_ && now - started_ >= limits_.first_frame) return no_frames;
    if (has_frame_ && now - last_packet_ >= limits_.stall) return gone_silent;
    return std::nullopt;
}

awaitable<Result<>> Session::keep_alive(Clock::time_point now) {
    if (now >= next_report_) {
        next_report_ = now + limits_.report_interval;
        if (auto sent = co_await client_.send_packet(rtcp_channel_, reports_.write(now)); !sent)
            co_return sent;
    }
    if (now >= next_keepalive_) {
        next_keepalive_ = now + limits_.keepalive_interval;
        net::rtsp::Headers headers{{"Session", session_id_}};
        co_return co_await client_.notify("GET_PARAMETER", base_, std::move(headers));
    }
    co_return Result<>();
}

void Session::take_packet(std::uint8_t channel, BytesView packet) {
    const auto now = Clock::now();
    if (channel == rtp_channel_ && depacketiser_) {
        last_packet_ = now;
        reports_.add_packet(packet, now);
        depacketiser_->add(packet, now);
        const auto dropped = depacketiser_->counters().dropped;
        if (dropped > dropped_before_) sink_.drop(dropped - dropped_before_);
        dropped_before_ = dropped;
    } else if (channel == rtcp_channel_) {
        const auto control = reports_.add_control(packet, now);
        said_goodbye_ = said_goodbye_ || control == media::rtp::ReceiverReport::Control::goodbye;
    }
}

awaitable<Result<net::rtsp::Response>> Session::request(std::string method, std::string uri,
                                                        net::rtsp::Headers headers) {
    auto operation = client_.request(std::move(method), std::move(uri), std::move(headers));
    co_return co_await within(limits_.answer, std::move(operation));
}

awaitable<void> Session::goodbye() {
    if (!session_id_.empty()) {
        try {
            co_await within(tear_down_limit, tear_down());
        } catch (const SystemError& e) {
            log::debug("fuse.cameras", "TEARDOWN: {}", e.code().message());
        }
    }
    co_await client_.shutdown();
}

awaitable<void> Session::tear_down() {
    net::rtsp::Headers headers{{"Session", session_id_}};
    if (auto answer = co_await client_.request("TEARDOWN", base_, std::move(headers)); !answer)
        log::debug("fuse.cameras", "TEARDOWN: {}", answer.error().detail);
}

}  // namespace gantry::fuse::cameras::rtsp
