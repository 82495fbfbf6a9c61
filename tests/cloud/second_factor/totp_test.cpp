#include "cloud/second_factor/totp.hpp"

#include <gtest/gtest.h>

namespace gantry::cloud::second_factor {
namespace {

const Secret secret("12345678901234567890");

// RFC 6238, appendix B (SHA-1), its last six digits.
TEST(Totp, IsThatOfTheRfc) {
    const std::pair<long long, const char*> vectors[] = {{59, "287082"},
                                                         {1111111109, "081804"},
                                                         {1111111111, "050471"},
                                                         {1234567890, "005924"},
                                                         {2000000000, "279037"}};
    for (const auto& [seconds, code] : vectors) {
        const Time at = from_ms(seconds * 1000);
        EXPECT_EQ(totp(secret, step_of(at)), code) << seconds;
        EXPECT_EQ(matching_step(secret, code, at, 0), step_of(at));
    }
}

TEST(Totp, ForgivesOneStepAndWorksOnce) {
    const Time at = from_ms(1'800'000'000'000);
    const auto step = step_of(at);
    for (const long long near : {step - 1, step, step + 1})
        EXPECT_EQ(matching_step(secret, totp(secret, near), at, 0), near);
    for (const long long far : {step - 2, step + 2})
        EXPECT_EQ(matching_step(secret, totp(secret, far), at, 0), std::nullopt);
    EXPECT_EQ(matching_step(secret, totp(secret, step), at, step), std::nullopt);
    EXPECT_EQ(matching_step(secret, totp(secret, step - 1), at, step), std::nullopt);
    EXPECT_EQ(matching_step(secret, totp(secret, step + 1), at, step), step + 1);
    for (const auto* code : {"", "12345", "1234567", "abcdef"})
        EXPECT_EQ(matching_step(secret, code, at, 0), std::nullopt) << code;
}

TEST(Totp, IsOfferedAsAppsReadIt) {
    // RFC 4648, section 10.
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "MY"},
                                                           {"fo", "MZXQ"},
                                                           {"foo", "MZXW6"},
                                                           {"foob", "MZXW6YQ"},
                                                           {"fooba", "MZXW6YTB"},
                                                           {"foobar", "MZXW6YTBOI"}};
    for (const auto& [bytes, text] : vectors)
        EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(
        provisioning_uri(secret, "ada@example.org", "Gantry"),
        "otpauth://totp/Gantry:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gantry");
}

}  // namespace
}  // namespace gantry::cloud::second_factor
