#include "rtc/viewer/sender.hpp"

#include "media/rtp/header.hpp"

namespace gantry::rtc::viewer {
namespace {

using namespace std::chrono_literals;
namespace rtp = media::rtp;

// A whole small IDR leaves at once; more than that would overrun the buffers of cheap routers.
constexpr double burst_bytes = 96 * 1024;
constexpr double slowest_pace = 2.0 * 1024 * 1024;
constexpr double pace_factor = 4;  // of the stream's own rate
constexpr double max_retransmission_bytes = 256 * 1024;
// What is older than this when the connection takes packets again is not worth sending.
constexpr auto max_lag = 400ms;
constexpr auto max_slow_lag = 1200ms;
constexpr auto max_key_lag = 10s;
constexpr auto catch_up_limit = 3s;
// On a slow way a burst may fill its buffer for so long.
constexpr double slow_burst_seconds = 0.1;
// What of a slow way packets may take that are sent again.
constexpr double retransmission_share = 0.3;
constexpr auto replay_interval = 1s;
constexpr std::size_t extension_bytes = 8;
constexpr std::size_t original_sequence_bytes = 2;

}  // namespace

Sender::Sender(const History& history, ice::Burst& scratch, SenderOptions options, srtp::RtpCipher cipher,
               Statistics& statistics, Transmit transmit)
    : history_(&history),
      scratch_(scratch),
      options_(options),
      cipher_(std::move(cipher)),
      statistics_(statistics),
      transmit_(std::move(transmit)),
      next_index_(options.first_sequence),
      next_retransmission_(options.first_retransmission),
      retransmission_budget_(max_retransmission_bytes) {}

std::uint32_t Sender::rtp_time(Time time) const {
    using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, rtp::video_clock_hz>>;
    const auto ticks = std::chrono::duration_cast<Ticks>(time.time_since_epoch()).count();
    return options_.clock_offset + static_cast<std::uint32_t>(ticks);
}

bool Sender::start(Time now, std::optional<std::chrono::milliseconds> max_age) {
    const auto key = history_->newest_key();
    if (key && (!max_age || now - history_->at(*key)->captured_at <= *max_age)) {
        begin_at(*key, now);
        return true;
    }
    waiting_ = true;
    wanted_from_ = history_->end();
    return false;
}

void Sender::begin_at(std::uint64_t number, Time now) {
    waiting_ = false;
    picture_ = number;
    payload_ = 0;
    // On a slow way the pictures after an old key picture would only come later and later.
    catching_up_ = !limit_ && number + 1 < history_->end();
    blocked_ = false;
    started_ = now;
    refilled_ = now;
    pace_ = std::max(slowest_pace, pace_factor * history_->bytes_per_second());
    budget_bytes_ = burst();
    begun_at_ = next_index_;
}

void Sender::limit(std::optional<double> bytes_per_second) {
    limit_ = bytes_per_second;
    if (!limit_) held_.reset();
    budget_bytes_ = std::min(budget_bytes_, burst());
    if (limit_) catching_up_ = false;
}

double Sender::burst() const {
    return limit_ ? std::min(burst_bytes, *limit_ * slow_burst_seconds) : burst_bytes;
}

double Sender::pace() const {
    return limit_ ? std::min(pace_, *limit_) : pace_;
}

void Sender::move_to(const History& next, Time now, std::chrono::milliseconds max_age) {
    next_ = &next == history_ ? nullptr : &next;
    const auto key = next.newest_key();
    const bool fresh = key && now - next.at(*key)->captured_at <= max_age;
    next_from_ = fresh ? *key : next.end();
}

void Sender::move_if_ready(Time now) {
    const auto key = next_->newest_key();
    if (!key || *key < next_from_) return;
    history_ = std::exchange(next_, nullptr);
    held_.reset();
    // What was sent of the other encoding is not asked for any more: a key picture follows it.
    sent_count_ = 0;
    begin_at(*key, now);
}

void Sender::replay(Time now) {
    const auto key = history_->newest_key();
    if (waiting_ || catching_up_ || !key || picture_ <= *key) return;
    if (now - key_sent_ < replay_interval) return;  // it may still be on its way
    begin_at(*key, now);
}

void Sender::refill(Time now) {
    const std::chrono::duration<double> passed = now - refilled_;
    refilled_ = now;
    budget_bytes_ = std::min(burst(), budget_bytes_ + passed.count() * pace());
    const auto again = limit_ ? *limit_ * retransmission_share : slowest_pace / 2;
    const auto most = limit_ ? again : max_retransmission_bytes;
    retransmission_budget_ = std::min(most, retransmission_budget_ + passed.count() * again);
}

const rtp::Picture* Sender::picture_at(std::uint64_t number) const {
    return held_ && held_number_ == number ? held_.get() : history_->at(number);
}

void Sender::hold() {
    if (held_ && held_number_ == picture_) return;
    held_ = history_->share(picture_);
    held_number_ = picture_;
}

void Sender::skip_if_late(Time now) {
    const auto* picture = picture_at(picture_);
    if (picture == nullptr) {
        if (picture_ >= history_->begin()) return;
        // Of whoever catches up, a newer key picture has taken the place; with that it begins again.
        catching_up_ = false;
        return skip(now);
    }
    if (is_late(*picture, now)) skip(now);
}

bool Sender::is_late(const rtp::Picture& picture, Time now) const {
    if (catching_up_) return now - started_ > catch_up_limit;
    if (!limit_) return held_up_ && now - picture.captured_at > max_lag;
    const bool newer_key = history_->newest_key() > picture_;
    const auto age = now - picture.captured_at;
    // On a slow way a key picture that takes long is still the next one to be seen: whoever gave it up for a
    // newer one would never finish any. A few pictures that follow it late are better than none, but a newer
    // key picture is worth more than all of them.
    if (picture.key) return age > max_key_lag || (payload_ == 0 && newer_key);
    return held_up_ && (newer_key || age > max_slow_lag);
}

void Sender::skip(Time now) {
    const auto key = history_->newest_key();
    const bool newer_key = key && *key > picture_ && !catching_up_;
    const auto target = newer_key ? *key : history_->end();
    statistics_.dropped_pictures += target - picture_;
    if (newer_key) return begin_at(*key, now);
    waiting_ = true;
    wanted_from_ = target;
}

bool Sender::send_due(Time now) {
    refill(now);
    if (next_ != nullptr) move_if_ready(now);
    if (!waiting_) skip_if_late(now);
    if (waiting_) {
        const auto key = history_->newest_key();
        if (!key || *key < wanted_from_) return false;
        begin_at(*key, now);
    }
    while (const auto* picture = picture_at(picture_)) {
        if (budget_bytes_ <= 0) return true;
        if (payload_ == 0) begin_picture(*picture, now);
        if (limit_ && picture->key) hold();
        blocked_ = !send_some(*picture);
        if (blocked_) return true;
        if (payload_ < picture->payloads.size()) continue;
        payload_ = 0;
        ++picture_;
        if (picture->key) key_sent_ = now;
    }
    catching_up_ = false;
    return false;
}

void Sender::begin_picture(const rtp::Picture& picture, Time now) {
    // Pictures sent to catch up carry the time of sending: browsers then show them as they come, and the
    // stream is live as soon as the last one is there.
    const bool old = catching_up_ && picture_ + 1 < history_->end();
    auto timestamp = rtp_time(old ? now : picture.captured_at);
    const bool advances = static_cast<std::int32_t>(timestamp - last_timestamp_) > 0;
    if (has_timestamp_ && !advances) timestamp = last_timestamp_ + 1;
    if (!blocked_ || current().picture != picture_) {
        ++sent_count_;
        current() = {.picture = picture_, .first_index = next_index_, .count = 0, .timestamp = timestamp};
        last_timestamp_ = timestamp;
        has_timestamp_ = true;
    }
}

std::size_t Sender::write_extension(std::span<std::byte> packet, const rtp::Picture& picture) const {
    if (!options_.playout_delay || !picture.key) return rtp::header_bytes;
    const auto block = packet.subspan(rtp::header_bytes);
    write_be16(block, 0xbede);
    write_be16(block.subspan(2), 1);
    write_be32(block.subspan(4), 0);  // minimum and maximum delay 0: show at once
    block[4] = static_cast<std::byte>((*options_.playout_delay << 4) | 2);
    return rtp::header_bytes + extension_bytes;
}

void Sender::add_packet(const rtp::Picture& picture, const Sent& sent, std::size_t payload) {
    const auto packet = scratch_.next();
    const auto index = sent.first_index + payload;
    rtp::write_header(packet, {.payload_type = options_.payload_type,
                               .marker = payload + 1 == picture.payloads.size(),
                               .extension = options_.playout_delay && picture.key,
                               .sequence = static_cast<std::uint16_t>(index),
                               .timestamp = sent.timestamp,
                               .ssrc = options_.ssrc});
    const auto header = write_extension(packet, picture);
    scratch_.commit(cipher_.protect(packet, header, {}, picture.payload(payload), index));
}

// As many packets of the picture as fit one burst and the pace. False: the connection is full.
bool Sender::send_some(const rtp::Picture& picture) {
    scratch_.clear();
    double bytes = 0;
    for (auto i = payload_; i < picture.payloads.size() && !scratch_.full() && bytes < budget_bytes_; ++i) {
        add_packet(picture, current(), i);
        bytes += picture.payloads[i].size;
    }
    const auto taken = transmit_(scratch_, 0);
    account(picture, taken);
    return taken == scratch_.size();
}

void Sender::account(const rtp::Picture& picture, std::size_t packets) {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < packets; ++i)
        bytes += picture.payloads[payload_ + i].size;
    budget_bytes_ -= static_cast<double>(bytes);
    payload_ += packets;
    next_index_ += packets;
    current().count += static_cast<std::uint32_t>(packets);
    packets_ += static_cast<std::uint32_t>(packets);
    payload_bytes_ += static_cast<std::uint32_t>(bytes);
    statistics_.packets += packets;
    statistics_.bytes += bytes + packets * rtp::header_bytes;
    bytes_on_the_way_ += bytes + packets * rtp::header_bytes;
}

const Sender::Sent* Sender::find(std::uint16_t sequence) const {
    const auto behind = static_cast<std::uint16_t>(static_cast<std::uint16_t>(next_index_) - sequence);
    if (behind == 0 || behind > next_index_) return nullptr;
    const auto index = next_index_ - behind;
    const auto oldest = sent_count_ > remembered_pictures ? sent_count_ - remembered_pictures : 0;
    for (auto i = sent_count_; i > oldest; --i) {
        const auto& sent = sent_[i % remembered_pictures];
        if (index >= sent.first_index) return index - sent.first_index < sent.count ? &sent : nullptr;
    }
    return nullptr;
}

void Sender::retransmit(std::uint16_t sequence, Time now) {
    refill(now);
    const auto* sent = find(sequence);
    const auto* picture = sent != nullptr ? picture_at(sent->picture) : nullptr;
    if (picture == nullptr || retransmission_budget_ <= 0) return;
    if (limit_ && sent->first_index < begun_at_) return;  // given up for a newer picture
    const auto payload = static_cast<std::uint16_t>(sequence - static_cast<std::uint16_t>(sent->first_index));
    scratch_.clear();
    if (options_.retransmission) {
        const auto packet = scratch_.next();
        rtp::write_header(packet, {.payload_type = *options_.retransmission,
                                   .marker = payload + 1u == picture->payloads.size(),
                                   .sequence = static_cast<std::uint16_t>(next_retransmission_),
                                   .timestamp = sent->timestamp,
                                   .ssrc = options_.retransmission_ssrc});
        std::array<std::byte, original_sequence_bytes> original{};
        write_be16(original, sequence);
        scratch_.commit(cipher_.protect(packet, rtp::header_bytes, original, picture->payload(payload),
                                        next_retransmission_++));
    } else {
        add_packet(*picture, *sent, payload);
    }
    const auto size = scratch_.packet(0).size();
    retransmission_budget_ -= static_cast<double>(size);
    bytes_on_the_way_ += size;
    if (limit_) budget_bytes_ -= static_cast<double>(size);
    if (transmit_(scratch_, 0) == 1) ++statistics_.retransmitted;
}

}  // namespace gantry::rtc::viewer
