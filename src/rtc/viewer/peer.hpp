// One browser, from its offer until everything of it is gone. Owned by the engine; used on the loop's thread.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "rtc/congestion/choice.hpp"
#include "rtc/congestion/limiter.hpp"
#include "rtc/dtls/session.hpp"
#include "rtc/engine.hpp"
#include "rtc/ice/agent.hpp"
#include "rtc/ice/resolver.hpp"
#include "rtc/rtcp/feedback.hpp"
#include "rtc/sdp/answer.hpp"
#include "rtc/srtp/rtcp_session.hpp"
#include "rtc/viewer/stream.hpp"

namespace gantry::rtc::viewer {

// What all peers use; belongs to the engine and outlives them.
struct Surroundings {
    const EngineOptions& options;
    ice::Loop& loop;
    ice::Resolver& resolver;
    const dtls::Context& dtls;
    ice::Burst& scratch;
};

struct PeerStart {
    sdp::Offer offer;
    ViewerRequest request;
    ViewerEvents events;
    std::shared_ptr<Stream> stream;
    std::shared_ptr<Statistics> statistics;
    std::function<void()> on_connected;  // the engine's own
    std::function<void()> on_gone;       // last of all: the engine drops the peer
};

class Peer : public Audience, public std::enable_shared_from_this<Peer> {
public:
    Peer(Surroundings around, PeerStart start);
    ~Peer() override;

    void open();
    void add_remote_candidate(const std::string& line);
    // Ends the viewer; only the first reason counts. Safe from within any of the peer's own callbacks.
    void end(Error reason);
    // Once per second: sender report, silence.
    void on_second(Time now);
    bool pump(Time now) override;
    std::optional<double> limit() const override { return limiter_.limit(); }
    // The camera's own, whichever encoding plays.
    const Stream* stream() const { return start_.stream.get(); }
    // What its way takes, or what there is to choose from, may have changed.
    void choose_encoding(Time now);

private:
    void on_servers_found(std::vector<std::optional<std::string>> addresses);
    void make_agent(std::vector<IceServer> servers);
    void answer();
    void on_candidate(std::string candidate);
    void on_gathering_done();
    void on_pair_selected();
    void on_lost();
    void on_datagram(BytesView datagram);
    void feed_dtls(BytesView datagram);
    void after_dtls(dtls::State state);
    void on_established();
    void make_sender(const srtp::Keys& keys);
    void on_rtcp(BytesView datagram);
    void on_feedback(const rtcp::Feedback& feedback, Time now);
    void on_report(const rtcp::ReceiverReport& report, Time now);
    void limit_changed(const rtcp::ReceiverReport& report, std::chrono::microseconds round_trip);
    void want_key_frame();
    void go_to(const std::shared_ptr<Stream>& stream, Time now);
    void has_moved();
    void tell_slow(bool slow);
    void send_report();
    void finish();
    // Exceptions must not pass through GLib's frames; only our own mistakes throw here.
    template <class Step>
    void guard(Step step) {
        try {
            step();
        } catch (const std::exception& e) {
            end({Errc::internal, e.what()});
        }
    }

    Surroundings around_;
    PeerStart start_;
    sdp::Format format_;
    std::uint32_t ssrc_;
    std::uint32_t retransmission_ssrc_;

    std::unique_ptr<ice::Agent> agent_;
    std::unique_ptr<dtls::Session> dtls_;
    std::unique_ptr<srtp::RtcpSession> rtcp_;
    std::unique_ptr<Sender> sender_;
    congestion::Limiter limiter_;
    congestion::Choice choice_;
    std::shared_ptr<Stream> playing_;   // the camera's own, or its smaller encoding
    std::shared_ptr<Stream> going_to_;  // the same, or the one whose key picture it waits for
    bool slow_ = false;                 // as the viewer's owner was told
    ice::Timer establish_timer_;
    ice::Timer answer_timer_;
    ice::Timer dtls_timer_;

    std::deque<Bytes> early_;                    // DTLS that came before a pair was selected
    std::vector<std::string> local_candidates_;  // until the answer
    std::size_t remote_candidates_ = 0;
    std::vector<std::string> early_remote_;  // until there is an agent
    bool answered_ = false;
    bool gathered_ = false;
    bool ended_ = false;
    Error reason_;
    Time last_heard_;
    bool heard_ = false;
};

}  // namespace gantry::rtc::viewer
