#include "rtc/srtp/rtp_cipher.hpp"

#include <algorithm>
#include <cassert>

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t ssrc_offset = 8;

}  // namespace

RtpCipher::RtpCipher(Profile profile, const MasterKey& master)
    : cipher_(profile, master, Cipher::Packets::rtp, Cipher::Direction::seal) {}

std::size_t RtpCipher::protect(std::span<std::byte> packet, std::size_t header, BytesView prefix,
                               BytesView body, std::uint64_t index) {
    const auto end = header + prefix.size() + body.size();
    assert(packet.size() >= end + overhead());
    const bool gcm = cipher_.profile == Profile::aes_128_gcm;
    cipher_.begin(packet.subspan(ssrc_offset, 4), index);
    if (gcm) cipher_.add_associated(packet.first(header));
    cipher_.crypt(packet.subspan(header), prefix);
    cipher_.crypt(packet.subspan(header + prefix.size()), body);
    if (gcm) {
        cipher_.finish(packet.subspan(end));
    } else {
        std::array<std::byte, 4> roll_over{};
        write_be32(roll_over, static_cast<std::uint32_t>(index >> 16));
        const auto tag = cipher_.authenticate(packet.first(end), roll_over);
        std::ranges::copy_n(tag.begin(), static_cast<std::ptrdiff_t>(overhead()),
                            packet.subspan(end).begin());
    }
    return end + overhead();
}

}  // namespace gantry::rtc::srtp
