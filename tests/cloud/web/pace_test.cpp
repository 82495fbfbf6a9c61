#include "cloud/web/pace.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::web {
namespace {

using ::testing::MatchesRegex;

constexpr PaceLimits narrow{.person = {5, 10s}, .fuse = {2, 1s}, .address = {3, 1h}};

net::http::Request request_of(const char* user) {
    net::http::Request request;
    request.principal = accounts::Person{.member = {.id = UserId(user)}};
    return request;
}

TEST(Pace, SaysHowMuchIsLeftAndWhenToComeAgain) {
    Pace pace(narrow);
    const Pace::Moment now(1h);
    for (int left = 4; left >= 0; --left) {
        const auto answer = pace.of(request_of("ann"), now);
        EXPECT_TRUE(answer.allowed);
        EXPECT_EQ(answer.headers.at("ratelimit-policy"), R"("person";q=5;w=50)");
        EXPECT_EQ(answer.headers.at("ratelimit"),
                  fmt::format(R"("person";r={};t={})", left, (5 - left) * 10));
        EXPECT_FALSE(answer.headers.contains("retry-after"));
    }
    const auto refused = pace.of(request_of("ann"), now);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.headers.at("retry-after"), "10");
    EXPECT_EQ(refused.headers.at("ratelimit"), R"("person";r=0;t=50)");
    EXPECT_TRUE(pace.of(request_of("bob"), now).allowed);
    EXPECT_FALSE(pace.of(request_of("ann"), now + 9s).allowed);
    EXPECT_TRUE(pace.of(request_of("ann"), now + 10s).allowed);
    EXPECT_FALSE(pace.of(request_of("ann"), now + 11s).allowed);
    EXPECT_EQ(pace.of(request_of("ann"), now + 1h).headers.at("ratelimit"), R"("person";r=4;t=10)");
}

TEST(Pace, CountsFusesAndStrangersForThemselves) {
    Pace pace(narrow);
    const Pace::Moment now(1h);
    net::http::Request fuse;
    fuse.principal = fuses::Device{.id = FuseId("f")};
    net::http::Request stranger;
    stranger.remote_address = "192.0.2.1";
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(pace.of(fuse, now).allowed);
    EXPECT_FALSE(pace.of(fuse, now).allowed);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(pace.of(stranger, now).allowed);
    EXPECT_FALSE(pace.of(stranger, now).allowed);
    stranger.remote_address = "192.0.2.2";
    EXPECT_TRUE(pace.of(stranger, now).allowed);
}

TEST(Pace, StandsInTheHeadOfEveryAnswer) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto answer = co_await cloud.call(Method::get, "/api/stores", "", owner);
        EXPECT_THAT(answer.headers.at("ratelimit"), MatchesRegex(R"("person";r=[0-9]+;t=[0-9]+)"));
        const auto missing = co_await cloud.call(Method::get, "/api/printers/unknown", "", owner);
        EXPECT_EQ(missing.status, 404);
        EXPECT_TRUE(missing.headers.contains("ratelimit"));
        Response last;
        for (int i = 0; i < 12 && last.status != 429; ++i)
            last = co_await cloud.call(Method::post, "/api/session",
                                       R"({"email":"owner@example.org","password":"a wrong password"})");
        EXPECT_EQ(last.status, 429);  // a narrower limit: the door's own
        EXPECT_EQ(last.headers.at("retry-after"), "60");
    });
}

}  // namespace
}  // namespace gantry::cloud::web
