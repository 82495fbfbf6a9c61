#include "media/rtp/packetiser.hpp"

#include <cassert>

namespace gantry::media::rtp {
namespace {

enum NalType : unsigned { sps = 7, pps = 8, delimiter = 9, filler = 12, stap_a = 24, fu_a = 28 };

constexpr unsigned type_mask = 0x1f;
constexpr unsigned importance_mask = 0x60;
constexpr std::size_t fu_header_bytes = 2;
constexpr std::size_t stap_header_bytes = 1;
constexpr std::size_t stap_length_bytes = 2;

unsigned type_of(BytesView nal) {
    return std::to_integer<unsigned>(nal[0]) & type_mask;
}

bool is_parameter_set(BytesView nal) {
    return type_of(nal) == sps || type_of(nal) == pps;
}

bool is_sent(BytesView nal) {
    return !nal.empty() && type_of(nal) != delimiter && type_of(nal) != filler;
}

class Builder {
public:
    Builder(Picture& picture, std::size_t max_payload) : picture_(picture), max_payload_(max_payload) {}

    void add(BytesView nal) {
        if (is_parameter_set(nal) && aggregate_bytes(nal) <= max_payload_) {
            waiting_.push_back(nal);
            waiting_bytes_ += stap_length_bytes + nal.size();
            return;
        }
        flush();
        if (nal.size() <= max_payload_) {
            add_payload({}, nal);
        } else {
            add_fragments(nal);
        }
    }

    void flush() {
        if (waiting_.size() == 1) {
            add_payload({}, waiting_[0]);
        } else if (!waiting_.empty()) {
            add_aggregate();
        }
        waiting_.clear();
        waiting_bytes_ = 0;
    }

private:
    std::size_t aggregate_bytes(BytesView next) const {
        return stap_header_bytes + waiting_bytes_ + stap_length_bytes + next.size();
    }

    void append(BytesView bytes) { picture_.data.insert(picture_.data.end(), bytes.begin(), bytes.end()); }

    void close_payload(std::size_t offset) {
        picture_.payloads.push_back({.offset = static_cast<std::uint32_t>(offset),
                                     .size = static_cast<std::uint32_t>(picture_.data.size() - offset)});
    }

    void add_payload(BytesView prefix, BytesView body) {
        const auto offset = picture_.data.size();
        append(prefix);
        append(body);
        close_payload(offset);
    }

    void add_aggregate() {
        const auto offset = picture_.data.size();
        unsigned importance = 0;
        for (const auto nal : waiting_)
            importance = std::max(importance, std::to_integer<unsigned>(nal[0]) & importance_mask);
        picture_.data.push_back(static_cast<std::byte>(importance | stap_a));
        for (const auto nal : waiting_) {
            std::array<std::byte, stap_length_bytes> length{};
            write_be16(length, static_cast<std::uint16_t>(nal.size()));
            append(length);
            append(nal);
        }
        close_payload(offset);
    }

    void add_fragments(BytesView nal) {
        const auto head = std::to_integer<unsigned>(nal[0]);
        const auto body = nal.subspan(1);
        const auto piece = max_payload_ - fu_header_bytes;
        for (std::size_t at = 0; at < body.size(); at += piece) {
            const auto part = body.subspan(at, std::min(piece, body.size() - at));
            const unsigned start = at == 0 ? 0x80 : 0;
            const unsigned end = at + part.size() == body.size() ? 0x40 : 0;
            const std::array prefix{static_cast<std::byte>((head & ~type_mask) | fu_a),
                                    static_cast<std::byte>(start | end | (head & type_mask))};
            add_payload(prefix, part);
        }
    }

    Picture& picture_;
    std::size_t max_payload_;
    std::vector<BytesView> waiting_;  // parameter sets that may share a payload
    std::size_t waiting_bytes_ = 0;
};

}  // namespace

Picture packetise(const h264::AccessUnit& unit, std::size_t max_payload) {
    assert(max_payload > fu_header_bytes);
    Picture picture;
    picture.key = unit.key;
    picture.captured_at = unit.captured_at;
    picture.data.reserve(unit.data.size() + unit.data.size() / 256 + 64);
    Builder builder(picture, max_payload);
    for (std::size_t i = 0; i < unit.nals.size(); ++i) {
        if (is_sent(unit.nal(i))) builder.add(unit.nal(i));
    }
    builder.flush();
    return picture;
}

}  // namespace gantry::media::rtp
