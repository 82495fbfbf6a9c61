// SRTCP of one viewer, both ways, by OpenSSL. Owned by one peer; used on the loop's thread.
#pragma once

#include <bitset>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "rtc/srtp/cipher.hpp"

namespace gantry::rtc::srtp {

class RtcpSession {
public:
    // Room that protect() needs behind the packet: the longest tag and the index.
    static constexpr std::size_t max_overhead = longest_tag + 4;

    explicit RtcpSession(const Keys& keys);  // throws std::runtime_error when OpenSSL refuses

    // In place, a whole RTCP packet; returns the new length. Errc::internal when all indices are used up.
    Result<std::size_t> protect(std::span<std::byte> buffer, std::size_t length);
    // In place; returns the plain packet. Errc::malformed for what is forged, replayed or broken, after which
    // the packet's bytes are worthless.
    Result<BytesView> unprotect(std::span<std::byte> packet);

private:
    static constexpr std::size_t window = 128;
    static constexpr std::size_t max_sources = 16;

    // What one source has sent: bit i stands for the index `newest` - i.
    struct Source {
        std::uint32_t ssrc = 0;
        std::uint32_t newest = 0;
        std::bitset<window> seen;
    };

    bool is_fresh(std::uint32_t ssrc, std::uint32_t index) const;
    void remember(std::uint32_t ssrc, std::uint32_t index);
    bool open(std::span<std::byte> packet, std::size_t end, std::uint32_t index);

    Cipher outgoing_;
    Cipher incoming_;
    std::uint32_t last_sent_ = 0;
    std::vector<Source> sources_;  // authentic ones only, and bounded
};

}  // namespace gantry::rtc::srtp
