#include <gtest/gtest.h>

#include "base/random.hpp"
#include "media/rtp/header.hpp"
#include "rtc/srtp/rtcp_session.hpp"
#include "rtc/srtp/rtp_cipher.hpp"
#include "tests/rtc/libsrtp.hpp"

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t header_bytes = media::rtp::header_bytes;

Keys random_keys(Profile profile) {
    return split_keys(profile, random_bytes(2 * (key_bytes + salt_bytes(profile))), false);
}

Keys mirrored(const Keys& keys) {
    return {.profile = keys.profile, .local = keys.remote, .remote = keys.local};
}

// Empty when refused.
Bytes open(Libsrtp& browser, Bytes packet) {
    packet.resize(browser.open_rtp(packet).value_or(0));
    return packet;
}

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
    // Both ways; empty when refused.
    static Bytes sealed(RtcpSession& from, const Bytes& report) {
        Bytes packet = report;
        packet.resize(report.size() + RtcpSession::max_overhead);
        packet.resize(from.protect(packet, report.size()).value());
        return packet;
    }
    static Bytes sealed(Libsrtp& from, const Bytes& report) {
        Bytes packet = report;
        packet.resize(report.size() + Libsrtp::max_overhead);
        packet.resize(from.seal_rtcp(packet, report.size()).value());
        return packet;
    }
    Bytes opened(Bytes packet) {
        const auto plain = ours_.unprotect(packet);
        if (!plain) EXPECT_EQ(plain.error().code, Errc::malformed);
        return plain ? Bytes(plain->begin(), plain->end()) : Bytes();
    }

    Keys keys_ = random_keys(GetParam());
    RtcpSession ours_{keys_};
    Libsrtp browser_{mirrored(keys_)};
    Bytes report_ = *from_hex("81c900070000000100000002000000030000000400000005000000060000000700000008");
};

INSTANTIATE_TEST_SUITE_P(Srtp, SrtpProfile,
                         testing::Values(Profile::aes_128_gcm, Profile::aes_128_cm_sha1_80));

TEST_P(SrtpProfile, PacketsOpenWithLibsrtp) {
    RtpCipher cipher(GetParam(), keys_.local);
    for (const std::size_t size : {1u, 15u, 16u, 17u, 500u, 1160u}) {
        const auto packet = seal(cipher, 1000 + size, {}, random_bytes(size));
        EXPECT_EQ(packet.sealed.size(), packet.plain.size() + cipher.overhead());
        EXPECT_EQ(open(browser_, packet.sealed), packet.plain) << size;
    }
}

TEST_P(SrtpProfile, ThePrefixOfARetransmissionIsPartOfThePayload) {
    RtpCipher cipher(GetParam(), keys_.local);
    const auto packet = seal(cipher, 7, to_bytes("\x12\x34"), random_bytes(1160));
    EXPECT_EQ(open(browser_, packet.sealed), packet.plain);
}

TEST_P(SrtpProfile, TheRollOverCounterFollowsTheSequenceNumber) {
    RtpCipher cipher(GetParam(), keys_.local);
    for (std::uint64_t index = 30'000; index < 150'000; index += 997) {
        const auto packet = seal(cipher, index, {}, to_bytes("payload"));
        ASSERT_EQ(open(browser_, packet.sealed), packet.plain) << index;
    }
}

TEST_P(SrtpProfile, AForgedPacketDoesNotOpen) {
    RtpCipher cipher(GetParam(), keys_.local);
    auto packet = seal(cipher, 1, {}, to_bytes("payload"));
    packet.sealed[14] ^= std::byte{1};
    EXPECT_TRUE(open(browser_, packet.sealed).empty());
    packet.sealed[14] ^= std::byte{1};
    packet.sealed[1] ^= std::byte{0x80};  // the marker is authenticated as well
    EXPECT_TRUE(open(browser_, packet.sealed).empty());
}

TEST_P(SrtpProfile, OurReportsOpenWithLibsrtp) {
    for (int i = 0; i < 3; ++i) {
        auto packet = sealed(ours_, report_);
        const auto length = browser_.open_rtcp(packet);
        ASSERT_TRUE(length);
        packet.resize(*length);
        EXPECT_EQ(packet, report_);
    }
}

TEST_P(SrtpProfile, ReportsOfLibsrtpOpen) {
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(opened(sealed(browser_, report_)), report_);
    // The shortest there is: an empty receiver report.
    const Bytes empty = *from_hex("80c9000100000001");
    EXPECT_EQ(opened(sealed(browser_, empty)), empty);
}

TEST_P(SrtpProfile, AReplayedReportIsRefused) {
    std::vector<Bytes> packets;
    for (int i = 0; i < 200; ++i)
        packets.push_back(sealed(browser_, report_));
    EXPECT_EQ(opened(packets[100]), report_);
    EXPECT_EQ(opened(packets[100]), Bytes());
    EXPECT_EQ(opened(packets[90]), report_) << "late, within the window";
    EXPECT_EQ(opened(packets[90]), Bytes());
    EXPECT_EQ(opened(packets[199]), report_);
    EXPECT_EQ(opened(packets[100]), Bytes()) << "still known after the window moved";
    EXPECT_EQ(opened(packets[101]), report_);
    EXPECT_EQ(opened(packets[71]), Bytes()) << "128 behind: too old to tell";
}

TEST_P(SrtpProfile, AForgedReportIsRefusedAndTheGenuineOneStillOpens) {
    const auto packet = sealed(browser_, report_);
    for (std::size_t i = 0; i < packet.size(); ++i) {
        auto forged = packet;
        forged[i] ^= std::byte{1};
        EXPECT_EQ(opened(forged), Bytes()) << i;
        forged = packet;
        forged[i] ^= std::byte{0x80};
        EXPECT_EQ(opened(forged), Bytes()) << i;
    }
    EXPECT_EQ(opened(packet), report_);
}

TEST_P(SrtpProfile, OnlySoManySourcesReport) {
    for (std::uint32_t source = 1; source <= 17; ++source) {
        write_be32(std::span(report_).subspan(4), source);
        EXPECT_EQ(opened(sealed(browser_, report_)), source <= 16 ? report_ : Bytes()) << source;
    }
    write_be32(std::span(report_).subspan(4), 1);
    EXPECT_EQ(opened(sealed(browser_, report_)), report_);
}

TEST_P(SrtpProfile, BrokenReportsAreRefused) {
    for (std::size_t size = 0; size < 60; ++size)
        EXPECT_EQ(opened(Bytes(size, std::byte{0x81})), Bytes()) << size;
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
