#include "fuse/access/sessions.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace gantry::fuse::access {
namespace {

using namespace std::chrono_literals;

const Time noon = Time(std::chrono::days(20'000));
const Visitor laptop{"192.0.2.7", "Firefox"};

TEST(Sessions, AreKnownByTheirTokenAlone) {
    Sessions sessions;
    const auto token = sessions.open(Kind::person, "", laptop, noon);
    const auto found = sessions.use(token, {"192.0.2.8", "Firefox"}, noon + 1h);
    EXPECT_EQ(found->address, "192.0.2.8");
    EXPECT_GT(found->seen_at, found->created_at);
    EXPECT_FALSE(sessions.use(Secret("guess"), laptop, noon));
    EXPECT_FALSE(sessions.use(Secret(), laptop, noon));
    EXPECT_EQ(to_text(to_json(sessions.all())).find(token.reveal()), std::string::npos)
        << "whoever reads the database must not be able to sign in";
    EXPECT_FALSE(sessions.use(Secret(found->token_hash), laptop, noon));
}

TEST(Sessions, EndAfterAMonthOrAWeekWithoutUse) {
    Sessions sessions;
    const auto busy = sessions.open(Kind::person, "", laptop, noon);
    const auto idle = sessions.open(Kind::person, "", laptop, noon);
    const auto player = sessions.open(Kind::player, "OBS", laptop, noon);
    for (int day = 1; day < 30; ++day)
        EXPECT_TRUE(sessions.use(busy, laptop, noon + std::chrono::days(day)));
    EXPECT_FALSE(sessions.use(idle, laptop, noon + std::chrono::days(7)));
    EXPECT_FALSE(sessions.use(busy, laptop, noon + std::chrono::days(30)));
    EXPECT_TRUE(sessions.use(player, laptop, noon + std::chrono::days(400)));
    EXPECT_EQ(sessions.expire(noon + std::chrono::days(30)).size(), 2u);
    EXPECT_EQ(sessions.all().size(), 1u);
}

TEST(Sessions, LiveNoLongerWhenTheClockIsSetBack) {
    Sessions sessions;
    const auto busy = sessions.open(Kind::person, "", laptop, noon);
    const auto idle = sessions.open(Kind::person, "", laptop, noon);
    const auto back = noon - std::chrono::days(3650);
    EXPECT_TRUE(sessions.use(busy, laptop, back)) << "nobody is signed out by it";
    for (int day = 1; day < 30; ++day)
        EXPECT_TRUE(sessions.use(busy, laptop, back + std::chrono::days(day)));
    EXPECT_FALSE(sessions.use(idle, laptop, back + std::chrono::days(7)));
    EXPECT_FALSE(sessions.use(busy, laptop, back + std::chrono::days(30)));
}

TEST(Sessions, AreNotMoreThanFitOnAPage) {
    Sessions sessions;
    const auto first = sessions.open(Kind::person, "", laptop, noon);
    const auto second = sessions.open(Kind::person, "", laptop, noon + 1s);
    for (std::size_t i = 1; i < Sessions::max_people; ++i)
        sessions.open(Kind::person, "", laptop, noon + 1min);
    EXPECT_EQ(sessions.expire(noon + 2min).size(), 1u);
    EXPECT_FALSE(sessions.use(first, laptop, noon + 2min));
    EXPECT_TRUE(sessions.use(second, laptop, noon + 2min));
}

TEST(Sessions, OfPeopleEndTogetherAndPlayersStay) {
    Sessions sessions;
    sessions.open(Kind::person, "", laptop, noon);
    const auto mine = sessions.open(Kind::person, "", laptop, noon);
    const auto player = sessions.open(Kind::player, "OBS", laptop, noon);
    EXPECT_EQ(sessions.remove_people(sessions.use(mine, laptop, noon)->id).size(), 1u);
    EXPECT_TRUE(sessions.use(mine, laptop, noon));
    EXPECT_EQ(sessions.remove_people().size(), 1u);
    EXPECT_TRUE(sessions.use(player, laptop, noon));
}

TEST(Sessions, KeepNoControlCharactersOfABrowsersName) {
    Sessions sessions;
    sessions.open(Kind::person, "", {"192.0.2.7", "Fire\x1b[31mfox\n" + std::string(500, 'x')}, noon);
    EXPECT_TRUE(sessions.all().front().browser.starts_with("Fire[31mfoxx"));
    EXPECT_LE(sessions.all().front().browser.size(), 200u);
}

}  // namespace
}  // namespace gantry::fuse::access
