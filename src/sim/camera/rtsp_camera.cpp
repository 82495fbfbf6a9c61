#include "sim/camera/rtsp_camera.hpp"

#include <boost/asio/redirect_error.hpp>
#include <charconv>

#include "base/log.hpp"
#include "base/random.hpp"
#include "media/h264/annex_b.hpp"
#include "sim/camera/rtp_track.hpp"
#include "sim/camera/rtsp_message.hpp"
#include "sim/camera/source.hpp"

namespace gantry::sim::camera {
namespace {

constexpr auto report_period = 5s;
constexpr auto frame_period = std::chrono::nanoseconds(1s) / rtsp_frame_rate;
constexpr auto public_methods =
    "OPTIONS, DESCRIBE, SETUP, TEARDOWN, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER";
constexpr int session_timeout_s = 65;

std::string nal_of(const media::h264::AccessUnit& unit, media::h264::NalType type) {
    for (std::size_t i = 0; i < unit.nals.size(); ++i) {
        if (media::h264::type_of(unit.nal(i)) == type) return std::string(as_text(unit.nal(i)));
    }
    return {};
}

std::string describe_stream(const media::h264::AccessUnit& key) {
    const auto sps = nal_of(key, media::h264::NalType::sps);
    const auto pps = nal_of(key, media::h264::NalType::pps);
    return fmt::format(
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=streaming/live/1\r\ni=streaming/live/1\r\nt=0 0\r\n"
        "a=tool:LIVE555 Streaming Media "
        "v2020.10.16\r\na=type:broadcast\r\na=control:*\r\na=range:npt=now-\r\n"
        "m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:4000\r\na=rtpmap:96 H264/90000\r\n"
        "a=fmtp:96 "
        "packetization-mode=1;profile-level-id={};sprop-parameter-sets={},{}\r\na=control:track1\r\n",
        to_hex(as_bytes(sps).subspan(1, 3)), to_base64(as_bytes(sps)), to_base64(as_bytes(pps)));
}

// The two channels of `interleaved=0-1`.
std::optional<std::pair<std::uint8_t, std::uint8_t>> channels_of(std::string_view transport) {
    if (!transport.starts_with("RTP/AVP/TCP")) return std::nullopt;
    const auto text = rtsp::parameter(transport, "interleaved");
    if (text.empty()) return std::pair<std::uint8_t, std::uint8_t>{0, 1};
    std::uint8_t first = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), first).ec != std::errc() || first == 255)
        return std::nullopt;
    return std::pair(first, static_cast<std::uint8_t>(first + 1));
}

// One client's conversation; shared by the coroutine that answers and the one that sends pictures.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(const Executor& executor, std::shared_ptr<Server> server, ClientPtr client, FeedPtr feed)
        : server_(std::move(server)),
          client_(std::move(client)),
          feed_(std::move(feed)),
          free_(executor, asio::steady_timer::time_point::max()) {}

    awaitable<void> talk() {
        std::string received;
        std::array<std::byte, 4096> buffer{};
        while (!ended_) {
            const auto count = co_await client_->stream->read_some(buffer);
            if (count == 0) co_return;
            received += as_text(std::span(buffer).first(count));
            for (;;) {
                const auto request = rtsp::take_request(received);
                if (!request) co_return;
                if (!*request) break;
                co_await answer(**request);
            }
        }
        co_await client_->stream->shutdown();
    }

    // Without it the sending coroutine and its session would keep each other.
    void hang_up() { sender_ = Task(); }

private:
    awaitable<void> answer(rtsp::Request request) {
        if (request.method == "OPTIONS")
            co_return co_await reply(request, fmt::format("Public: {}\r\n", public_methods));
        if (!rtsp::is_authorised(request, feed_->access_code, nonce_))
            co_return co_await ask_for_login(request);
        if (request.method == "DESCRIBE") {
            co_await describe(request);
        } else if (request.method == "SETUP") {
            co_await set_up(request);
        } else if (request.method == "PLAY") {
            co_await play(request);
        } else if (request.method == "TEARDOWN") {
            sender_ = Task();
            ended_ = true;
            co_await reply(request, session_header());
        } else if (request.method == "GET_PARAMETER" || request.method == "SET_PARAMETER" ||
                   request.method == "PAUSE") {
            co_await reply(request, session_header());
        } else {
            co_await reply(request, {}, "405 Method Not Allowed");
        }
    }

    // A fresh nonce each time; a wrong code is asked again and never cut off.
    awaitable<void> ask_for_login(const rtsp::Request& request) {
        nonce_ = to_hex(random_bytes(16));
        const auto header =
            fmt::format("WWW-Authenticate: Digest realm=\"{}\", nonce=\"{}\"\r\n", rtsp::realm, nonce_);
        co_await reply(request, header, "401 Unauthorized");
    }

    awaitable<void> describe(const rtsp::Request& request) {
        source_ = make_source(*feed_);
        const auto sdp = describe_stream(*source_->picture(feed_->view));
        url_ = request.url.ends_with('/') ? request.url : request.url + "/";
        co_await reply(
            request,
            fmt::format("Content-Base: {}\r\nContent-Type: application/sdp\r\nContent-Length: {}\r\n", url_,
                        sdp.size()),
            "200 OK", sdp);
    }

    awaitable<void> set_up(const rtsp::Request& request) {
        const auto channels = channels_of(request.header("Transport"));
        if (!channels || !source_) co_return co_await reply(request, {}, "461 Unsupported Transport");
        const auto time = feed_->constant_time ? RtpTrack::Time::stands_still : RtpTrack::Time::advances;
        track_ = std::make_shared<RtpTrack>(channels->first, channels->second, time);
        session_ = fmt::format("{:08X}", read_be32(random_bytes(4)));
        co_await reply(request, fmt::format("Transport: RTP/AVP/TCP;unicast;interleaved={}-{};ssrc={:08X}\r\n"
                                            "Session: {};timeout={}\r\n",
                                            channels->first, channels->second, track_->source(), session_,
                                            session_timeout_s));
    }

    awaitable<void> play(const rtsp::Request& request) {
        if (!track_) co_return co_await reply(request, {}, "455 Method Not Valid in This State");
        const auto admission = server_->admit(client_);
        if (admission == Server::Admission::leave) {
            ended_ = true;
            co_return co_await reply(request, {}, "453 Not Enough Bandwidth");
        }
        const auto info =
            fmt::format("RTP-Info: url={}track1;seq={};rtptime={}\r\n", url_, track_->next_sequence(),
                        track_->timestamp_at(std::chrono::steady_clock::now()));
        co_await reply(request, "Range: npt=0.000-\r\n" + session_header() + info);
        if (admission != Server::Admission::watch || sender_.running()) co_return;
        source_->request_key_frame();
        sender_ = server_->spawn([self = shared_from_this()] { return send_pictures(self); });
    }

    static awaitable<void> send_pictures(std::shared_ptr<Session> self) {
        const auto source = self->source_;
        const auto track = self->track_;
        auto report_at = std::chrono::steady_clock::now();
        asio::steady_timer timer(co_await asio::this_coro::executor, report_at);
        for (;;) {
            const auto now = std::chrono::steady_clock::now();
            if (!self->server_->stuck) {
                auto packets = track->picture(*source->picture(self->feed_->view));
                if (self->client_->cut) packets.resize(packets.size() / 2);
                if (now >= report_at) {
                    std::ranges::copy(track->sender_report(std::chrono::system_clock::now()),
                                      std::back_inserter(packets));
                    report_at = now + report_period;
                }
                co_await self->send(std::move(packets));
                if (self->client_->cut) co_return self->client_->stream->close();
            }
            timer.expires_at(std::max(timer.expiry() + frame_period, now));
            co_await timer.async_wait(use_awaitable);
        }
    }

    std::string session_header() const {
        return session_.empty() ? std::string() : fmt::format("Session: {}\r\n", session_);
    }

    awaitable<void> reply(const rtsp::Request& request, std::string headers, std::string status = "200 OK",
                          std::string body = {}) {
        co_await send(to_bytes(fmt::format("RTSP/1.0 {}\r\nCSeq: {}\r\n{}\r\n{}", status,
                                           request.header("CSeq"), headers, body)));
    }

    // One at a time: answers and pictures share the connection.
    awaitable<void> send(Bytes bytes) {
        while (sending_) {
            ErrorCode woken;
            co_await free_.async_wait(asio::redirect_error(use_awaitable, woken));
        }
        const Turn turn(*this);
        co_await client_->stream->write(bytes);
    }

    // Holds the connection for one write, however that ends.
    struct Turn {
        explicit Turn(Session& owner) : session(owner) { session.sending_ = true; }
        ~Turn() {
            session.sending_ = false;
            session.free_.cancel();
        }
        Session& session;
    };

    std::shared_ptr<Server> server_;
    ClientPtr client_;
    FeedPtr feed_;
    std::string nonce_;
    std::string session_;
    std::string url_;
    std::shared_ptr<Source> source_;   // the sending coroutine holds its own
    std::shared_ptr<RtpTrack> track_;  // likewise
    asio::steady_timer free_;          // cancelled when sending_ falls
    bool sending_ = false;
    bool ended_ = false;
    Task sender_;
};

struct HangUp {
    std::shared_ptr<Session> session;
    ~HangUp() { session->hang_up(); }
};

awaitable<void> serve(FeedPtr feed, std::shared_ptr<Server> server, ClientPtr client) {
    const auto session = std::make_shared<Session>(co_await asio::this_coro::executor, server, client, feed);
    const HangUp at_the_end{session};
    co_await session->talk();
}

}  // namespace

Server::Serve rtsp_camera(FeedPtr feed) {
    return [feed = std::move(feed)](std::shared_ptr<Server> server, ClientPtr client) {
        return serve(feed, std::move(server), std::move(client));
    };
}

}  // namespace gantry::sim::camera
