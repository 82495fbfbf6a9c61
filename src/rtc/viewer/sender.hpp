// Decides which packets one viewer gets, when, and with which numbers; encrypts them. It is a cursor into the
// track's history: a new viewer starts at the last IDR and catches up, one that cannot keep up skips to the
// next. It can go on in the history of another encoding of the same pictures. Owned by one peer; used on the
// loop's thread. No clock of its own: callers pass the time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "rtc/ice/burst.hpp"
#include "rtc/srtp/rtp_cipher.hpp"
#include "rtc/viewer/history.hpp"
#include "rtc/viewer/statistics.hpp"

namespace gantry::rtc::viewer {

using Time = std::chrono::steady_clock::time_point;

struct SenderOptions {
    std::uint32_t ssrc = 0;
    std::uint32_t retransmission_ssrc = 0;
    std::uint8_t payload_type = 0;
    std::optional<std::uint8_t>
        retransmission;  // payload type of RTX; without it packets are sent again as is
    std::optional<std::uint8_t> playout_delay;  // header extension id
    std::uint16_t first_sequence = 0;
    std::uint16_t first_retransmission = 0;
    std::uint32_t clock_offset = 0;  // RTP time of the steady clock's epoch
};

class Sender {
public:
    // Sends the burst from `first` on; returns how many packets were taken.
    using Transmit = std::function<std::size_t(const ice::Burst& burst, std::size_t first)>;

    // `history` and `scratch`, which all senders share, outlive the sender's use of them.
    Sender(const History& history, ice::Burst& scratch, SenderOptions options, srtp::RtpCipher cipher,
           Statistics& statistics, Transmit transmit);

    // Starts with the last IDR when it is held and, with a `max_age`, no older than that; else waits for the
    // next one. Returns whether it starts at once.
    bool start(Time now, std::optional<std::chrono::milliseconds> max_age);
    // Sends what may go now. Returns whether something is left for the next pacing tick.
    bool pump(Time now) { return held_up_ = send_due(now); }
    // Goes on with another encoding: from its last key picture when that is no older than `max_age`, else
    // from its next one. Plays what it plays until then. The present one again: it stays.
    void move_to(const History& next, Time now, std::chrono::milliseconds max_age);
    const History& history() const { return *history_; }
    // The viewer lost its picture: plays again from the last IDR, unless that was done just now.
    void replay(Time now);
    void retransmit(std::uint16_t sequence, Time now);
    // Bytes per second that the viewer's way takes; none: not known to be limited. Pictures beyond it are
    // left out.
    void limit(std::optional<double> bytes_per_second);

    bool waiting_for_key() const { return waiting_; }
    std::uint32_t rtp_time(Time time) const;
    std::uint32_t packets() const { return packets_; }
    std::uint32_t payload_bytes() const { return payload_bytes_; }
    // What the way had to carry: sent again, and headers, included.
    std::uint64_t bytes_on_the_way() const { return bytes_on_the_way_; }

private:
    struct Sent {
        std::uint64_t picture = 0;
        std::uint64_t first_index = 0;  // extended sequence number of its first packet
        std::uint32_t count = 0;
        std::uint32_t timestamp = 0;
    };
    static constexpr std::size_t remembered_pictures = 128;

    bool send_due(Time now);
    bool is_late(const media::rtp::Picture& picture, Time now) const;
    const media::rtp::Picture* picture_at(std::uint64_t number) const;
    void hold();
    double burst() const;
    double pace() const;
    void begin_at(std::uint64_t number, Time now);
    void begin_picture(const media::rtp::Picture& picture, Time now);
    void skip_if_late(Time now);
    void skip(Time now);
    void move_if_ready(Time now);
    void refill(Time now);
    bool send_some(const media::rtp::Picture& picture);
    void add_packet(const media::rtp::Picture& picture, const Sent& sent, std::size_t payload);
    void account(const media::rtp::Picture& picture, std::size_t packets);
    std::size_t write_extension(std::span<std::byte> packet, const media::rtp::Picture& picture) const;
    Sent& current() { return sent_[sent_count_ % remembered_pictures]; }
    const Sent* find(std::uint16_t sequence) const;

    const History* history_;
    const History* next_ = nullptr;  // to go on with …
    std::uint64_t next_from_ = 0;    // … at an IDR from here on
    ice::Burst& scratch_;
    SenderOptions options_;
    srtp::RtpCipher cipher_;
    Statistics& statistics_;
    Transmit transmit_;

    bool waiting_ = true;
    std::uint64_t wanted_from_ = 0;  // while waiting: an IDR from here on
    std::uint64_t picture_ = 0;      // the cursor: the next picture …
    std::size_t payload_ = 0;        // … and what of it is sent already
    // On a slow way the last key picture begun, which may take longer than the history holds it.
    media::rtp::PicturePtr held_;
    std::uint64_t held_number_ = 0;
    bool catching_up_ = false;
    bool held_up_ = false;  // by the pace or by the connection …
    bool blocked_ = false;  // … or by the connection alone
    Time started_;
    Time key_sent_;  // the last one, completely
    double budget_bytes_ = 0;
    double pace_ = 0;  // bytes per second
    Time refilled_;

    std::uint64_t next_index_;
    std::uint64_t begun_at_ = 0;  // the index of the first packet since the last key picture that was begun
    std::uint64_t next_retransmission_;
    std::uint32_t last_timestamp_ = 0;
    bool has_timestamp_ = false;
    std::uint32_t packets_ = 0;
    std::uint32_t payload_bytes_ = 0;
    std::uint64_t bytes_on_the_way_ = 0;
    std::optional<double> limit_;
    double retransmission_budget_;
    std::array<Sent, remembered_pictures> sent_{};
    std::uint64_t sent_count_ = 0;
};

}  // namespace gantry::rtc::viewer
