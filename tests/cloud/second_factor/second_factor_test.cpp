#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using second_factor::totp;

const std::string password = R"("password":"a long password")";

Secret from_base32(const std::string& text) {
    std::string bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char c : text) {
        pending = (pending << 5U | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26)) & 0xffffU;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(pending >> bits & 0xffU);
    }
    return Secret(bytes);
}

// A person with an app.
struct Person {
    explicit Person(Executor executor)
        : cloud(executor, [passed = passed](Settings& settings) {
              settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
          }) {}

    std::string code() const { return totp(secret, second_factor::step_of(cloud_now())); }
    Time cloud_now() const { return std::chrono::system_clock::now() + *passed; }
    // The next half minute: each code works once.
    void wait() const { *passed += 30s; }

    awaitable<Response> call(Method method, std::string path, std::string body = {}) {
        return cloud.call(method, "/api/account/second-factor" + path, body, cookie);
    }
    // Up to and with the recovery codes.
    awaitable<std::vector<std::string>> enable() {
        cookie = co_await cloud.set_up_owner();
        const auto begun = co_await call(Method::post, "", "{" + password + "}");
        EXPECT_EQ(begun.status, 200) << begun.body;
        secret = from_base32(text_at(parse_json(begun.body)->as_object(), "secret"));
        const auto confirmed = co_await call(Method::post, "/confirm", R"({"code":")" + code() + "\"}");
        EXPECT_EQ(confirmed.status, 200) << confirmed.body;
        std::vector<std::string> codes;
        const auto answer = parse_json(confirmed.body);
        for (const auto& one : answer->at("recovery_codes").as_array())
            codes.emplace_back(one.as_string());
        co_return codes;
    }
    awaitable<std::string> ticket() {
        const json::object credentials = {{"email", "owner@example.org"}, {"password", "a long password"}};
        const auto response = co_await cloud.call(Method::post, "/api/session", to_text(credentials));
        EXPECT_EQ(response.status, 200) << response.body;
        EXPECT_TRUE(response.cookies.empty());
        co_return text_at(parse_json(response.body)->as_object(), "second_factor");
    }
    awaitable<Response> finish(std::string with, std::string typed) {
        const json::object body = {{"ticket", with}, {"code", typed}};
        return cloud.call(Method::post, "/api/session/second-factor", to_text(body));
    }

    std::shared_ptr<std::chrono::seconds> passed = std::make_shared<std::chrono::seconds>(0);
    TestCloud cloud;
    std::string cookie;
    Secret secret;
};

TEST(SecondFactor, IsAskedForOnceItIsOnAndNoCodeWorksTwice) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        co_await person.enable();
        const auto ticket = co_await person.ticket();
        EXPECT_EQ((co_await person.finish(ticket, person.code())).status, 422);  // confirmed with it
        person.wait();
        const auto entered = co_await person.finish(ticket, person.code());
        EXPECT_EQ(entered.status, 200);
        EXPECT_EQ(
            (co_await person.cloud.call(Method::get, "/api/users", "", browser_of(entered).access)).status,
            200);
        EXPECT_EQ((co_await person.finish(ticket, person.code())).status, 422);
        EXPECT_EQ((co_await person.finish("forged", person.code())).status, 401);
    });
}

TEST(SecondFactor, IsWantedWithinFiveMinutes) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        co_await person.enable();
        const auto ticket = co_await person.ticket();
        *person.passed += 301s;
        EXPECT_EQ((co_await person.finish(ticket, person.code())).status, 401);
    });
}

TEST(SecondFactor, HasRecoveryCodesThatWorkOnceHoweverTheyAreTyped) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        const auto codes = co_await person.enable();
        EXPECT_EQ(codes.size(), 10u);
        const auto ticket = co_await person.ticket();
        std::string typed;
        for (const char c : codes.at(0))
            typed += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
        EXPECT_EQ((co_await person.finish(ticket, typed)).status, 200);
        EXPECT_EQ((co_await person.finish(ticket, codes.at(0))).status, 422);
        EXPECT_EQ((co_await person.call(Method::get, "")).body, R"({"enabled":true,"recovery_codes":9})");
    });
}

TEST(SecondFactor, RefusesAFloodOfCodesAlsoTheRightOne) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        co_await person.enable();
        const auto ticket = co_await person.ticket();
        int refused = 0;
        for (int i = 0; i < 8; ++i) {
            const auto response = co_await person.finish(ticket, "000000");
            if (response.status == 429) ++refused;
        }
        EXPECT_GE(refused, 3);
        person.wait();
        EXPECT_EQ((co_await person.finish(ticket, person.code())).status, 429);
    });
}

TEST(SecondFactor, IsChangedOnlyByWhoKnowsThePassword) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        person.cookie = co_await person.cloud.set_up_owner();
        EXPECT_EQ((co_await person.call(Method::post, "", R"({"password":"a wrong password"})")).status, 422);
        EXPECT_EQ((co_await person.call(Method::get, "")).body, R"({"enabled":false,"recovery_codes":0})");
        EXPECT_EQ((co_await person.call(Method::post, "/confirm", R"({"code":"000000"})")).status, 404);
    });
}

TEST(SecondFactor, IsRemovedWithPasswordAndCode) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        const auto codes = co_await person.enable();
        EXPECT_EQ((co_await person.call(Method::post, "", "{" + password + "}")).status, 409);
        const auto with = [](const std::string& code) {
            return "{" + password + R"(,"code":")" + code + "\"}";
        };
        EXPECT_EQ((co_await person.call(Method::post, "/remove", with("000000"))).status, 422);
        EXPECT_EQ((co_await person.call(Method::post, "/remove", with(codes.at(3)))).status, 204);
        co_await person.cloud.sign_in("owner@example.org");
        const auto audit = co_await person.cloud.call(Method::get, "/api/audit", "", person.cookie);
        EXPECT_THAT(audit.body, ::testing::HasSubstr("second_factor.enabled"));
        EXPECT_THAT(audit.body, ::testing::HasSubstr("second_factor.removed"));
    });
}

TEST(SecondFactor, IsSealedOnTheDisk) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Person person(executor);
        const auto codes = co_await person.enable();
        storage::Database database(person.cloud.folder() / "cloud.sqlite");
        const auto stored = co_await database.run([](soci::session& sql) -> Result<std::string> {
            std::string sealed;
            std::string hash;
            sql << "SELECT sealed_secret FROM second_factors", soci::into(sealed);
            sql << "SELECT MAX(code_hash) FROM recovery_codes", soci::into(hash);
            return sealed + hash;
        });
        EXPECT_THAT(*stored, Not(::testing::HasSubstr(person.secret.reveal())));
        EXPECT_THAT(*stored, Not(::testing::HasSubstr(to_base64(as_bytes(person.secret.reveal())))));
        EXPECT_THAT(*stored, Not(::testing::HasSubstr(codes.at(0))));
    });
}

}  // namespace
}  // namespace gantry::cloud
