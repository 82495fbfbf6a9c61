#include "media/rtp/header.hpp"

#include <cassert>

namespace gantry::media::rtp {

void write_header(std::span<std::byte> bytes, const Header& header) {
    assert(bytes.size() >= header_bytes);
    bytes[0] = header.extension ? std::byte{0x90} : std::byte{0x80};
    bytes[1] = static_cast<std::byte>((header.marker ? 0x80 : 0) | (header.payload_type & 0x7f));
    write_be16(bytes.subspan(2), header.sequence);
    write_be32(bytes.subspan(4), header.timestamp);
    write_be32(bytes.subspan(8), header.ssrc);
}

Result<Parsed> parse_packet(BytesView packet) {
    if (packet.size() < header_bytes) return fail(Errc::malformed, "RTP packet shorter than its header");
    const auto first = std::to_integer<unsigned>(packet[0]);
    const auto second = std::to_integer<unsigned>(packet[1]);
    if (first >> 6 != 2) return fail(Errc::malformed, "RTP version is not 2");

    Parsed parsed;
    parsed.header = {.payload_type = static_cast<std::uint8_t>(second & 0x7f),
                     .marker = (second & 0x80) != 0,
                     .extension = (first & 0x10) != 0,
                     .sequence = read_be16(packet, 2),
                     .timestamp = read_be32(packet, 4),
                     .ssrc = read_be32(packet, 8)};
    std::size_t offset = header_bytes + 4 * std::size_t{first & 0x0f};
    if (parsed.header.extension) {
        if (packet.size() < offset + 4) return fail(Errc::malformed, "RTP extension cut off");
        offset += 4 + 4 * std::size_t{read_be16(packet, offset + 2)};
    }
    if (packet.size() < offset) return fail(Errc::malformed, "RTP header cut off");
    parsed.payload_offset = offset;
    parsed.payload_bytes = packet.size() - offset;
    if ((first & 0x20) == 0) return parsed;

    const auto padding = std::to_integer<std::size_t>(packet.back());
    if (padding == 0 || padding > parsed.payload_bytes) return fail(Errc::malformed, "RTP padding too long");
    parsed.payload_bytes -= padding;
    return parsed;
}

}  // namespace gantry::media::rtp
