#include "bambu/cloud/ttcode.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "bambu/cloud/client.hpp"

namespace gantry::bambu::cloud {
namespace {

constexpr auto success =
    R"({"message":"success","code":null,"error":null,"ttcode":"A1B2C3D4E5F6G7H8J9K0","authkey":"0a1b2c3d",)"
    R"("passwd":"4e5f6a","region":"us","type":"tutk","streams":null,"peers":null,"stream_key":"",)"
    R"("stream_salt":"","channel_name":"","app_id":"","rtm":null})";

TEST(TtCode, IsReadAsTheCloudSendsIt) {
    const auto code = parse_ttcode(200, success);
    ASSERT_TRUE(code) << code.error().detail;
    EXPECT_EQ(code->message, "success");
    EXPECT_EQ(code->ttcode, "A1B2C3D4E5F6G7H8J9K0");
    EXPECT_EQ(code->authkey.reveal(), "0a1b2c3d");
    EXPECT_EQ(code->passwd.reveal(), "4e5f6a");
    EXPECT_EQ(code->region, "us");
    EXPECT_EQ(code->type, "tutk");
}

TEST(TtCode, TakesEmptyMembersForWhatIsNotAvailable) {
    const auto code = parse_ttcode(200, success);
    ASSERT_TRUE(code);
    EXPECT_FALSE(code->offers_cloud_streaming());
    EXPECT_FALSE(code->reserved.streams || code->reserved.peers || code->reserved.rtm);
    EXPECT_FALSE(code->reserved.stream_key || code->reserved.stream_salt);
    EXPECT_FALSE(code->reserved.channel_name || code->reserved.app_id);
    const auto without =
        parse_ttcode(200, R"({"message":"success","ttcode":"U","authkey":"a","passwd":"b"})");
    ASSERT_TRUE(without);
    EXPECT_FALSE(without->offers_cloud_streaming());
}

TEST(TtCode, ReadsALaterUseOfTheReservedMembers) {
    const auto code = parse_ttcode(
        200,
        R"({"ttcode":"U","authkey":"a","passwd":"b","region":"cn","type":"webrtc","streams":[{"url":"x"}],)"
        R"("peers":[],"stream_key":{"k":1},"stream_salt":7,"channel_name":"c","app_id":"i","rtm":true})");
    ASSERT_TRUE(code) << code.error().detail;
    EXPECT_TRUE(code->offers_cloud_streaming());
    EXPECT_EQ(code->reserved.streams->reveal(), R"([{"url":"x"}])");
    EXPECT_EQ(code->reserved.channel_name->reveal(), R"("c")");
    EXPECT_FALSE(code->reserved.peers);
}

TEST(TtCode, StandsBesideItsEnvelopeOrInData) {
    const auto code = parse_ttcode(
        200,
        R"({"code":0,"message":"Success","data":{"ttcode":"U","authkey":"a","passwd":"b","region":"us"}})");
    ASSERT_TRUE(code) << code.error().detail;
    EXPECT_EQ(code->ttcode, "U");
}

struct Case {
    int status;
    std::string body;
    Errc expected;
};

TEST(TtCode, TellsTheRefusalsApart) {
    const std::vector<Case> cases{
        {401, R"({"code":4,"error":"Please login.","message":""})", Errc::expired},
        {401, "", Errc::expired},
        {403, R"({"code":0,"error":"","message":"token expired"})", Errc::expired},
        {200, R"({"message":"fail","code":4,"error":"Please login."})", Errc::expired},
        {403, R"({"code":8,"error":"forbidden","message":""})", Errc::forbidden},
        {403, R"({"error":"no"})", Errc::forbidden},
        {400, R"({"code":2,"error":"no such thing","message":""})", Errc::not_found},
        {404, "", Errc::not_found},
        {400, R"({"code":1003,"message":"Device not found"})", Errc::not_found},
        {403, "<!DOCTYPE html>Just a moment...", Errc::rate_limited},
        {429, R"({"error":"slow down"})", Errc::rate_limited},
        {502, "bad gateway", Errc::offline},
        {422, R"({"error":"bad parameter"})", Errc::rejected},
        {200, "<html>", Errc::malformed},
        {200, "[]", Errc::malformed},
        {200, "{}", Errc::malformed},
        {200, R"({"ttcode":"two words","authkey":"a","passwd":"b"})", Errc::malformed},
        {200, R"({"ttcode":"U","authkey":7,"passwd":"b"})", Errc::malformed},
        {200, R"({"ttcode":")" + std::string(65, 'A') + R"("})", Errc::malformed},
        {200, R"({"message":"success","ttcode":"","authkey":"","passwd":""})", Errc::unsupported},
        {200, std::string(max_answer_bytes + 1, ' '), Errc::too_large},
    };
    for (const auto& [status, body, expected] : cases) {
        const auto code = parse_ttcode(status, body);
        ASSERT_FALSE(code) << body;
        EXPECT_EQ(code.error().code, expected) << status << " " << body << ": " << code.error().detail;
    }
}

TEST(TtCode, RepeatsWordsOfTheCloudOnlyAsFarAsTheyPrint) {
    const auto code = parse_ttcode(422, "{\"error\":\"\\u001b[31m" + std::string(500, 'x') + "\"}");
    EXPECT_EQ(code.error().detail.find('\x1b'), std::string::npos);
    EXPECT_LT(code.error().detail.size(), 250u);
}

TEST(TtCode, ComesFromTheCloudOfTheAccountsRegion) {
    EXPECT_EQ(base_url(Region::global), "https://api.bambulab.com");
    EXPECT_EQ(base_url(Region::china), "https://api.bambulab.cn");
}

}  // namespace
}  // namespace gantry::bambu::cloud
