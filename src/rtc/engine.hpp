// Sends H.264 to browsers over WebRTC. An Engine (one per program) owns the one thread on which every viewer
// lives; a Track is one camera's stream, packetised once for all its viewers; a Viewer is one browser.
//
// Threads: every method here may be called from any thread and never blocks, except ~Engine, which waits up
// to half a second for the peers to say goodbye. Every callback runs on the engine's thread: it must do
// nothing but post to its owner's loop. Lifetime: the engine outlives its tracks and viewers. Callbacks may
// still come after the handle was dropped, so they capture values or weak pointers, never `this`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "media/h264/access_unit.hpp"

namespace gantry::rtc {

struct IceServer {
    enum class Kind { stun, turn_udp, turn_tcp };
    Kind kind = Kind::stun;
    std::string host;  // an address or a name, which we resolve off the engine's thread
    std::uint16_t port = 3478;
    std::string username;  // TURN only
    Secret password;       // TURN only
};

enum class IcePolicy { all, relay_only };

struct EngineOptions {
    // Local addresses to offer. Empty: those of all interfaces, or loopback where there is no other.
    std::vector<std::string> addresses;
    // UDP ports to use; 0 and 0: any.
    std::uint16_t first_port = 0;
    std::uint16_t last_port = 0;
    std::size_t max_viewers = 1000;
    std::size_t max_pending = 64;  // viewers that are not connected yet
    std::chrono::milliseconds establish_limit{15'000};
    // A connected browser from which nothing came for so long is gone.
    std::chrono::milliseconds silence_limit{8'000};
    // Every browser reports each second or so (RFC 8834). Who never did has not asked for more for longer
    // than RFC 7675 lets anybody send.
    std::chrono::milliseconds first_report_limit{30'000};
};

struct TrackOptions {
    enum class Start {
        cached_gop,          // a camera passed through: a new viewer gets the pictures since the last IDR
        key_frame_on_demand  // our own encoder: a new viewer starts at the IDR that we ask for
    };
    Start start = Start::cached_gop;
    // An IDR would help now: a new viewer, or one that lost too much. At most once per key_frame_interval.
    std::function<void()> on_key_frame_wanted;
    std::chrono::milliseconds key_frame_interval{500};
    // What the best of all viewers' ways takes, in bytes per second; none: at least one takes everything. For
    // our own encoder: smaller pictures than that are lost on nobody. Only when it changes by a tenth or
    // more.
    std::function<void(std::optional<double> bytes_per_second)> on_limit;
    // For a camera passed through: somebody's way takes less than the stream has, so a smaller encoding of
    // the same pictures would help (Track::offer_smaller); or nobody's does any more.
    std::function<void(bool wanted)> on_smaller_wanted;
};

// One H.264 stream. Owned by the camera's live view; dropping it ends its viewers (Errc::offline).
class Track {
public:
    class Impl;
    explicit Track(std::unique_ptr<Impl> impl);
    ~Track();
    Track(const Track&) = delete;
    Track& operator=(const Track&) = delete;

    // The next picture, in decoding order. Key pictures carry their SPS and PPS.
    void push(media::h264::AccessUnitPtr picture);
    // Viewers that are connecting or connected.
    std::size_t viewers() const;
    // Viewers on slow ways go on with that track's next key picture. Null brings them back: before dropping
    // it. Both tracks are of one engine.
    void offer_smaller(const Track* smaller);

private:
    friend class Engine;
    std::unique_ptr<Impl> impl_;
};

struct ViewerRequest {
    std::string offer_sdp;
    std::vector<IceServer> ice_servers;
    IcePolicy policy = IcePolicy::all;
    // Zero: answer at once with the host candidates and trickle the others. Otherwise wait so long for all
    // candidates first (WHEP without trickle).
    std::chrono::milliseconds gather_limit{0};
};

struct ViewerEvents {
    // Once, unless the viewer closes before.
    std::function<void(std::string answer_sdp)> on_answer;
    // "candidate:…" (as RTCIceCandidate.candidate) and the m-section's mid; only after on_answer.
    std::function<void(std::string candidate, std::string sdp_mid)> on_candidate;
    // All our candidates were reported.
    std::function<void()> on_gathering_done;
    // The first packets are on their way.
    std::function<void()> on_connected;
    // The viewer gets less than the camera has because its way takes no more; or everything again.
    std::function<void(bool slow)> on_slow;
    // Exactly once, last. cancelled: we closed it; timeout: not connected within the limit; offline: the
    // browser went away or the track ended; untrusted: not the certificate of the offer.
    std::function<void(Error reason)> on_closed;
};

struct ViewerStats {
    bool connected = false;
    bool relayed = false;                // the chosen pair goes through a TURN server of ours
    std::uint64_t packets = 0;           // sent, without retransmissions
    std::uint64_t bytes = 0;             // of those packets, RTP header included
    std::uint64_t retransmitted = 0;     // packets sent again because the browser asked
    std::uint64_t nacked = 0;            // packets that the browser reported missing
    std::uint64_t dropped_pictures = 0;  // skipped because the connection could not take them
    std::uint64_t key_frames_wanted = 0;
    std::uint64_t limit = 0;  // bytes per second that its way takes; 0: not known to be limited
    std::chrono::microseconds round_trip{0};  // of the last receiver report; zero: not known
};

// One browser. Owned by the session that opened it; dropping it closes the connection.
class Viewer {
public:
    class Impl;
    explicit Viewer(std::unique_ptr<Impl> impl);
    ~Viewer();
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

    // A browser's candidate, with or without "a=". What we cannot use (mDNS names, TCP) is ignored.
    void add_remote_candidate(std::string candidate);
    void close();
    ViewerStats stats() const;

private:
    std::unique_ptr<Impl> impl_;
};

class Engine {
public:
    class Impl;
    explicit Engine(EngineOptions options = {});  // throws std::runtime_error when the thread cannot start
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    std::unique_ptr<Track> make_track(TrackOptions options);
    // Errors: malformed (not an SDP offer), too_large (an offer beyond 64 KiB), unsupported (no H.264 that we
    // can send), busy (too many viewers).
    Result<std::unique_ptr<Viewer>> open(Track& track, ViewerRequest request, ViewerEvents events);
    // Viewers that are not fully gone yet, for tests and metrics.
    std::size_t viewers() const;

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace gantry::rtc
