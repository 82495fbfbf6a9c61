// The camera's side of one RTSP connection, as its test's script says.
#pragma once

#include <string>
#include <vector>

#include "net/stream.hpp"

namespace gantry::fuse::cameras::rtsp {

class RtspPeer {
public:
    enum class Authentication { none, basic, digest, digest_with_qop };
    enum class End { close, silence, goodbye };

    struct Script {
        Authentication authentication = Authentication::digest;
        std::string code = "12345678";
        bool packets_before_play_answer = false;
        int pictures = 1;
        End end = End::close;
        bool garbage = false;  // answers in another protocol
        std::string sdp;       // empty: one H.264 track
    };
    struct Log {
        std::vector<std::string> methods;
        int receiver_reports = 0;
    };

    RtspPeer(net::Stream& client, Script script, Log& log)
        : client_(client), script_(std::move(script)), log_(log) {}

    // Until the client leaves or the script ends.
    awaitable<void> run();

private:
    awaitable<bool> read_more();
    bool take_packet();
    std::string take_request();
    awaitable<bool> answer(const std::string& request);
    awaitable<void> send_text(std::string text);
    awaitable<void> send_pictures();
    awaitable<void> send_packet(int channel, Bytes packet);
    bool is_allowed(const std::string& method, const std::string& request) const;
    std::string challenge() const;

    net::Stream& client_;
    Script script_;
    Log& log_;
    std::string input_;
    std::string url_;
};

}  // namespace gantry::fuse::cameras::rtsp
