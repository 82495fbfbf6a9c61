// One RTSP session with a printer's camera, from OPTIONS to TEARDOWN; for this folder alone. Owned by the
// connection's coroutine.
#pragma once

#include <optional>

#include "fuse/cameras/rtsp/source.hpp"
#include "media/rtp/depacketiser.hpp"
#include "media/rtp/receiver_report.hpp"
#include "net/rtsp/client.hpp"
#include "net/rtsp/sdp.hpp"

namespace gantry::fuse::cameras::rtsp {

class Session {
public:
    using Clock = std::chrono::steady_clock;

    Session(std::unique_ptr<net::Stream> stream, net::rtsp::Credentials credentials, std::string url,
            CameraSink& sink, Limits limits);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Plays until it ends, and says why. Throws SystemError when the connection breaks.
    awaitable<Error> run();
    // TEARDOWN when something plays, then the end of the connection. At most 1.3 s; its caller allows less.
    awaitable<void> goodbye();

private:
    awaitable<Result<>> start();
    awaitable<Result<>> set_up(const net::rtsp::VideoTrack& track);
    awaitable<Result<>> play();
    awaitable<Error> stream();
    awaitable<Result<>> receive_on();
    awaitable<Result<>> keep_alive(Clock::time_point now);
    awaitable<Result<net::rtsp::Response>> request(std::string method, std::string uri,
                                                   net::rtsp::Headers headers);
    std::optional<Error> stalled(Clock::time_point now) const;
    void take_packet(std::uint8_t channel, BytesView packet);
    awaitable<void> tear_down();

    std::string url_;
    std::string base_;  // Content-Base: what PLAY and TEARDOWN name
    CameraSink& sink_;
    Limits limits_;
    net::rtsp::Client client_;
    std::optional<media::rtp::Depacketiser> depacketiser_;
    media::rtp::ReceiverReport reports_;
    std::string session_id_;
    std::uint8_t rtp_channel_ = 0;
    std::uint8_t rtcp_channel_ = 1;
    std::uint64_t dropped_before_ = 0;
    bool has_frame_ = false;
    bool said_goodbye_ = false;  // the camera, by RTCP BYE
    Clock::time_point started_;
    Clock::time_point last_packet_;
    Clock::time_point next_report_;
    Clock::time_point next_keepalive_;
};

}  // namespace gantry::fuse::cameras::rtsp
