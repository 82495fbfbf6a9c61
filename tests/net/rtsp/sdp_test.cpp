#include "net/rtsp/sdp.hpp"

#include <gtest/gtest.h>

namespace gantry::net::rtsp {
namespace {

TEST(RtspSdp, FindsThePrintersTrack) {
    const auto track = parse_sdp(
        "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=live\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\n"
        "a=rtpmap:96 H264/90000\r\n"
        "a=fmtp:96 packetization-mode=1;profile-level-id=42C01E;sprop-parameter-sets=Z0LAHtk=,aM48gA==\r\n"
        "a=control:track1\r\n");
    ASSERT_TRUE(track);
    EXPECT_EQ(track->payload_type, 96);
    EXPECT_EQ(track->control, "track1");
    ASSERT_EQ(track->parameter_sets.size(), 2u);
    EXPECT_EQ(to_hex(track->parameter_sets[0]), "6742c01ed9");
    EXPECT_EQ(to_hex(track->parameter_sets[1]), "68ce3c80");
}

TEST(RtspSdp, PassesOverOtherTracks) {
    const auto track = parse_sdp(
        "v=0\nm=audio 0 RTP/AVP 0\na=control:audio\nm=video 0 RTP/AVP 98\na=rtpmap:98 H265/90000\n"
        "a=control:hevc\nm=video 0 RTP/AVP 97\na=control:avc\na=rtpmap:97 h264/90000\nm=audio 0 RTP/AVP 8\n"
        "a=control:more\n");
    ASSERT_TRUE(track);
    EXPECT_EQ(track->payload_type, 97);
    EXPECT_EQ(track->control, "avc");
    EXPECT_TRUE(track->parameter_sets.empty());
}

TEST(RtspSdp, RefusesWhatHasNoVideoWeCanPass) {
    EXPECT_EQ(parse_sdp("").error().code, Errc::malformed);
    EXPECT_EQ(parse_sdp("<html>").error().code, Errc::malformed);
    EXPECT_EQ(parse_sdp("v=0\r\n").error().code, Errc::unsupported);
    EXPECT_EQ(parse_sdp("v=0\r\nm=video 0 RTP/AVP 300\r\na=rtpmap:300 H264/90000\r\n").error().code,
              Errc::unsupported);
    EXPECT_EQ(parse_sdp("v=0\r\n" + std::string(70'000, 'x')).error().code, Errc::too_large);
}

TEST(RtspSdp, ResolvesControlAttributes) {
    const std::string base = "rtsps://192.0.2.10:322/streaming/live/1";
    const std::tuple<std::string, std::string, std::string> cases[] = {
        {base, "track1", base + "/track1"},
        {base + "/", "track1", base + "/track1"},
        {base, "rtsp://other/track1", "rtsp://other/track1"},
        {base, "*", base},
        {base, "", base},
    };
    for (const auto& [from, control, url] : cases)
        EXPECT_EQ(control_url(from, control), url);
}

}  // namespace
}  // namespace gantry::net::rtsp
