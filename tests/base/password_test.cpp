#include "base/password.hpp"

#include <gtest/gtest.h>

#include "tests/base/run_coroutine.hpp"

namespace gantry {
namespace {

TEST(Passwords, AreVerifiedAgainstTheirHash) {
    run_coroutine([](Executor) -> awaitable<void> {
        Passwords passwords(HashCost::cheapest, 1);
        const auto hash = co_await passwords.hash(Secret("correct horse"));
        EXPECT_TRUE(hash->starts_with("$argon2id$")) << *hash;
        EXPECT_TRUE(*co_await passwords.verify(*hash, Secret("correct horse")));
        EXPECT_FALSE(*co_await passwords.verify(*hash, Secret("correct house")));
        EXPECT_FALSE(*co_await passwords.verify("", Secret("correct horse")));
        EXPECT_FALSE(*co_await passwords.verify("not a hash", Secret("correct horse")));
    });
}

TEST(Passwords, HaveALengthThatIsWorthHashing) {
    EXPECT_FALSE(check_password(Secret("123456789")));
    EXPECT_TRUE(check_password(Secret("1234567890")));
    EXPECT_EQ(check_password(Secret(std::string(1025, 'a'))).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry
