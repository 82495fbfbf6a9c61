#include "cloud/activation/codes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/typed_code.hpp"

namespace gantry::cloud::activation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Time noon{std::chrono::hours(12)};

TEST(ActivationCodes, AreReadHoweverTheyAreTyped) {
    EXPECT_EQ(normalized_code("sqma-vr2n"), "SQMA-VR2N");
    EXPECT_EQ(normalized_code(" SQMA VR2N "), "SQMA-VR2N");
    for (const auto* bad : {"", "SQMA", "SQMA-VR2", "SQMA-VR2NN", "SQMA-VR0N", "SQMA/VR2N"})
        EXPECT_EQ(normalized_code(bad), "") << bad;
}

TEST(ActivationCodes, TellExpiredUnknownAndUsedApart) {
    Codes codes;
    const auto code = codes.issue({}, noon);
    EXPECT_EQ(code->user_code, normalized_code(code->user_code));
    EXPECT_TRUE(codes.find(code->user_code, noon + minutes(15) - seconds(1)).has_value());
    EXPECT_EQ(codes.find(code->user_code, noon + minutes(15)).error().code, Errc::expired);
    EXPECT_EQ(codes.find("SQMA-VR2N", noon).error().code, Errc::not_found);
    EXPECT_EQ(codes.find("", noon).error().code, Errc::not_found);
    codes.approve(code->user_code, StoreId("s"), "Workshop");
    EXPECT_EQ(codes.find(code->user_code, noon).error().code, Errc::conflict);
}

TEST(ActivationCodes, AreDecidedByOneAndOnce) {
    Codes codes;
    const auto code = codes.issue({}, noon)->user_code;
    EXPECT_TRUE(codes.take(code, noon).has_value());
    EXPECT_EQ(codes.take(code, noon).error().code, Errc::conflict);
    codes.put_back(code);
    EXPECT_TRUE(codes.take(code, noon).has_value());
    codes.refuse(code);
    EXPECT_EQ(codes.take(code, noon).error().code, Errc::rejected);
    EXPECT_EQ(codes.find(code, noon).error().code, Errc::rejected);
}

TEST(ActivationCodes, LiveAsLongAsTheyAreTold) {
    Codes codes(seconds(20));
    const auto code = codes.issue({}, noon)->user_code;
    EXPECT_TRUE(codes.find(code, noon + seconds(19)).has_value());
    EXPECT_EQ(codes.find(code, noon + seconds(20)).error().code, Errc::expired);
}

TEST(ActivationCodes, AreGrantedWhenSomebodyDecidedInTime) {
    Codes codes(seconds(20));
    const auto code = *codes.issue({}, noon);
    EXPECT_TRUE(codes.take(code.user_code, noon + seconds(19)).has_value());
    EXPECT_EQ(codes.poll(code.device_code, noon + seconds(21)), Poll::pending);
    codes.approve(code.user_code, StoreId("s"), "Workshop");
    EXPECT_EQ(codes.poll(code.device_code, noon + seconds(23)), Poll::approved);
}

TEST(ActivationCodes, AreFewOfOneAddressAndExpiredOnesTakeNoPlace) {
    Codes codes(seconds(20));
    const Machine stranger{.address = "203.0.113.5"};
    for (int i = 0; i < 100; ++i)
        EXPECT_TRUE(codes.issue(stranger, noon).has_value());
    EXPECT_EQ(codes.issue(stranger, noon).error().code, Errc::rate_limited);
    EXPECT_TRUE(codes.issue({.address = "203.0.113.6"}, noon).has_value());
    EXPECT_TRUE(codes.issue(stranger, noon + seconds(20)).has_value());
}

TEST(ActivationCodes, AnswerPollsByTheClock) {
    Codes codes;
    const auto code = codes.issue({}, noon);
    const auto& device = code->device_code;
    EXPECT_EQ(codes.poll(device, noon + seconds(2)), Poll::pending);
    EXPECT_EQ(codes.poll(device, noon + seconds(3)), Poll::slow_down);
    EXPECT_EQ(codes.poll(device, noon + seconds(6)), Poll::pending);
    EXPECT_EQ(codes.poll(device, noon + minutes(15)), Poll::expired);
    EXPECT_EQ(codes.poll("unknown", noon).error().code, Errc::not_found);
    codes.approve(code->user_code, StoreId("s"), "Workshop");
    EXPECT_EQ(codes.poll(device, noon + minutes(1)), Poll::approved);
    const auto other = codes.issue({}, noon);
    codes.refuse(other->user_code);
    EXPECT_EQ(codes.poll(other->device_code, noon + seconds(2)), Poll::refused);
}

TEST(ActivationCodes, AreBoundedInNumberAndForgotten) {
    Codes codes;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(codes.issue({.address = "10.0.0." + std::to_string(i / 10)}, noon)->user_code);
    EXPECT_EQ(seen.size(), 1000u);
    EXPECT_EQ(codes.issue({}, noon).error().code, Errc::rate_limited);
    EXPECT_TRUE(codes.issue({}, noon + minutes(16)).has_value()) << "the expired ones need no place";
    EXPECT_EQ(codes.find(*seen.begin(), noon + minutes(74)).error().code, Errc::expired);
    EXPECT_TRUE(codes.issue({}, noon + minutes(76)).has_value());
    EXPECT_EQ(codes.find(*seen.begin(), noon + minutes(76)).error().code, Errc::not_found);
}

}  // namespace
}  // namespace gantry::cloud::activation
