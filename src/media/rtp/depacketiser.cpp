#include "media/rtp/depacketiser.hpp"

#include "media/h264/sps.hpp"
#include "media/rtp/header.hpp"

namespace gantry::media::rtp {
namespace {

using h264::NalType;

constexpr std::size_t max_picture_bytes = 4 * 1024 * 1024;
constexpr std::size_t max_nals = 512;
constexpr std::size_t max_parameter_set_bytes = 4096;
constexpr std::size_t max_parameter_sets = 16;

constexpr int type_mask = 0x1f;
constexpr int stap_a = 24;
constexpr int fu_a = 28;

bool is_parameter_set(NalType type) {
    return type == NalType::sps || type == NalType::pps;
}

bool is_picture(NalType type) {
    return type == NalType::slice || type == NalType::idr;
}

// first_mb_in_slice is 0: as ue(v) a single 1 bit.
bool begins_picture(BytesView slice) {
    return slice.size() > 1 && (slice[1] & std::byte{0x80}) != std::byte{0};
}

}  // namespace

Depacketiser::Depacketiser(std::uint8_t payload_type, std::vector<Bytes> parameter_sets, Output output)
    : payload_type_(payload_type), output_(std::move(output)) {
    for (const auto& set : parameter_sets) {
        if (!set.empty() && is_parameter_set(h264::type_of(set))) keep(set);
    }
}

void Depacketiser::add(BytesView packet, std::chrono::steady_clock::time_point arrived) {
    const auto parsed = parse_packet(packet);
    if (!parsed || parsed->payload_bytes == 0) {
        ++counters_.malformed;
        return;
    }
    const auto& header = parsed->header;
    if (header.payload_type != payload_type_) return;
    ++counters_.packets;
    if (next_sequence_ && (header.ssrc != ssrc_ || header.sequence != *next_sequence_)) {
        const auto gap = static_cast<std::uint16_t>(header.sequence - *next_sequence_);
        if (header.ssrc == ssrc_) counters_.lost += gap;
        waits_for_key_ = true;
        if (!nals_.empty() || !fragment_.empty()) damage();
    }
    if (!nals_.empty() && header.timestamp != timestamp_) finish(arrived);
    next_sequence_ = static_cast<std::uint16_t>(header.sequence + 1);
    ssrc_ = header.ssrc;
    timestamp_ = header.timestamp;
    add_payload(packet.subspan(parsed->payload_offset, parsed->payload_bytes));
    if (header.marker) finish(arrived);
}

void Depacketiser::add_payload(BytesView payload) {
    const int type = std::to_integer<int>(payload[0]) & type_mask;
    if (type == fu_a) {
        add_fragment(payload);
        return;
    }
    if (!fragment_.empty()) damage();  // the end of the fragmented NAL unit never came
    if (type == stap_a) {
        add_aggregate(payload);
    } else if (type >= 1 && type <= 23) {
        add_nal(payload);
    } else {
        ++counters_.malformed;
        damage();
    }
}

void Depacketiser::add_aggregate(BytesView payload) {
    std::size_t at = 1;
    while (at + 2 <= payload.size()) {
        const std::size_t length = read_be16(payload, at);
        at += 2;
        if (length == 0 || length > payload.size() - at) {
            ++counters_.malformed;
            damage();
            return;
        }
        add_nal(payload.subspan(at, length));
        at += length;
    }
}

void Depacketiser::add_fragment(BytesView payload) {
    if (payload.size() < 3) {
        ++counters_.malformed;
        damage();
        return;
    }
    const int flags = std::to_integer<int>(payload[1]);
    const bool first = (flags & 0x80) != 0;
    const bool last = (flags & 0x40) != 0;
    // The start is missing, or another start comes where an end should.
    if (first != fragment_.empty()) damage();
    if (first) {
        fragment_.assign(1, (payload[0] & std::byte{0xe0}) | static_cast<std::byte>(flags & type_mask));
    } else if (fragment_.empty()) {
        return;
    }
    const auto piece = payload.subspan(2);
    if (bytes_ + fragment_.size() + piece.size() > max_picture_bytes) {
        damage();
        return;
    }
    fragment_.insert(fragment_.end(), piece.begin(), piece.end());
    if (last) add_nal(std::exchange(fragment_, {}));
}

void Depacketiser::add_nal(BytesView nal) {
    if (nals_.size() >= max_nals || bytes_ + nal.size() > max_picture_bytes) {
        damage();
        return;
    }
    const auto type = h264::type_of(nal);
    if (is_parameter_set(type)) keep(nal);
    if (is_picture(type)) {
        if (!has_slice_ && !begins_picture(nal)) damage();  // what came before it is lost
        has_slice_ = true;
    }
    bytes_ += nal.size();
    nals_.emplace_back(nal.begin(), nal.end());
}

void Depacketiser::keep(BytesView nal) {
    const auto id = h264::parameter_set_id(nal);
    if (!id || nal.size() > max_parameter_set_bytes) return;
    const std::pair key{h264::type_of(nal), *id};
    if (!parameter_sets_.contains(key) && parameter_sets_.size() >= max_parameter_sets) return;
    parameter_sets_[key].assign(nal.begin(), nal.end());
}

void Depacketiser::damage() {
    damaged_ = true;
    fragment_.clear();
}

void Depacketiser::finish(std::chrono::steady_clock::time_point arrived) {
    if (!fragment_.empty()) damage();
    auto nals = std::exchange(nals_, {});
    bytes_ = 0;
    const bool damaged = std::exchange(damaged_, false);
    if (damaged) waits_for_key_ = true;
    if (!std::exchange(has_slice_, false) && !damaged) return;  // parameter sets by themselves: kept already
    const bool key =
        std::ranges::any_of(nals, [](const Bytes& nal) { return h264::type_of(nal) == NalType::idr; });
    if (damaged || (waits_for_key_ && !key) || (key && !has_parameter_sets())) {
        ++counters_.dropped;
        return;
    }
    waits_for_key_ = false;
    output_(complete(nals, key, arrived));
}

bool Depacketiser::has_parameter_sets() const {
    return !parameter_sets_.empty() && parameter_sets_.begin()->first.first == NalType::sps &&
           parameter_sets_.rbegin()->first.first == NalType::pps;
}

h264::AccessUnitPtr Depacketiser::complete(const std::vector<Bytes>& nals, bool key,
                                           std::chrono::steady_clock::time_point arrived) const {
    h264::AccessUnitBuilder builder;
    if (key) {
        for (const auto& [id, set] : parameter_sets_)  // SPS (7) sorts before PPS (8)
            builder.add(set);
    }
    for (const auto& nal : nals) {
        const auto type = h264::type_of(nal);
        if (type == NalType::delimiter || (key && is_parameter_set(type))) continue;
        builder.add(nal);
    }
    return builder.finish(arrived);
}

}  // namespace gantry::media::rtp
