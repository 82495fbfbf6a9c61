#include "rtc/srtp/rtcp_session.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cassert>

namespace gantry::rtc::srtp {
namespace {

// Of the packet, GCM: header | ciphertext | tag | index; CM: header | ciphertext | index | tag.
constexpr std::size_t header_bytes = 8;  // with the sender's SSRC
constexpr std::size_t ssrc_offset = 4;
constexpr std::size_t index_bytes = 4;
constexpr std::uint32_t encrypted = 0x8000'0000;  // the E flag, before the index
constexpr std::uint32_t last_index = 0x7fff'ffff;

}  // namespace

RtcpSession::RtcpSession(const Keys& keys)
    : outgoing_(keys.profile, keys.local, Cipher::Packets::rtcp, Cipher::Direction::seal),
      incoming_(keys.profile, keys.remote, Cipher::Packets::rtcp, Cipher::Direction::open) {}

Result<std::size_t> RtcpSession::protect(std::span<std::byte> buffer, std::size_t length) {
    const auto tag = tag_bytes(outgoing_.profile);
    assert(length >= header_bytes && buffer.size() >= length + tag + index_bytes);
    if (last_sent_ == last_index) return fail(Errc::internal, "SRTCP: all indices are used up");
    const auto index = ++last_sent_;
    std::array<std::byte, index_bytes> word{};
    write_be32(word, encrypted | index);
    const auto body = buffer.subspan(header_bytes, length - header_bytes);
    const auto trailer = buffer.subspan(length);

    outgoing_.begin(buffer.subspan(ssrc_offset, 4), index);
    switch (outgoing_.profile) {
        case Profile::aes_128_gcm:
            outgoing_.add_associated(buffer.first(header_bytes));
            outgoing_.add_associated(word);
            outgoing_.crypt(body, body);
            outgoing_.finish(trailer);
            std::ranges::copy(word, trailer.subspan(tag).begin());
            break;
        case Profile::aes_128_cm_sha1_80:
            outgoing_.crypt(body, body);
            std::ranges::copy(word, trailer.begin());
            const auto made = outgoing_.authenticate(buffer.first(length + index_bytes));
            std::ranges::copy_n(made.begin(), static_cast<std::ptrdiff_t>(tag),
                                trailer.subspan(index_bytes).begin());
            break;
    }
    return length + tag + index_bytes;
}

Result<BytesView> RtcpSession::unprotect(std::span<std::byte> packet) {
    const auto trailer = tag_bytes(incoming_.profile) + index_bytes;
    if (packet.size() < header_bytes + trailer) return fail(Errc::malformed, "SRTCP packet too short");
    const auto end = packet.size() - trailer;
    const bool gcm = incoming_.profile == Profile::aes_128_gcm;
    const auto word = read_be32(packet, gcm ? packet.size() - index_bytes : end);
    if ((word & encrypted) == 0) return fail(Errc::malformed, "SRTCP packet is not encrypted");
    const auto index = word & last_index;
    const auto ssrc = read_be32(packet, ssrc_offset);
    if (!is_fresh(ssrc, index)) return fail(Errc::malformed, "SRTCP packet replayed, or too many sources");
    if (!open(packet, end, index)) return fail(Errc::malformed, "SRTCP packet is not authentic");
    remember(ssrc, index);
    return BytesView(packet).first(end);
}

bool RtcpSession::open(std::span<std::byte> packet, std::size_t end, std::uint32_t index) {
    const auto body = packet.subspan(header_bytes, end - header_bytes);
    const auto tag = tag_bytes(incoming_.profile);
    switch (incoming_.profile) {
        case Profile::aes_128_gcm:
            incoming_.begin(packet.subspan(ssrc_offset, 4), index);
            incoming_.add_associated(packet.first(header_bytes));
            incoming_.add_associated(packet.subspan(end + tag, index_bytes));
            incoming_.crypt(body, body);
            return incoming_.verify(packet.subspan(end, tag));
        case Profile::aes_128_cm_sha1_80:
            const auto made = incoming_.authenticate(packet.first(end + index_bytes));
            if (CRYPTO_memcmp(made.data(), packet.data() + end + index_bytes, tag) != 0) return false;
            incoming_.begin(packet.subspan(ssrc_offset, 4), index);
            incoming_.crypt(body, body);
            return true;
    }
    return false;
}

bool RtcpSession::is_fresh(std::uint32_t ssrc, std::uint32_t index) const {
    const auto source = std::ranges::find(sources_, ssrc, &Source::ssrc);
    if (source == sources_.end()) return sources_.size() < max_sources;
    if (index > source->newest) return true;
    const auto age = source->newest - index;
    return age < window && !source->seen[age];
}

void RtcpSession::remember(std::uint32_t ssrc, std::uint32_t index) {
    auto source = std::ranges::find(sources_, ssrc, &Source::ssrc);
    if (source == sources_.end()) source = sources_.insert(source, {.ssrc = ssrc, .newest = index});
    if (index > source->newest) {
        source->seen <<= std::min<std::size_t>(index - source->newest, window);
        source->newest = index;
    }
    source->seen.set(source->newest - index);
}

}  // namespace gantry::rtc::srtp
