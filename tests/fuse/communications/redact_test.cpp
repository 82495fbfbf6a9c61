#include "fuse/communications/redact.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace gantry::fuse::communications {
namespace {

struct Case {
    std::string text;
    std::string expected;
};

const Secret code("12345678");

TEST(Redact, TakesSecretMembersOutOfJsonAndLeavesItJson) {
    const std::vector<Case> cases = {
        {R"({"access_code":"9999"})", R"({"access_code":"[redacted]"})"},
        {R"({"a":{"dev_access_code" : "x\"y", "b":1}})",
         R"({"a":{"dev_access_code" : "[redacted]", "b":1}})"},
        {R"({"passwd":4711,"b":1})", R"({"passwd":"[redacted]","b":1})"},
        {R"({"Token":true})", R"({"Token":"[redacted]"})"},
        {R"({"tokens":["a","b"],"c":2})", R"({"tokens":"[redacted]","c":2})"},
        {R"({"token":{"authkey":"k","n":1}})", R"({"token":{"authkey":"[redacted]","n":1}})"},
        {R"({"X-Api-Key":"k"})", R"({"X-Api-Key":"[redacted]"})"},
        {R"({"password":""})", R"({"password":""})"},
        {R"({"wifi":{"ssid":"Home","BSSID":"00:11","wifi_signal":"-47dBm"}})",
         R"({"wifi":{"ssid":"[redacted]","BSSID":"[redacted]","wifi_signal":"-47dBm"}})"},
        {R"({"command":"push_status","bed_temper":60.5})", R"({"command":"push_status","bed_temper":60.5})"},
    };
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(redact(text, {code}), expected);
        EXPECT_TRUE(parse_json(redact(text, {code}))) << text;
    }
}

TEST(Redact, LooksIntoJsonInsideJson) {
    EXPECT_EQ(redact(R"({"param":"{\"token\":\"a\\\"b\",\"n\":1}"})", {code}),
              R"({"param":"{\"token\":\"[redacted]\",\"n\":1}"})");
    EXPECT_EQ(redact(R"({"param":"{\"token\":5}"})", {code}), R"({"param":"{\"token\":\"[redacted]\"}"})");
}

TEST(Redact, TakesUsersAndPasswordsOutOfAddresses) {
    const std::vector<Case> cases = {
        {R"({"url":"ftp://bblp:87654321@192.168.0.30/cache/a.3mf"})",
         R"({"url":"ftp://[redacted]@192.168.0.30/cache/a.3mf"})"},
        {R"({"url":"rtsps:\/\/bblp:87654321@10.0.0.2:322\/live"})",
         R"({"url":"rtsps:\/\/[redacted]@10.0.0.2:322\/live"})"},
        {R"({"url":"http://u:p@ss@host/"})", R"({"url":"http://[redacted]@host/"})"},
        {R"({"url":"https://files.example/a.3mf?id=3&token=abc&X-Amz-Signature=f00"})",
         R"({"url":"https://files.example/a.3mf?id=3&token=[redacted]&X-Amz-Signature=[redacted]"})"},
        {R"({"url":"file:///sdcard/a@b.3mf"})", R"({"url":"file:///sdcard/a@b.3mf"})"},
        {R"({"url":"https://host/@scope/a"})", R"({"url":"https://host/@scope/a"})"},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(redact(text, {code}), expected);
}

TEST(Redact, TakesTheValuesOfHeadersAndForms) {
    EXPECT_EQ(redact("GET / HTTP/1.1\r\nAuthorization: Digest username=\"m\", response=\"x\"\r\nHost: a\r\n",
                     {code})
                  .find("Digest"),
              std::string::npos);
    EXPECT_EQ(redact("X-Api-Key: abc\r\nHost: a", {code}), "X-Api-Key: [redacted]\r\nHost: a");
    EXPECT_EQ(redact("user=a&password=b%20c&n=1", {code}), "user=a&password=[redacted]&n=1");
}

TEST(Redact, TakesTheKnownSecretWhereverItStands) {
    EXPECT_EQ(redact("code 12345678, again 12345678", {code}), "code [redacted], again [redacted]");
    EXPECT_EQ(redact("code 12345678, key k1ln", {code, Secret("k1ln")}), "code [redacted], key [redacted]");
    EXPECT_EQ(redact("1 2 3", {Secret("2")}), "1 2 3") << "too short to be told from anything else";
}

TEST(Redact, TakesTheWholeOfASecretThatBeginsWithAnother) {
    EXPECT_EQ(redact("say 1234abcd or 1234", {Secret("1234"), Secret("1234abcd")}),
              "say [redacted] or [redacted]");
}

TEST(Redact, TakesASecretWithQuotesOutOfJson) {
    EXPECT_EQ(redact(R"({"note":"my \"good\" key"})", {Secret(R"("good" key)")}),
              R"({"note":"my [redacted]"})");
}

TEST(Redact, StandsBytesThatAreNoText) {
    for (const std::string text : {"", ":", "=", "\"token\":", "\"token\":\"", "\\\"token\\\":\\\"", "://",
                                   ":\\/\\/@", "token:\xFF\xFE", "\"token\":[", "password="})
        EXPECT_LE(redact(text, {code}).size(), text.size() + 2 * redacted.size()) << text;
}

}  // namespace
}  // namespace gantry::fuse::communications
