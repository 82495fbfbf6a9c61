#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtc/sdp/answer.hpp"
#include "rtc/sdp/candidate.hpp"
#include "rtc/sdp/offer.hpp"
#include "tests/rtc/fixture.hpp"

namespace gantry::rtc::sdp {
namespace {

using testing::HasSubstr;
using testing::Not;

AnswerParts parts_for(const Offer& offer, std::optional<std::uint32_t> profile = {}) {
    return {.format = choose_format(offer, profile),
            .ice = {.fragment = "frag", .password = "password-of-22-letters"},
            .fingerprint = "sha-256 AB:CD",
            .ssrc = 1111,
            .retransmission_ssrc = 2222,
            .candidates = {"candidate:1 1 UDP 2015364095 127.0.0.1 51387 typ host"},
            .complete = true};
}

TEST(SdpOffer, ReadsWhatChromiumOffers) {
    const auto offer = parse_offer(read_fixture("chromium_video.sdp"));
    ASSERT_TRUE(offer) << offer.error().detail;
    EXPECT_EQ(offer->sections.size(), 1u);
    EXPECT_TRUE(offer->bundled);
    EXPECT_TRUE(offer->trickle);
    EXPECT_TRUE(offer->reduced_size);
    EXPECT_EQ(offer->setup, Setup::actpass);
    EXPECT_EQ(offer->fingerprint.digest.size(), 32u);
    EXPECT_EQ(offer->playout_delay, 5);
    EXPECT_EQ(offer->candidates.size(), 2u);
    ASSERT_EQ(offer->formats.size(), 4u);  // of eight H.264 payload types four have packetization-mode 1
    EXPECT_EQ(offer->formats[0].payload_type, 102);
    EXPECT_EQ(offer->formats[0].profile_level_id, 0x42001fu);
    EXPECT_EQ(offer->formats[0].retransmission, 103);
    EXPECT_TRUE(offer->formats[0].nack && offer->formats[0].picture_loss && offer->formats[0].full_intra);
}

TEST(SdpOffer, ReadsWhatFirefoxOffers) {
    const auto offer = parse_offer(read_fixture("firefox_video.sdp"));
    ASSERT_TRUE(offer) << offer.error().detail;
    EXPECT_EQ(offer->ice.fragment, "5b3e0f1a");
    EXPECT_EQ(offer->playout_delay, 6);
    ASSERT_EQ(offer->formats.size(), 1u);
    EXPECT_EQ(offer->formats[0].payload_type, 126);
    EXPECT_EQ(offer->formats[0].retransmission, 127);
}

TEST(SdpOffer, ChoosesTheFormatThatFitsTheStream) {
    const auto offer = *parse_offer(read_fixture("chromium_video.sdp"));
    const std::vector<std::pair<std::uint32_t, std::uint32_t>> cases = {
        {0x42c01f, 0x42e01f},                                              // Constrained Baseline
        {0x42e028, 0x42e01f}, {0x42001f, 0x42001f}, {0x4d4028, 0x4d001f},  // Main
        {0x640028, 0x4d001f},  // High: not offered; Chromium's decoders take it all the same
    };
    for (const auto& [stream, chosen] : cases)
        EXPECT_EQ(choose_format(offer, stream).profile_level_id, chosen) << std::hex << stream;
    EXPECT_EQ(choose_format(offer, std::nullopt).profile_level_id, 0x42e01fu);
    EXPECT_EQ(choose_format(*parse_offer(read_fixture("firefox_video.sdp")), 0x640028).payload_type, 126);
}

TEST(SdpAnswer, SendsOneStreamToChromium) {
    const auto offer = *parse_offer(read_fixture("chromium_video.sdp"));
    const auto answer = write_answer(offer, parts_for(offer));
    EXPECT_THAT(answer, HasSubstr("a=group:BUNDLE 0\r\n"));
    EXPECT_THAT(answer, HasSubstr("m=video 9 UDP/TLS/RTP/SAVPF 108 109\r\n"));
    for (const auto* line :
         {"a=sendonly", "a=rtcp-mux", "a=setup:passive", "a=mid:0", "a=rtpmap:108 H264/90000",
          "a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
          "a=fmtp:109 apt=108", "a=rtcp-fb:108 nack", "a=rtcp-fb:108 nack pli", "a=rtcp-fb:108 ccm fir",
          "a=ssrc-group:FID 1111 2222", "a=ssrc:1111 msid:gantry camera", "a=msid:gantry camera",
          "a=ice-ufrag:frag", "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
          "a=end-of-candidates", "a=candidate:1 1 UDP 2015364095 127.0.0.1 51387 typ host"}) {
        EXPECT_THAT(answer, HasSubstr(std::string("\r\n") + line + "\r\n"));
    }
    EXPECT_THAT(answer, Not(HasSubstr("transport-cc")));
    EXPECT_THAT(answer, Not(HasSubstr("ice-lite")));
}

TEST(SdpAnswer, RefusesSoundAndDataAndKeepsTheirPlaces) {
    const auto offer = *parse_offer(read_fixture("chromium_audio_video_data.sdp"));
    EXPECT_EQ(offer.video, 1u);
    const auto answer = write_answer(offer, parts_for(offer));
    const auto audio = answer.find("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n");
    const auto video = answer.find("m=video 9 ");
    const auto data = answer.find("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n");
    ASSERT_NE(audio, answer.npos);
    ASSERT_NE(data, answer.npos);
    EXPECT_LT(audio, video);
    EXPECT_LT(video, data);
    EXPECT_THAT(answer, HasSubstr("a=group:BUNDLE 1\r\n"));
    EXPECT_THAT(answer.substr(audio, video - audio), HasSubstr("a=mid:0\r\na=inactive\r\n"));
    EXPECT_THAT(answer.substr(data), HasSubstr("a=mid:2\r\na=inactive\r\n"));
}

TEST(SdpAnswer, TakesTheRoleThatTheOfferLeaves) {
    const auto text = read_fixture("chromium_video.sdp");
    const auto active = *parse_offer(replaced(text, "a=setup:actpass", "a=setup:active"));
    EXPECT_THAT(write_answer(active, parts_for(active)), HasSubstr("a=setup:passive"));
    const auto passive = *parse_offer(replaced(text, "a=setup:actpass", "a=setup:passive"));
    EXPECT_THAT(write_answer(passive, parts_for(passive)), HasSubstr("a=setup:active"));
}

TEST(SdpOffer, RefusesWhatCannotBeAnswered) {
    const auto text = read_fixture("firefox_video.sdp");
    const auto code = [](const std::string& offer) { return parse_offer(offer).error().code; };
    EXPECT_EQ(code(""), Errc::malformed);
    EXPECT_EQ(code("garbage"), Errc::malformed);
    EXPECT_EQ(code("v=0\r\ns=-\r\n"), Errc::malformed);
    EXPECT_EQ(code("v=0\r\nm=video 9\r\n"), Errc::malformed);
    EXPECT_EQ(code(std::string("v=0\r\n") + '\0' + "=\r\n"), Errc::malformed);
    EXPECT_EQ(code(text + std::string(70'000, 'a')), Errc::too_large);
    EXPECT_EQ(code(replaced(text, "a=ice-ufrag:5b3e0f1a\r\n", "")), Errc::malformed);
    EXPECT_EQ(code(replaced(text, "a=fingerprint:sha-256 5C", "a=fingerprint:sha-256 XX")), Errc::malformed);
    EXPECT_EQ(code(replaced(text, "a=fingerprint:sha-256", "a=fingerprint:sha-1")), Errc::malformed);
    EXPECT_EQ(code(replaced(text, "a=setup:actpass", "a=setup:holdconn")), Errc::malformed);
    EXPECT_EQ(code(replaced(text, "a=rtpmap:126 H264/90000", "a=rtpmap:126 H265/90000")), Errc::unsupported);
    EXPECT_EQ(code(replaced(text, "a=recvonly", "a=sendonly")), Errc::unsupported);
    EXPECT_EQ(code(replaced(text, "a=rtcp-mux\r\n", "")), Errc::unsupported);
    EXPECT_EQ(code(replaced(text, "m=video 9", "m=video 0")), Errc::unsupported);
    EXPECT_EQ(code(replaced(text, "UDP/TLS/RTP/SAVPF", "RTP/AVP")), Errc::unsupported);
}

TEST(SdpCandidate, ReadsAddressesOnly) {
    const auto host =
        parse_candidate("candidate:842163049 1 udp 1677729535 192.168.1.20 46154 typ srflx raddr 0.0.0.0");
    ASSERT_TRUE(host);
    EXPECT_EQ(*host, (Candidate{.type = Candidate::Type::server_reflexive,
                                .foundation = "842163049",
                                .priority = 1677729535,
                                .address = "192.168.1.20",
                                .port = 46154}));
    EXPECT_EQ(parse_candidate("a=candidate:1 1 UDP 1 fd00::2 5 typ relay")->address, "fd00::2");
    const std::vector<std::pair<std::string, Errc>> refused = {
        {"candidate:1 1 udp 2113937151 417568fd-5093.local 41958 typ host", Errc::unsupported},
        {"candidate:1 1 tcp 2113937151 192.168.1.20 9 typ host tcptype active", Errc::unsupported},
        {"candidate:1 2 udp 2113937151 192.168.1.20 41958 typ host", Errc::unsupported},
        {"candidate:1 1 udp 2113937151 192.168.1.20 0 typ host", Errc::unsupported},
        {"candidate:1 1 udp 2113937151 192.168.1.20 99999 typ host", Errc::malformed},
        {"candidate:1 1 udp 2113937151 192.168.1.20 41958 typ guest", Errc::malformed},
        {"candidate:1 1 udp 2113937151", Errc::malformed},
        {"candidate:" + std::string(40, 'f') + " 1 udp 1 192.168.1.20 41958 typ host", Errc::malformed},
        {std::string(600, 'c'), Errc::malformed},
        {"", Errc::malformed}};
    for (const auto& [line, code] : refused)
        EXPECT_EQ(parse_candidate(line).error().code, code) << line;
}

}  // namespace
}  // namespace gantry::rtc::sdp
