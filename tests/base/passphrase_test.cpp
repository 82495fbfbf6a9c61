#include "base/passphrase.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace gantry {
namespace {

const Secret passphrase("correct horse");
const Secret text("what only its owner may read \xF0\x9F\xA6\x80");

class Passphrase : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_GE(sodium_init(), 0); }
};

TEST_F(Passphrase, OpensWhatItSealedAndNothingElse) {
    for (const auto cost : {HashCost::cheapest, HashCost::interactive}) {
        const auto sealed = seal_with(passphrase, text, cost);
        EXPECT_EQ(open_with(passphrase, sealed), text);
        EXPECT_EQ(open_with(Secret("correct house"), sealed).error().code, Errc::rejected);
    }
    EXPECT_NE(seal_with(passphrase, text, HashCost::cheapest).box,
              seal_with(passphrase, text, HashCost::cheapest).box);
    EXPECT_EQ(open_with(passphrase, seal_with(passphrase, Secret(""), HashCost::cheapest)), Secret(""));
}

TEST_F(Passphrase, NoticesWhatWasChanged) {
    auto sealed = seal_with(passphrase, text, HashCost::cheapest);
    sealed.box[sealed.box.size() / 2] ^= 1;
    EXPECT_FALSE(open_with(passphrase, sealed));
}

TEST_F(Passphrase, RefusesWhatWouldCostTooMuchBeforeItIsTried) {
    const auto good = seal_with(passphrase, text, HashCost::cheapest);
    auto sealed = good;
    sealed.passes = 1'000'000;
    EXPECT_EQ(open_with(passphrase, sealed).error().code, Errc::too_large);
    sealed = good;
    sealed.memory_kib = 4'000'000'000;
    EXPECT_EQ(open_with(passphrase, sealed).error().code, Errc::too_large);
    sealed = good;
    sealed.memory_kib = 0;
    EXPECT_EQ(open_with(passphrase, sealed).error().code, Errc::malformed);
    sealed = good;
    sealed.salt = "AAAA";
    EXPECT_EQ(open_with(passphrase, sealed).error().code, Errc::malformed);
    sealed = good;
    sealed.box = "!";
    EXPECT_EQ(open_with(passphrase, sealed).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry
