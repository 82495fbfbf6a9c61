#include "cloud/mail/outbox.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/mail/smtp_server.hpp"

namespace gantry::cloud::mail {
namespace {

using ::testing::HasSubstr;

Options options_for(const SmtpServer& server, Tls tls) {
    Options options{.url = server.url(), .from = "gantry@example.org"};
    if (tls == Tls::none) options.plain = true;
    if (tls != Tls::none) options.authority = server.authority();
    return options;
}

Letter letter_to(const char* address) {
    return {address, "Grüße aus der Werkstatt", "Ein Drucker wartet.\n.\nEnde"};
}

TEST(Outbox, BringsALetterToARealServerWithAndWithoutTls) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        for (const auto tls : {Tls::none, Tls::start_tls, Tls::from_the_start}) {
            SmtpServer server(executor, tls);
            co_await server.ready();
            Outbox outbox(executor, options_for(server, tls));
            const auto sent = co_await outbox.send(letter_to("bob@example.org"));
            EXPECT_TRUE(sent) << sent.error().detail;
            const auto letters = co_await server.letters(1);
            EXPECT_THAT(letters.at(0), HasSubstr("To: <bob@example.org>"));
            EXPECT_THAT(letters.at(0), HasSubstr("X-RcptTo: bob@example.org"));
            EXPECT_EQ(body_of(letters.at(0)), "Ein Drucker wartet.\n.\nEnde");
        }
    });
}

TEST(Outbox, SignsInAndSaysWhenItsPasswordIsWrong) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Login login{.user = "gantry", .password = "pass word ü"};
        for (const auto tls : {Tls::start_tls, Tls::from_the_start}) {
            SmtpServer server(executor, tls, login);
            co_await server.ready();
            auto options = options_for(server, tls);
            Outbox without(executor, options);
            EXPECT_EQ((co_await without.send(letter_to("bob@example.org"))).error().code, Errc::rejected);
            options.user = login.user;
            options.password = Secret("another word");
            Outbox wrong(executor, options);
            const auto refused = (co_await wrong.send(letter_to("bob@example.org"))).error();
            EXPECT_EQ(refused.code, Errc::rejected);
            EXPECT_THAT(refused.detail, ::testing::Not(HasSubstr("another word")));
            options.password = Secret(login.password);
            Outbox right(executor, options);
            const auto sent = co_await right.send(letter_to("bob@example.org"));
            EXPECT_TRUE(sent) << sent.error().detail;
            EXPECT_EQ((co_await server.letters(1)).size(), 1u);
        }
    });
}

TEST(Outbox, TrustsNoServerThatCannotProveItself) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        SmtpServer server(executor, Tls::start_tls);
        co_await server.ready();
        auto options = options_for(server, Tls::start_tls);
        options.authority.clear();
        Outbox unknown(executor, options);
        EXPECT_EQ((co_await unknown.send(letter_to("bob@example.org"))).error().code, Errc::untrusted);
        SmtpServer encrypted(executor, Tls::from_the_start);
        co_await encrypted.ready();
        Outbox stranger(executor, {.url = encrypted.url(), .from = "gantry@example.org"});
        EXPECT_EQ((co_await stranger.send(letter_to("bob@example.org"))).error().code, Errc::untrusted);
        SmtpServer open(executor, Tls::none);
        co_await open.ready();
        Outbox wants_tls(executor, {.url = open.url(), .from = "gantry@example.org"});
        EXPECT_EQ((co_await wants_tls.send(letter_to("bob@example.org"))).error().code, Errc::untrusted);
    });
}

TEST(Outbox, SaysWhyALetterWasNotTaken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Outbox off(executor, {});
        EXPECT_EQ((co_await off.send(letter_to("bob@example.org"))).error().code, Errc::disabled);
        Outbox nowhere(executor, {.url = "smtp://127.0.0.1:1", .from = "gantry@example.org", .plain = true});
        EXPECT_EQ((co_await nowhere.send(letter_to("bob@example.org"))).error().code, Errc::offline);
        // It takes the connection and says nothing.
        asio::ip::tcp::acceptor silent(executor, {asio::ip::address_v4::loopback(), 0});
        const auto url = "smtp://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
        Outbox waiting(executor, {.url = url, .from = "gantry@example.org", .plain = true, .limit = 1s});
        EXPECT_EQ((co_await waiting.send(letter_to("bob@example.org"))).error().code, Errc::timeout);
    });
}

TEST(Outbox, HasOptionsThatAreChecked) {
    EXPECT_TRUE(check({}));
    EXPECT_TRUE(check({.url = "smtps://mail.example.org", .from = "gantry@example.org"}));
    EXPECT_FALSE(check({.url = "http://mail.example.org", .from = "gantry@example.org"}));
    for (const auto* from : {"", "gantry", "@example.org", "gantry@", "a@b>\r\nRCPT TO:<eve@example.org"})
        EXPECT_FALSE(check({.url = "smtp://mail.example.org", .from = from})) << from;
}

// The link in a letter, up to the end of its line.
std::string link_in(const std::string& letter) {
    const auto body = body_of(letter);
    const auto start = body.find("http://");
    return body.substr(start, body.find('\n', start) - start);
}

std::string token_in(const std::string& letter) {
    const auto link = link_in(letter);
    return link.substr(link.find('#') + 1);
}

TEST(Mail, InvitesAndResetsByLetters) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        SmtpServer server(executor, Tls::none);
        co_await server.ready();
        TestCloud cloud(executor,
                        [&](Settings& settings) { settings.given.mail = options_for(server, Tls::none); });
        const auto owner = co_await cloud.set_up_owner();
        const std::string invitation = R"({"email":"bob@example.org","role":"operator"})";
        const auto made = co_await cloud.call(Method::post, "/api/invitations", invitation, owner);
        EXPECT_THAT(made.body, HasSubstr(R"("mail":"sent")"));
        const auto first = co_await server.letters(1);
        EXPECT_EQ(link_in(first.at(0)), text_at(parse_json(made.body)->as_object(), "link"));
        const json::object acceptance = {
            {"token", token_in(first.at(0))}, {"name", "Bob"}, {"password", "a long password"}};
        const auto joined = co_await cloud.call(Method::post, "/api/invitation/accept", to_text(acceptance));
        EXPECT_EQ(joined.status, 200) << joined.body;

        EXPECT_EQ((co_await cloud.call(Method::get, "/api/password")).body, R"({"by_mail":true})");
        for (const auto* email : {"bob@example.org", "nobody@example.org"}) {
            const json::object forgotten = {{"email", email}};
            const auto asked =
                co_await cloud.call(Method::post, "/api/password/forgotten", to_text(forgotten));
            EXPECT_EQ(asked.status, 204);
        }
        auto letters = co_await server.letters(2);
        std::erase(letters, first.at(0));
        const json::object fresh = {{"token", token_in(letters.at(0))}, {"password", "another password"}};
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/password/reset", to_text(fresh))).status, 204);
        co_await cloud.sign_in("bob@example.org", "another password");
        EXPECT_EQ((co_await server.letters(2)).size(), 2u);  // nobody's address got none
    });
}

TEST(Mail, ThatIsNotTakenLeavesTheLinkToCopy) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& settings) {
            settings.given.mail = {.url = "smtp://127.0.0.1:1", .from = "gantry@example.org", .plain = true};
        });
        const auto owner = co_await cloud.set_up_owner();
        const std::string invitation = R"({"email":"bob@example.org","role":"operator"})";
        const auto made = co_await cloud.call(Method::post, "/api/invitations", invitation, owner);
        EXPECT_EQ(made.status, 201);
        EXPECT_THAT(made.body, HasSubstr("the mail server did not take the letter"));
        EXPECT_THAT(made.body, HasSubstr("/invitation#"));
    });
}

}  // namespace
}  // namespace gantry::cloud::mail
