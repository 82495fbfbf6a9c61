// RTP packets of an H.264 camera to access units (RFC 6184: single NAL unit, STAP-A, FU-A). Owned by one
// camera connection; one thread at a time. Input is untrusted: sizes are bounded, broken packets are counted.
//
// A picture ends with the marker bit or when the next timestamp begins. One with a missing packet is dropped,
// and so is what follows until the next key picture: a browser would show it as grey smear.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "media/h264/access_unit.hpp"
#include "media/h264/annex_b.hpp"

namespace gantry::media::rtp {

class Depacketiser {
public:
    using Output = std::function<void(h264::AccessUnitPtr)>;

    struct Counters {
        std::uint64_t packets = 0;
        std::uint64_t lost = 0;       // by the gaps of the sequence numbers
        std::uint64_t malformed = 0;  // packets that do not follow the formats
        std::uint64_t dropped = 0;    // pictures that were not given out
    };

    // `parameter_sets` are those of the SDP: a key picture that has none in-band gets them.
    Depacketiser(std::uint8_t payload_type, std::vector<Bytes> parameter_sets, Output output);

    // One RTP packet. Its arrival is the picture's time: P2S 01.02 sends timestamps that do not advance.
    void add(BytesView packet, std::chrono::steady_clock::time_point arrived);
    const Counters& counters() const { return counters_; }

private:
    void add_payload(BytesView payload);
    void add_aggregate(BytesView payload);
    void add_fragment(BytesView payload);
    void add_nal(BytesView nal);
    void keep(BytesView nal);
    void damage();
    void finish(std::chrono::steady_clock::time_point arrived);
    bool has_parameter_sets() const;
    h264::AccessUnitPtr complete(const std::vector<Bytes>& nals, bool key,
                                 std::chrono::steady_clock::time_point arrived) const;

    std::uint8_t payload_type_;
    Output output_;
    std::map<std::pair<h264::NalType, int>, Bytes> parameter_sets_;  // the newest of each id
    std::optional<std::uint16_t> next_sequence_;
    std::uint32_t ssrc_ = 0;
    std::uint32_t timestamp_ = 0;
    std::vector<Bytes> nals_;  // of the picture that arrives
    std::size_t bytes_ = 0;
    Bytes fragment_;  // a NAL unit whose end is still missing
    bool has_slice_ = false;
    bool damaged_ = false;
    bool waits_for_key_ = true;
    Counters counters_;
};

}  // namespace gantry::media::rtp
