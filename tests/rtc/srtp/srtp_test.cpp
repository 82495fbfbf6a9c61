#include <gtest/gtest.h>
#include <srtp2/srtp.h>

#include "base/random.hpp"
#include "media/rtp/header.hpp"
#include "rtc/srtp/rtcp_session.hpp"
#include "rtc/srtp/rtp_cipher.hpp"

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t header_bytes = media::rtp::header_bytes;

Keys random_keys(Profile profile) {
    return split_keys(profile, random_bytes(2 * (key_bytes + salt_bytes(profile))), false);
}

Keys mirrored(const Keys& keys) {
    return {.profile = keys.profile, .local = keys.remote, .remote = keys.local};
}

// libsrtp2 as a browser would use it: decrypts what `master` protects.
class Oracle {
public:
    Oracle(Profile profile, const MasterKey& master) {
        srtp_policy_t policy{};
        if (profile == Profile::aes_128_gcm) {
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
        } else {
            srtp_crypto_policy_set_rtp_default(&policy.rtp);
            srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
        }
        Bytes key = master.key;
        key.insert(key.end(), master.salt.begin(), master.salt.end());
        policy.ssrc.type = ssrc_any_inbound;
        policy.key = reinterpret_cast<unsigned char*>(key.data());
        policy.window_size = 1024;
        EXPECT_EQ(srtp_create(&context_, &policy), srtp_err_status_ok);
    }
    ~Oracle() { srtp_dealloc(context_); }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    // Empty when refused.
    Bytes open(Bytes packet) {
        int length = static_cast<int>(packet.size());
        if (srtp_unprotect(context_, packet.data(), &length) != srtp_err_status_ok) return {};
        packet.resize(static_cast<std::size_t>(length));
        return packet;
    }

private:
    srtp_t context_ = nullptr;
};

struct Packet {
    Bytes plain;
    Bytes sealed;
};

Packet seal(RtpCipher& cipher, std::uint64_t index, BytesView prefix, BytesView body) {
    Packet packet;
    packet.sealed.resize(1500);
    media::rtp::write_header(packet.sealed, {.payload_type = 102,
                                             .sequence = static_cast<std::uint16_t>(index),
                                             .timestamp = 90'000,
                                             .ssrc = 0xdecafbad});
    packet.plain.assign(packet.sealed.begin(), packet.sealed.begin() + header_bytes);
    packet.plain.insert(packet.plain.end(), prefix.begin(), prefix.end());
    packet.plain.insert(packet.plain.end(), body.begin(), body.end());
    packet.sealed.resize(cipher.protect(packet.sealed, header_bytes, prefix, body, index));
    return packet;
}

class SrtpProfile : public testing::TestWithParam<Profile> {
protected:
    // The first session starts libsrtp.
    Keys keys_ = random_keys(GetParam());
    RtcpSession ours_{keys_};
};

INSTANTIATE_TEST_SUITE_P(Srtp, SrtpProfile,
                         testing::Values(Profile::aes_128_gcm, Profile::aes_128_cm_sha1_80));

TEST_P(SrtpProfile, PacketsOpenWithLibsrtp) {
    RtpCipher cipher(GetParam(), keys_.local);
    Oracle oracle(GetParam(), keys_.local);
    for (const std::size_t size : {1u, 15u, 16u, 17u, 500u, 1160u}) {
        const auto packet = seal(cipher, 1000 + size, {}, random_bytes(size));
        EXPECT_EQ(packet.sealed.size(), packet.plain.size() + cipher.overhead());
        EXPECT_EQ(oracle.open(packet.sealed), packet.plain) << size;
    }
}

TEST_P(SrtpProfile, ThePrefixOfARetransmissionIsPartOfThePayload) {
    RtpCipher cipher(GetParam(), keys_.local);
    Oracle oracle(GetParam(), keys_.local);
    const auto packet = seal(cipher, 7, to_bytes("\x12\x34"), random_bytes(1160));
    EXPECT_EQ(oracle.open(packet.sealed), packet.plain);
}

TEST_P(SrtpProfile, TheRollOverCounterFollowsTheSequenceNumber) {
    RtpCipher cipher(GetParam(), keys_.local);
    Oracle oracle(GetParam(), keys_.local);
    for (std::uint64_t index = 30'000; index < 150'000; index += 997) {
        const auto packet = seal(cipher, index, {}, to_bytes("payload"));
        ASSERT_EQ(oracle.open(packet.sealed), packet.plain) << index;
    }
}

TEST_P(SrtpProfile, AForgedPacketDoesNotOpen) {
    RtpCipher cipher(GetParam(), keys_.local);
    Oracle oracle(GetParam(), keys_.local);
    auto packet = seal(cipher, 1, {}, to_bytes("payload"));
    packet.sealed[14] ^= std::byte{1};
    EXPECT_TRUE(oracle.open(packet.sealed).empty());
    packet.sealed[14] ^= std::byte{1};
    packet.sealed[1] ^= std::byte{0x80};  // the marker is authenticated as well
    EXPECT_TRUE(oracle.open(packet.sealed).empty());
}

TEST_P(SrtpProfile, ReportsTravelBothWays) {
    RtcpSession theirs(mirrored(keys_));
    const Bytes report =
        *from_hex("81c900070000000100000002000000030000000400000005000000060000000700000008");
    const std::vector<std::pair<RtcpSession*, RtcpSession*>> ways = {{&ours_, &theirs}, {&theirs, &ours_}};
    for (const auto& [from, to] : ways) {
        Bytes buffer = report;
        buffer.resize(report.size() + RtcpSession::max_overhead);
        const auto length = from->protect(buffer, report.size());
        ASSERT_TRUE(length);
        buffer.resize(*length);
        auto copy = buffer;
        const auto plain = to->unprotect(copy);
        ASSERT_TRUE(plain);
        EXPECT_EQ(Bytes(plain->begin(), plain->end()), report);
        copy = buffer;
        EXPECT_EQ(to->unprotect(copy).error().code, Errc::malformed) << "replayed";
        buffer[10] ^= std::byte{1};
        EXPECT_EQ(to->unprotect(buffer).error().code, Errc::malformed) << "forged";
    }
}

TEST_P(SrtpProfile, BrokenReportsAreRefused) {
    for (const std::size_t size : {0u, 1u, 8u, 21u, 22u, 60u}) {
        Bytes packet(size, std::byte{0x81});
        EXPECT_EQ(ours_.unprotect(packet).error().code, Errc::malformed) << size;
    }
}

TEST(SrtpKeys, AreDerivedAsInRfc3711) {
    const MasterKey master{.key = *from_hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
                           .salt = *from_hex("0EC675AD498AFEEBB6960B3AABE6")};
    EXPECT_EQ(to_hex(derive(master, Label::rtp_encryption, 16)), "c61e7a93744f39ee10734afe3ff7a087");
    EXPECT_EQ(to_hex(derive(master, Label::rtp_salt, 14)), "30cbbc08863d8c85d49db34a9ae1");
    EXPECT_EQ(to_hex(derive(master, Label::rtp_authentication, 20)),
              "cebe321f6ff7716b6fd4ab49af256a156d38baa4");
}

}  // namespace
}  // namespace gantry::rtc::srtp
