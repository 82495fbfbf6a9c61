#include "tests/rtc/receiver.hpp"

#include <fmt/format.h>

#include <future>

#include "media/rtp/depacketiser.hpp"
#include "rtc/sdp/lines.hpp"
#include "rtc/viewer/datagram.hpp"
#include "tests/rtc/pictures.hpp"

namespace gantry::rtc {
namespace {

constexpr std::uint8_t payload_type = 102;
constexpr std::uint8_t retransmission_type = 103;
constexpr std::uint32_t own_ssrc = 0x0000beef;

constexpr auto offer_format =
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 102 103\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\n"
    "a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42e01f\r\n"
    "a=rtcp-fb:102 nack\r\na=rtcp-fb:102 nack pli\r\na=rtpmap:103 rtx/90000\r\na=fmtp:103 apt=102\r\n"
    "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\na=setup:{}\r\n"
    "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:{}\r\na=ice-options:trickle\r\n";

sdp::Fingerprint fingerprint_in(const sdp::SectionLines& section) {
    sdp::Fingerprint fingerprint;
    const auto text = sdp::find_attribute(section.attributes, "fingerprint").value();
    for (const auto pair : sdp::split_words(text.substr(text.find(' ') + 1), ':'))
        fingerprint.digest.push_back(static_cast<std::byte>(sdp::to_number<std::uint8_t>(pair, 16).value()));
    return fingerprint;
}

}  // namespace

Receiver::Receiver(ReceiverOptions options) : options_(std::move(options)) {
    shared_->receiver = this;
    run([this] { make_agent(); });
}

Receiver::~Receiver() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->receiver = nullptr;
    }
    vanish();
}

// Runs a step on the loop and waits for it.
void Receiver::run(const std::function<void()>& step) {
    std::promise<void> done;
    loop_.post([&] {
        step();
        done.set_value();
    });
    done.get_future().wait();
}

void Receiver::Shared::change(const std::function<void(Seen&)>& step) {
    const std::lock_guard lock(mutex);
    step(seen);
    changed.notify_all();
}

bool Receiver::wait(const std::function<bool(const Seen&)>& condition, std::chrono::milliseconds limit) {
    std::unique_lock lock(shared_->mutex);
    return shared_->changed.wait_for(lock, limit, [&] { return condition(shared_->seen); });
}

Receiver::Seen Receiver::seen() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->seen;
}

void Receiver::make_agent() {
    ice::AgentEvents events{
        .on_datagram = [this](BytesView datagram) { on_datagram(datagram); },
        .on_candidate = [this](std::string line) { candidates_.push_back(std::move(line)); },
        .on_gathering_done = [this] { gathered_ = true; },
        .on_pair_selected = [this] { on_dtls(dtls_->start()); },
        .on_lost = [] {}};
    agent_ = std::make_unique<ice::Agent>(
        loop_, ice::AgentOptions{.addresses = options_.addresses, .controlling = true}, std::move(events));
    if (!agent_->gather()) throw std::runtime_error("the receiver has no address");
}

std::string Receiver::offer() {
    std::string text;
    run([&] {
        const auto credentials = agent_->credentials();
        text = fmt::format(offer_format, options_.setup, credentials.fragment, credentials.password,
                           context_.fingerprint());
        for (const auto& candidate : candidates_)
            text += "a=" + candidate + "\r\n";
    });
    return text;
}

void Receiver::accept(const std::string& answer) {
    run([&] {
        const auto lines = sdp::split_lines(answer).value();
        const auto& section = lines.sections.at(0);
        const auto attribute = [&](std::string_view name) {
            return std::string(sdp::find_attribute(section.attributes, name).value());
        };
        const auto role = attribute("setup") == "active" ? dtls::Role::server : dtls::Role::client;
        dtls_ = std::make_unique<dtls::Session>(context_, role, fingerprint_in(section),
                                                [this](BytesView datagram) { agent_->send(datagram); });
        agent_->set_remote({.fragment = attribute("ice-ufrag"), .password = attribute("ice-pwd")});
        for (const auto candidate : sdp::all_attributes(section.attributes, "candidate")) {
            const auto parsed = sdp::parse_candidate("candidate:" + std::string(candidate));
            if (parsed) agent_->add_remote(*parsed);
        }
        const auto ssrc = attribute("ssrc");
        ssrc_ = sdp::to_number<std::uint32_t>(std::string_view(ssrc).substr(0, ssrc.find(' '))).value();
    });
}

void Receiver::add_remote_candidate(const std::string& candidate) {
    loop_.post([this, candidate] {
        const auto parsed = sdp::parse_candidate(candidate);
        if (parsed && agent_) agent_->add_remote(*parsed);
    });
}

ViewerEvents Receiver::events() {
    ViewerEvents events;
    events.on_answer = [shared = shared_](std::string answer) {
        shared->change([&](Seen& seen) { seen.answers.push_back(std::move(answer)); });
    };
    events.on_candidate = [shared = shared_](std::string line, std::string) {
        const std::lock_guard lock(shared->mutex);
        if (shared->receiver != nullptr) shared->receiver->add_remote_candidate(line);
    };
    events.on_closed = [shared = shared_](Error reason) {
        shared->change([&](Seen& seen) { seen.closed = std::move(reason); });
    };
    return events;
}

void Receiver::on_datagram(BytesView datagram) {
    switch (viewer::classify(datagram)) {
        case viewer::DatagramKind::dtls:
            return on_dtls(dtls_->receive(datagram));
        case viewer::DatagramKind::rtp:
            return on_rtp(datagram);
        case viewer::DatagramKind::rtcp:
            return on_rtcp(datagram);
        case viewer::DatagramKind::unknown:
            return;
    }
}

void Receiver::on_dtls(dtls::State state) {
    if (state == dtls::State::closed) change([](Seen& seen) { seen.goodbye = true; });
    if (state == dtls::State::established && !srtp_) {
        srtp_ = std::make_unique<Libsrtp>(dtls_->keys().value());
        change([](Seen& seen) { seen.connected = true; });
    }
    const auto wait = dtls_->timeout();
    if (!wait) return dtls_timer_.stop();
    dtls_timer_ =
        ice::Timer(loop_, *wait, ice::Timer::Repeat::once, [this] { on_dtls(dtls_->on_timeout()); });
}

void Receiver::on_rtp(BytesView datagram) {
    Bytes packet(datagram.begin(), datagram.end());
    const auto length = srtp_ ? srtp_->open_rtp(packet) : std::nullopt;
    if (!length) return change([](Seen& seen) { ++seen.refused; });
    packet.resize(*length);
    on_plain_rtp(packet);
}

void Receiver::on_plain_rtp(BytesView packet) {
    const auto parsed = media::rtp::parse_packet(packet).value();
    auto header = parsed.header;
    if (header.payload_type == retransmission_type) {
        // RFC 4588: the original sequence number, then the original payload.
        header.sequence = read_be16(packet, parsed.payload_offset);
        header.payload_type = payload_type;
        header.ssrc = ssrc_;
        Bytes original(media::rtp::header_bytes);
        media::rtp::write_header(original, header);
        const auto payload = packet.subspan(parsed.payload_offset + 2);
        original.insert(original.end(), payload.begin(), payload.end());
        change([&](Seen& seen) {
            ++seen.datagrams;
            ++seen.retransmissions;
            keep(header, original);
        });
        return;
    }
    if (options_.lose.contains(position_++)) return;
    change([&](Seen& seen) {
        ++seen.datagrams;
        keep(header, packet);
    });
}

// With the lock held. The first packet has number 2^16 + its sequence number.
void Receiver::keep(const media::rtp::Header& header, BytesView packet) {
    if (newest_ == 0) first_ = newest_ = 0x10000u + header.sequence;
    const auto step = static_cast<std::int16_t>(header.sequence - static_cast<std::uint16_t>(newest_));
    const auto number = newest_ + static_cast<std::uint32_t>(static_cast<std::int32_t>(step));
    newest_ = std::max(newest_, number);
    shared_->seen.packets.try_emplace(number, packet.begin(), packet.end());
}

void Receiver::on_rtcp(BytesView datagram) {
    Bytes packet(datagram.begin(), datagram.end());
    if (!srtp_ || !srtp_->open_rtcp(packet)) return change([](Seen& seen) { ++seen.refused; });
    change([](Seen& seen) { ++seen.reports; });
    if (options_.reports == ReceiverOptions::Reports::none) return;
    // A report on the sender's stream; the middle of its NTP time as last report, no delay.
    Bytes report(32);
    write_be32(report, 0x81c90007);
    write_be32(std::span(report).subspan(4), own_ssrc);
    write_be32(std::span(report).subspan(8), ssrc_);
    report[12] = std::byte{options_.fraction_lost};
    lost_ += (newest_ - std::max(reported_, first_)) * options_.fraction_lost / 256;
    reported_ = newest_;
    write_be16(std::span(report).subspan(14), static_cast<std::uint16_t>(lost_));
    write_be32(std::span(report).subspan(16), newest_ - 0x10000u);
    std::ranges::copy(BytesView(packet).subspan(10, 4), report.begin() + 24);
    send_rtcp(std::move(report));
}

void Receiver::send_rtcp(Bytes packet) {
    const auto length = packet.size();
    packet.resize(length + Libsrtp::max_overhead);
    const auto sealed = srtp_->seal_rtcp(packet, length).value();
    agent_->send(BytesView(packet).first(sealed));
}

void Receiver::recover() {
    run([&] { options_.fraction_lost = 0; });
}

void Receiver::send_nack(std::uint16_t sequence) {
    run([&] {
        Bytes packet(16);
        write_be32(packet, 0x81cd0003);
        write_be32(std::span(packet).subspan(4), own_ssrc);
        write_be32(std::span(packet).subspan(8), ssrc_);
        write_be16(std::span(packet).subspan(12), sequence);
        send_rtcp(std::move(packet));
    });
}

void Receiver::send_picture_loss() {
    run([&] {
        Bytes packet(12);
        write_be32(packet, 0x81ce0002);
        write_be32(std::span(packet).subspan(4), own_ssrc);
        write_be32(std::span(packet).subspan(8), ssrc_);
        send_rtcp(std::move(packet));
    });
}

void Receiver::say_goodbye() {
    run([&] { dtls_->close(); });
}

void Receiver::vanish() {
    run([&] {
        dtls_timer_.stop();
        agent_.reset();
        dtls_.reset();
        srtp_.reset();
    });
}

std::vector<std::uint32_t> Receiver::pictures() const {
    std::vector<std::uint32_t> numbers;
    media::rtp::Depacketiser depacketiser(payload_type, {}, [&](const media::h264::AccessUnitPtr& unit) {
        numbers.push_back(number_of(*unit));
    });
    const std::lock_guard lock(shared_->mutex);
    for (const auto& [number, packet] : shared_->seen.packets)
        depacketiser.add(packet, {});
    return numbers;
}

}  // namespace gantry::rtc
