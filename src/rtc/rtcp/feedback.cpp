#include "rtc/rtcp/feedback.hpp"

namespace gantry::rtc::rtcp {
namespace {

enum Type : unsigned {
    sender_report = 200,
    receiver_report = 201,
    transport_feedback = 205,
    payload_feedback = 206
};
enum Format : unsigned { generic_nack = 1, picture_loss = 1, full_intra = 4 };

constexpr std::size_t header_bytes = 4;
constexpr std::size_t report_block_bytes = 24;
constexpr std::size_t sender_info_bytes = 20;
constexpr std::size_t max_key_frame_requests = 32;

unsigned byte_at(BytesView bytes, std::size_t offset) {
    return std::to_integer<unsigned>(bytes[offset]);
}

// `blocks` begins with the first report block.
void read_reports(BytesView blocks, unsigned count, Feedback& feedback) {
    for (unsigned i = 0; i < count && blocks.size() >= report_block_bytes; ++i) {
        feedback.reports.push_back({.ssrc = read_be32(blocks),
                                    .fraction_lost = static_cast<std::uint8_t>(byte_at(blocks, 4)),
                                    // 24 bits with a sign.
                                    .lost = static_cast<std::int32_t>(read_be32(blocks, 4) << 8) / 256,
                                    .highest_sequence = read_be32(blocks, 8),
                                    .last_report = read_be32(blocks, 16),
                                    .since_report = read_be32(blocks, 20)});
        blocks = blocks.subspan(report_block_bytes);
    }
}

void add_missing(std::uint32_t ssrc, std::uint16_t sequence, Feedback& feedback) {
    if (feedback.missing.size() < max_missing)
        feedback.missing.push_back({.ssrc = ssrc, .sequence = sequence});
}

// Each entry: a sequence number and a mask of the 16 that follow it.
void read_nacks(std::uint32_t ssrc, BytesView entries, Feedback& feedback) {
    for (; entries.size() >= 4; entries = entries.subspan(4)) {
        const auto first = read_be16(entries);
        const auto mask = read_be16(entries, 2);
        add_missing(ssrc, first, feedback);
        for (unsigned bit = 0; bit < 16; ++bit) {
            if ((mask >> bit) & 1) add_missing(ssrc, static_cast<std::uint16_t>(first + 1 + bit), feedback);
        }
    }
}

void add_key_frame_request(std::uint32_t ssrc, Feedback& feedback) {
    if (feedback.key_frame_for.size() < max_key_frame_requests) feedback.key_frame_for.push_back(ssrc);
}

// `body` begins with the sender's SSRC, then the media source's.
void read_payload_feedback(unsigned format, BytesView body, Feedback& feedback) {
    if (body.size() < 8) return;
    if (format == picture_loss) add_key_frame_request(read_be32(body, 4), feedback);
    if (format != full_intra) return;
    for (auto entries = body.subspan(8); entries.size() >= 8; entries = entries.subspan(8))
        add_key_frame_request(read_be32(entries), feedback);
}

void read_packet(unsigned type, unsigned count, BytesView body, Feedback& feedback) {
    switch (type) {
        case sender_report:
            if (body.size() >= 4 + sender_info_bytes)
                read_reports(body.subspan(4 + sender_info_bytes), count, feedback);
            break;
        case receiver_report:
            if (body.size() >= 4) read_reports(body.subspan(4), count, feedback);
            break;
        case transport_feedback:
            if (count == generic_nack && body.size() >= 8)
                read_nacks(read_be32(body, 4), body.subspan(8), feedback);
            break;
        case payload_feedback:
            read_payload_feedback(count, body, feedback);
            break;
        default:
            break;
    }
}

}  // namespace

Result<Feedback> parse_feedback(BytesView datagram) {
    Feedback feedback;
    if (datagram.size() < header_bytes) return fail(Errc::malformed, "RTCP packet too short");
    while (!datagram.empty()) {
        if (datagram.size() < header_bytes || byte_at(datagram, 0) >> 6 != 2) {
            return fail(Errc::malformed, "RTCP header broken");
        }
        const auto length = header_bytes + 4 * std::size_t{read_be16(datagram, 2)};
        if (length > datagram.size()) return fail(Errc::malformed, "RTCP packet cut off");
        read_packet(byte_at(datagram, 1), byte_at(datagram, 0) & 0x1f,
                    datagram.subspan(header_bytes, length - header_bytes), feedback);
        datagram = datagram.subspan(length);
    }
    return feedback;
}

}  // namespace gantry::rtc::rtcp
