// What SRTP and SRTCP share: OpenSSL's contexts for one kind of packet in one direction, made once, so that a
// packet costs no allocation. For this folder. Owned by a session; used on the loop's thread. Every function
// throws std::runtime_error when OpenSSL refuses, which is our own mistake or a broken OpenSSL.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "rtc/srtp/keys.hpp"

struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;

namespace gantry::rtc::srtp {

inline constexpr std::size_t longest_tag = 16;

struct Cipher {
    enum class Packets { rtp, rtcp };
    enum class Direction { seal, open };
    using CipherContext = std::unique_ptr<evp_cipher_ctx_st, void (*)(evp_cipher_ctx_st*)>;
    using MacContext = std::unique_ptr<evp_mac_ctx_st, void (*)(evp_mac_ctx_st*)>;

    Cipher(Profile with, const MasterKey& master, Packets packets, Direction direction);

    // The next packet: its source's four bytes, and its 48-bit index (RFC 7714 sections 8.1 and 9.1, RFC 3711
    // section 4.1.1).
    void begin(BytesView ssrc, std::uint64_t index);
    void add_associated(BytesView bytes);  // GCM only, before crypt()
    // `to` may be `from` itself.
    void crypt(std::span<std::byte> to, BytesView from);
    // Sealing, GCM: writes tag_bytes(profile).
    void finish(std::span<std::byte> tag);
    // Opening, GCM: whether the packet is authentic.
    bool verify(BytesView tag);
    // CM: the tag of both parts together, of which tag_bytes(profile) count.
    std::array<std::byte, 20> authenticate(BytesView packet, BytesView more = {});

    Profile profile;

private:
    CipherContext aes_;
    MacContext mac_;  // CM only
    std::array<std::byte, 14> salt_{};
};

}  // namespace gantry::rtc::srtp
