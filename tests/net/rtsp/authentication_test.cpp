#include "net/rtsp/authentication.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gantry::net::rtsp {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view uri = "rtsps://192.0.2.10:322/streaming/live/1";
const Credentials printer{"bblp", Secret("12345678")};

TEST(RtspAuthentication, AnswersAPrintersDigest) {
    const auto challenge = choose_challenge(
        {R"(Digest realm="LIVE555 Streaming Media", nonce="0123456789abcdef0123456789abcdef")"});
    ASSERT_TRUE(challenge);
    EXPECT_EQ(authorization(*challenge, printer, "DESCRIBE", uri, "c", 1).reveal(),
              R"(Digest username="bblp", realm="LIVE555 Streaming Media", )"
              R"(nonce="0123456789abcdef0123456789abcdef", uri="rtsps://192.0.2.10:322/streaming/live/1", )"
              R"(response="1686c66491535796ae4132b914da7848")");
}

TEST(RtspAuthentication, AnswersADigestWithQualityOfProtection) {
    // The example of RFC 2617, section 3.5.
    const auto challenge = choose_challenge(
        {R"(Digest realm="testrealm@host.com", qop="auth,auth-int", algorithm=MD5, )"
         R"(nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41")"});
    ASSERT_TRUE(challenge);
    const Credentials mufasa{"Mufasa", Secret("Circle Of Life")};
    const auto header = authorization(*challenge, mufasa, "GET", "/dir/index.html", "0a4f113b", 1);
    EXPECT_THAT(header.reveal(), HasSubstr(R"(response="6629fae49393a05397450978507c4ef1")"));
    EXPECT_THAT(header.reveal(), HasSubstr(R"(qop=auth, nc=00000001, cnonce="0a4f113b")"));
    EXPECT_THAT(header.reveal(), HasSubstr(R"(opaque="5ccc069c403ebaf9f0171e9517f40e41")"));
}

TEST(RtspAuthentication, PrefersDigestToBasic) {
    const auto both = choose_challenge({R"(Basic realm="x")", R"(Digest realm="y", nonce="n")"});
    EXPECT_EQ(both->scheme, Challenge::Scheme::digest);
    const auto basic = choose_challenge({R"(Basic realm="x")"});
    EXPECT_EQ(authorization(*basic, printer, "DESCRIBE", uri, "c", 1).reveal(), "Basic YmJscDoxMjM0NTY3OA==");
}

TEST(RtspAuthentication, RefusesChallengesItCannotAnswer) {
    EXPECT_EQ(choose_challenge({}).error().code, Errc::malformed);
    EXPECT_EQ(choose_challenge({"Bearer"}).error().code, Errc::unsupported);
    EXPECT_EQ(choose_challenge({R"(Digest realm="x")"}).error().code, Errc::malformed);
    EXPECT_EQ(choose_challenge({R"(Digest realm="x", nonce="n", algorithm=SHA-256)"}).error().code,
              Errc::unsupported);
}

TEST(RtspAuthentication, CannotBeBrokenOutOfByAServer) {
    const auto challenge = choose_challenge({R"(Digest realm="a\"b", nonce="n")"});
    const auto header = authorization(*challenge, printer, "DESCRIBE", "rtsps://x/\r\nEvil: 1", "c", 1);
    EXPECT_THAT(header.reveal(), HasSubstr(R"(realm="a\"b")"));
    EXPECT_THAT(header.reveal(), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace gantry::net::rtsp
