// A track's latest pictures, packetised once for all viewers: those since the last IDR, so that a new viewer
// can start, and those of the last second, for retransmission. Owned by the Stream; used on the loop's
// thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "media/rtp/packetiser.hpp"

namespace gantry::rtc::viewer {

class History {
public:
    // A camera whose GOP is larger than this cannot be joined before its next IDR.
    static constexpr std::size_t max_bytes = 12 * 1024 * 1024;
    static constexpr std::size_t max_pictures = 1200;
    static constexpr auto kept_for = std::chrono::milliseconds(1500);

    void push(media::rtp::PicturePtr picture);

    // Pictures are numbered from 0 in the order of push(); held are begin() … end()-1.
    std::uint64_t begin() const { return begin_; }
    std::uint64_t end() const { return begin_ + pictures_.size(); }
    // Null for a picture that is not held.
    const media::rtp::Picture* at(std::uint64_t number) const;
    // The same to keep, for whoever needs it longer than it is held.
    media::rtp::PicturePtr share(std::uint64_t number) const;
    // The last IDR, while everything since then is held.
    std::optional<std::uint64_t> newest_key() const;
    // Of what is held; 0 while there is too little to tell.
    double bytes_per_second() const;

private:
    void drop_oldest();

    std::deque<media::rtp::PicturePtr> pictures_;
    std::uint64_t begin_ = 0;
    std::size_t bytes_ = 0;
    std::optional<std::uint64_t> newest_key_;
};

}  // namespace gantry::rtc::viewer
