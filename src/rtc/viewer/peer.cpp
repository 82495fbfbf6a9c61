#include "rtc/viewer/peer.hpp"

#include "base/log.hpp"
#include "base/random.hpp"
#include "rtc/rtcp/sender_report.hpp"
#include "rtc/viewer/datagram.hpp"

namespace gantry::rtc::viewer {
namespace {

using namespace std::chrono_literals;

constexpr auto resolve_limit = 1500ms;
constexpr std::size_t max_remote_candidates = 64;
constexpr std::size_t max_early_datagrams = 8;
constexpr std::size_t max_datagram_bytes = 2048;
// An IDR made for the viewer before is as good as a new one.
constexpr auto shared_key_frame_age = 1000ms;

Time now() {
    return std::chrono::steady_clock::now();
}

std::uint32_t random_source() {
    return 1 + random_below(0xfffffffe);
}

// Below 2^15, so that receivers guess the roll-over counter right even when they miss the first packets.
std::uint16_t random_sequence() {
    return static_cast<std::uint16_t>(random_below(0x7fff));
}

}  // namespace

Peer::Peer(Surroundings around, PeerStart start)
    : around_(around),
      start_(std::move(start)),
      format_(sdp::choose_format(start_.offer, start_.stream->profile_level_id())),
      ssrc_(random_source()),
      retransmission_ssrc_(ssrc_ ^ 1),
      playing_(start_.stream),
      going_to_(start_.stream) {}

Peer::~Peer() = default;

void Peer::open() {
    establish_timer_ = ice::Timer(around_.loop, around_.options.establish_limit, ice::Timer::Repeat::once,
                                  [this] { end({Errc::timeout, "no connection within the time limit"}); });
    std::vector<std::string> hosts;
    hosts.reserve(start_.request.ice_servers.size());
    for (const auto& server : start_.request.ice_servers)
        hosts.push_back(server.host);
    around_.resolver.resolve(std::move(hosts), resolve_limit, [weak = weak_from_this()](auto addresses) {
        const auto self = std::static_pointer_cast<Peer>(weak.lock());
        if (self && !self->ended_) self->on_servers_found(std::move(addresses));
    });
}

void Peer::on_servers_found(std::vector<std::optional<std::string>> addresses) {
    std::vector<IceServer> servers;
    bool relay = false;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (!addresses[i]) continue;
        auto server = start_.request.ice_servers[i];
        server.host = *addresses[i];
        relay |= server.kind != IceServer::Kind::stun;
        servers.push_back(std::move(server));
    }
    if (start_.request.policy == IcePolicy::relay_only && !relay) {
        return end({Errc::offline, "no TURN server could be found"});
    }
    guard([&] { make_agent(std::move(servers)); });
}

void Peer::make_agent(std::vector<IceServer> servers) {
    const bool client = start_.offer.setup == sdp::Setup::passive;
    dtls_ = std::make_unique<dtls::Session>(around_.dtls, client ? dtls::Role::client : dtls::Role::server,
                                            start_.offer.fingerprint,
                                            [this](BytesView datagram) { agent_->send(datagram); });
    ice::AgentOptions options{.addresses = around_.options.addresses,
                              .first_port = around_.options.first_port,
                              .last_port = around_.options.last_port,
                              .servers = std::move(servers),
                              .policy = start_.request.policy};
    ice::AgentEvents events{
        .on_datagram = [this](BytesView datagram) { guard([&] { on_datagram(datagram); }); },
        .on_candidate = [this](std::string candidate) { on_candidate(std::move(candidate)); },
        .on_gathering_done = [this] { on_gathering_done(); },
        .on_pair_selected = [this] { guard([this] { on_pair_selected(); }); },
        .on_lost = [this] { on_lost(); }};
    agent_ = std::make_unique<ice::Agent>(around_.loop, std::move(options), std::move(events));
    agent_->set_remote(start_.offer.ice);
    if (auto gathering = agent_->gather(); !gathering) return end(std::move(gathering.error()));
    if (start_.request.gather_limit > 0ms && !gathered_) {
        answer_timer_ = ice::Timer(around_.loop, start_.request.gather_limit, ice::Timer::Repeat::once,
                                   [this] { answer(); });
    } else {
        answer();
    }
    for (const auto& line : start_.offer.candidates)
        add_remote_candidate(line);
    for (const auto& line : std::exchange(early_remote_, {}))
        add_remote_candidate(line);
}

// Whoever reports is judged by that (on_second): what is heard is alive, whatever became of a check.
void Peer::on_lost() {
    if (!heard_) end({Errc::offline, "the browser no longer answers"});
}

void Peer::answer() {
    if (answered_ || ended_) return;
    answered_ = true;
    answer_timer_.stop();
    const sdp::AnswerParts parts{.format = format_,
                                 .ice = agent_->credentials(),
                                 .fingerprint = around_.dtls.fingerprint(),
                                 .ssrc = ssrc_,
                                 .retransmission_ssrc = retransmission_ssrc_,
                                 .candidates = std::exchange(local_candidates_, {}),
                                 .complete = gathered_};
    if (start_.events.on_answer) start_.events.on_answer(sdp::write_answer(start_.offer, parts));
    if (gathered_ && start_.events.on_gathering_done) start_.events.on_gathering_done();
}

void Peer::on_candidate(std::string candidate) {
    if (ended_) return;
    if (!answered_) {
        local_candidates_.push_back(std::move(candidate));
    } else if (start_.events.on_candidate) {
        start_.events.on_candidate(std::move(candidate), start_.offer.sections[start_.offer.video].mid);
    }
}

void Peer::on_gathering_done() {
    if (ended_ || std::exchange(gathered_, true)) return;
    if (!answered_) {
        // Still within gather(): make_agent answers.
        if (answer_timer_.running()) answer();
    } else if (start_.events.on_gathering_done) {
        start_.events.on_gathering_done();
    }
}

void Peer::add_remote_candidate(const std::string& line) {
    if (ended_ || remote_candidates_ >= max_remote_candidates) return;
    if (!agent_) {
        if (early_remote_.size() < max_remote_candidates) early_remote_.push_back(line);
        return;
    }
    ++remote_candidates_;
    const auto candidate = sdp::parse_candidate(line);
    if (candidate) {
        agent_->add_remote(*candidate);
    } else {
        log::debug("rtc.viewer", "candidate ignored: {}", candidate.error().detail);
    }
}

void Peer::on_pair_selected() {
    if (ended_) return;
    start_.statistics->relayed = agent_->relayed();
    if (sender_) return;  // only a better pair
    // The encoder works while DTLS shakes hands.
    if (start_.stream->options().start == TrackOptions::Start::key_frame_on_demand) {
        const auto key = start_.stream->history().newest_key();
        const bool fresh =
            key && now() - start_.stream->history().at(*key)->captured_at <= shared_key_frame_age / 2;
        if (!fresh) start_.stream->want_key_frame();
    }
    after_dtls(dtls_->start());
    while (!early_.empty() && !ended_) {
        const auto datagram = std::move(early_.front());
        early_.pop_front();
        feed_dtls(datagram);
    }
}

void Peer::on_datagram(BytesView datagram) {
    if (ended_) return;
    switch (classify(datagram)) {
        case DatagramKind::dtls:
            if (agent_->has_pair()) return feed_dtls(datagram);
            if (early_.size() < max_early_datagrams && datagram.size() <= max_datagram_bytes) {
                early_.emplace_back(datagram.begin(), datagram.end());
            }
            return;
        case DatagramKind::rtcp:
            return on_rtcp(datagram);
        case DatagramKind::rtp:
        case DatagramKind::unknown:
            return;
    }
}

void Peer::feed_dtls(BytesView datagram) {
    last_heard_ = now();
    after_dtls(dtls_->receive(datagram));
}

void Peer::after_dtls(dtls::State state) {
    if (ended_) return;
    switch (state) {
        case dtls::State::failed:
            return end(dtls_->error());
        case dtls::State::closed:
            return end({Errc::offline, "the browser said goodbye"});
        case dtls::State::established:
            if (!sender_) on_established();
            break;
        case dtls::State::handshaking:
            break;
    }
    const auto wait = dtls_->timeout();
    if (!wait) return dtls_timer_.stop();
    dtls_timer_ = ice::Timer(around_.loop, *wait, ice::Timer::Repeat::once,
                             [this] { guard([this] { after_dtls(dtls_->on_timeout()); }); });
}

void Peer::on_established() {
    const auto keys = dtls_->keys();
    if (!keys) return end(keys.error());
    establish_timer_.stop();
    make_sender(*keys);
    const auto time = now();
    last_heard_ = time;
    const bool on_demand = start_.stream->options().start == TrackOptions::Start::key_frame_on_demand;
    const bool started = sender_->start(time, on_demand ? std::optional(shared_key_frame_age) : std::nullopt);
    if (pump(time)) playing_->pace();
    if (!started) start_.stream->want_key_frame();
    start_.stream->join(*this);
    start_.statistics->connected = true;
    start_.on_connected();
    if (start_.events.on_connected) start_.events.on_connected();
}

void Peer::make_sender(const srtp::Keys& keys) {
    rtcp_ = std::make_unique<srtp::RtcpSession>(keys);
    const SenderOptions options{.ssrc = ssrc_,
                                .retransmission_ssrc = retransmission_ssrc_,
                                .payload_type = format_.payload_type,
                                .retransmission = format_.retransmission,
                                .playout_delay = start_.offer.playout_delay,
                                .first_sequence = random_sequence(),
                                .first_retransmission = random_sequence(),
                                .clock_offset = start_.stream->clock_offset()};
    limiter_.start(now(), options.first_sequence - 1u);
    sender_ = std::make_unique<Sender>(
        start_.stream->history(), around_.scratch, options, srtp::RtpCipher(keys.profile, keys.local),
        *start_.statistics,
        [this](const ice::Burst& burst, std::size_t first) { return agent_->send(burst, first); });
}

bool Peer::pump(Time time) {
    if (!sender_ || ended_) return false;
    bool left = false;
    guard([&] {
        const bool was_waiting = sender_->waiting_for_key();
        left = sender_->pump(time);
        if (going_to_ != playing_ && &sender_->history() == &going_to_->history()) has_moved();
        if (!was_waiting && sender_->waiting_for_key()) want_key_frame();
    });
    return left;
}

void Peer::on_rtcp(BytesView datagram) {
    if (!rtcp_ || datagram.size() > max_datagram_bytes) return;
    std::array<std::byte, max_datagram_bytes> buffer{};
    std::ranges::copy(datagram, buffer.begin());
    const auto plain = rtcp_->unprotect(std::span(buffer).first(datagram.size()));
    if (!plain) return;
    last_heard_ = now();
    heard_ = true;
    const auto feedback = rtcp::parse_feedback(*plain);
    if (feedback) on_feedback(*feedback, last_heard_);
}

void Peer::on_feedback(const rtcp::Feedback& feedback, Time time) {
    for (const auto& report : feedback.reports)
        on_report(report, time);
    for (const auto& missing : feedback.missing) {
        if (missing.ssrc != ssrc_) continue;
        ++start_.statistics->nacked;
        sender_->retransmit(missing.sequence, time);
    }
    if (std::ranges::find(feedback.key_frame_for, ssrc_) == feedback.key_frame_for.end()) return;
    ++start_.statistics->key_frames_wanted;
    want_key_frame();
    if (playing_->options().start != TrackOptions::Start::cached_gop) return;
    sender_->replay(time);
    if (pump(time)) playing_->pace();
}

void Peer::on_report(const rtcp::ReceiverReport& report, Time now) {
    if (report.ssrc != ssrc_) return;
    const auto arrival = rtcp::compact_ntp(rtcp::to_ntp(std::chrono::system_clock::now()));
    const auto time = rtcp::round_trip(arrival, report.last_report, report.since_report);
    if (time.count() > 0) start_.statistics->round_trip_us = time.count();
    const auto before = limiter_.limit();
    limiter_.on_report({.highest_sequence = report.highest_sequence,
                        .lost = report.lost,
                        .round_trip = time,
                        .bytes_sent = sender_->bytes_on_the_way(),
                        .wanted = playing_->history().bytes_per_second()},
                       now);
    if (limiter_.limit() != before) limit_changed(report, time);
    choose_encoding(now);
}

void Peer::limit_changed(const rtcp::ReceiverReport& report, std::chrono::microseconds time) {
    log::debug("rtc.viewer", "the way takes {:.0f} bytes per second ({} of 256 lost, round trip {} ms)",
               limiter_.limit().value_or(0), report.fraction_lost, time.count() / 1000);
    sender_->limit(limiter_.limit());
    playing_->limits_changed();
    if (going_to_ != playing_) going_to_->limits_changed();
    start_.statistics->limit = static_cast<std::uint64_t>(limiter_.limit().value_or(0));
}

// Whoever is on a slow way is more patient: each key picture costs all viewers.
void Peer::want_key_frame() {
    if (limiter_.limit()) return playing_->want_key_frame_patiently();
    playing_->want_key_frame();
}

void Peer::on_second(Time time) {
    if (ended_ || !sender_) return;
    const auto limit = heard_ ? around_.options.silence_limit : around_.options.first_report_limit;
    if (time - last_heard_ > limit) {
        return end({Errc::offline, "the browser went silent"});
    }
    if (sender_->packets() > 0) guard([this] { send_report(); });
}

void Peer::send_report() {
    const rtcp::SenderReport report{.ssrc = ssrc_,
                                    .ntp = rtcp::to_ntp(std::chrono::system_clock::now()),
                                    .rtp_timestamp = sender_->rtp_time(now()),
                                    .packets = sender_->packets(),
                                    .payload_bytes = sender_->payload_bytes()};
    std::array<std::byte, rtcp::report_bytes + srtp::RtcpSession::max_overhead> buffer{};
    const auto length = rtcp_->protect(buffer, rtcp::write_sender_report(buffer, report));
    if (length) agent_->send(BytesView(buffer).first(*length));
}

void Peer::end(Error reason) {
    if (std::exchange(ended_, true)) return;
    reason_ = std::move(reason);
    establish_timer_.stop();
    answer_timer_.stop();
    // Posted: the caller may stand inside the agent or the DTLS session.
    around_.loop.post([self = std::static_pointer_cast<Peer>(shared_from_this())] { self->finish(); });
}

void Peer::finish() {
    log::debug("rtc.viewer", "viewer ends: {}", reason_.detail);
    dtls_timer_.stop();
    if (dtls_) dtls_->close();
    start_.stream->want_smaller(*this, false);
    playing_->leave(*this);
    if (going_to_ != playing_) going_to_->leave(*this);
    sender_.reset();
    rtcp_.reset();
    start_.statistics->connected = false;
    if (start_.events.on_closed) start_.events.on_closed(reason_);
    if (!agent_) return start_.on_gone();
    agent_->close([self = std::static_pointer_cast<Peer>(shared_from_this())] {
        // libnice is still inside the agent's own callback.
        self->around_.loop.post([self] {
            self->agent_.reset();
            self->start_.on_gone();
        });
    });
}

}  // namespace gantry::rtc::viewer
