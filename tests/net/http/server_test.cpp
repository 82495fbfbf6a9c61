#include "net/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/net/http/test_server.hpp"

namespace gantry::net::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Router sample_router() {
    Router router(allow_all_but_forbidden());
    router.add({.pattern = "/api/things/{id}",
                .permission = "thing.view",
                .handler = [](Request request) -> awaitable<Response> {
                    const json::object body = {{"id", request.part("id")},
                                               {"who", std::any_cast<std::string>(request.principal)}};
                    co_return json_response(body);
                }});
    router.add({.method = Method::post,
                .pattern = "/api/echo",
                .permission = "public",
                .handler = [](Request request) -> awaitable<Response> {
                    Response response;
                    response.body = std::move(request.body);
                    co_return response;
                },
                .max_body_bytes = 1000});
    router.add({.method = Method::post,
                .pattern = "/api/secret",
                .permission = "forbidden",
                .handler = [](Request) -> awaitable<Response> { co_return no_content(); }});
    router.add(
        {.pattern = "/api/broken", .permission = "public", .handler = [](Request) -> awaitable<Response> {
             throw std::runtime_error("inner workings");
             co_return Response{};
         }});
    return router;
}

awaitable<Response> ask(TestServer& server, Method method, std::string path, std::string body = {},
                        Headers headers = {}) {
    ClientRequest request{.method = method, .url = server.url(path), .headers = headers, .body = body};
    auto response = co_await fetch(std::move(request));
    EXPECT_TRUE(response.has_value()) << response.error().detail;
    co_return response.value_or(Response{});
}

TEST(HttpServer, AnswersRoutesWithTheirPartsAndWhoAsks) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        const auto response = co_await ask(server, Method::get, "/api/things/a%20b?x=1");
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, R"({"id":"a b","who":"someone"})");
        EXPECT_EQ(response.headers.at("content-type"), "application/json");
    });
}

TEST(HttpServer, TellsUnknownPathsWrongMethodsRefusalsAndFailuresApart) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        EXPECT_EQ((co_await ask(server, Method::get, "/nowhere")).status, 404);
        const auto other = co_await ask(server, Method::del, "/api/echo");
        EXPECT_EQ(other.status, 405);
        EXPECT_THAT(other.body, HasSubstr(R"("title":"Method Not Allowed","status":405)"));
        const auto refused = co_await ask(server, Method::post, "/api/secret", "body");
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(refused.headers.at("content-type"), "application/problem+json");
        EXPECT_THAT(refused.body, HasSubstr(R"("code":"forbidden","detail":"not for you")"));
        const auto broken = co_await ask(server, Method::get, "/api/broken");
        EXPECT_EQ(broken.status, 500);
        EXPECT_THAT(broken.body, Not(HasSubstr("inner workings")));
    });
}

TEST(HttpServer, RefusesABodyBeyondTheRoutesLimit) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        EXPECT_EQ((co_await ask(server, Method::post, "/api/echo", std::string(1000, 'x'))).status, 200);
        EXPECT_EQ((co_await ask(server, Method::post, "/api/echo", std::string(1001, 'x'))).status, 413);
        const auto chunked = co_await server.converse(
            "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            "3E9\r\n" +
            std::string(1001, 'x') + "\r\n0\r\n\r\n");
        EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413 "));
    });
}

TEST(HttpServer, KeepsAConnectionForSeveralRequests) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        const auto answers = co_await server.converse(
            "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\none"
            "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: "
            "close\r\n\r\ntwo");
        EXPECT_THAT(answers, HasSubstr("connection: keep-alive\r\n\r\none"));
        EXPECT_THAT(answers, EndsWith("connection: close\r\n\r\ntwo"));
    });
}

TEST(HttpServer, ContinuesAnExpectedBodyAndAnswersHeadWithoutOne) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        EXPECT_THAT(
            co_await server.converse("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue"
                                     "\r\nContent-Length: 3\r\nConnection: close\r\n\r\none"),
            StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "));
        EXPECT_THAT(co_await server.converse(
                        "HEAD /api/things/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                    EndsWith("\r\n\r\n"));
    });
}

TEST(HttpServer, RefusesWhatIsNotCleanHttp) {
    const std::string bad[] = {
        "GET / HTTP/1.1\r\n\r\n",                          // no Host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",    // two
        "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",  // climbs
        "GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n",       // climbs, encoded
        "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n",          // control character
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "nonsense\r\n\r\n",
    };
    run_coroutine([&](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router());
        for (const auto& request : bad)
            EXPECT_THAT(co_await server.converse(request), StartsWith("HTTP/1.1 400 ")) << request;
        EXPECT_THAT(co_await server.converse("GET / HTTP/1.1\r\nHost: a\r\nx: " + std::string(20000, 'x')),
                    StartsWith("HTTP/1.1 413 "));
    });
}

TEST(HttpServer, CutsOffASlowSender) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ServerOptions options{.header_limit = 50ms, .idle_limit = 100ms};
        TestServer server(executor, sample_router(), options);
        EXPECT_EQ(co_await server.converse("GET / HTTP/1.1\r\nHo"), "");
        EXPECT_EQ(co_await server.converse(""), "");
    });
}

TEST(HttpServer, AnswersOnlyToItsNames) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router(), {.host_names = {"farm.example"}});
        const std::pair<std::string, std::string> cases[] = {
            {"evil.example", "403"},      {"farm.example.evil.example", "403"},
            {"Farm.Example:8080", "200"}, {"localhost:1", "200"},
            {"[::1]:80", "200"},          {"192.168.0.9", "200"}};
        for (const auto& [host, status] : cases) {
            const auto answer = co_await server.converse("GET /api/things/1 HTTP/1.1\r\nHost: " + host +
                                                         "\r\nConnection: close\r\n\r\n");
            EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << host;
        }
    });
}

TEST(HttpServer, ClosesConnectionsBeyondItsLimit) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, sample_router(), {.max_connections = 1});
        const auto first = co_await tcp::connect("127.0.0.1", server.port(), 5s);
        auto second = co_await tcp::connect("127.0.0.1", server.port(), 5s);
        EXPECT_EQ(co_await within(5s, TestServer::read_all(**second)), "");
        EXPECT_TRUE(first.has_value());
    });
}

TEST(HttpServer, BelievesAProxyOnThisMachineAboutTheSender) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Router router(allow_all_but_forbidden());
        router.add({.pattern = "/who",
                    .permission = "public",
                    .handler = [](Request request) -> awaitable<Response> {
                        Response response;
                        response.body =
                            request.remote_address + (request.from_this_machine ? " here" : " away");
                        co_return response;
                    }});
        TestServer server(executor, std::move(router), {.forwarded_header = "x-forwarded-for"});
        Headers forwarded = {{"x-forwarded-for", "6.6.6.6, 203.0.113.7"}};
        EXPECT_EQ((co_await ask(server, Method::get, "/who", "", forwarded)).body, "203.0.113.7 away");
        EXPECT_EQ((co_await ask(server, Method::get, "/who")).body, "127.0.0.1 here");
    });
}

TEST(HttpServer, TakesNobodyBehindAProxyForSomebodyHere) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Router router(allow_all_but_forbidden());
        router.add({.pattern = "/who",
                    .permission = "public",
                    .handler = [](Request request) -> awaitable<Response> {
                        Response response;
                        response.body = request.from_this_machine ? "<here>" : "<away>";
                        co_return response;
                    }});
        TestServer server(executor, std::move(router));
        const std::pair<std::string, std::string> cases[] = {
            {"GET /who HTTP/1.1\r\nHost: localhost\r\n", "<here>"},
            {"GET /who HTTP/1.1\r\nHost: 127.0.0.1:8888\r\n", "<here>"},
            {"GET /who HTTP/1.1\r\nHost: fuse.example\r\n", "<away>"},
            {"GET /who HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 127.0.0.1\r\n", "<away>"},
            {"GET /who HTTP/1.1\r\nHost: localhost\r\nForwarded: for=127.0.0.1\r\n", "<away>"},
            {"GET /who HTTP/1.0\r\nHost: 127.0.0.1:8888\r\n", "<away>"}};
        for (const auto& [head, answer] : cases)
            EXPECT_THAT(co_await server.converse(head + "Connection: close\r\n\r\n"),
                        testing::HasSubstr(answer))
                << head;
    });
}

TEST(HttpClient, NamesWhyThereIsNoAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        tcp::Listener silent(executor, "127.0.0.1", 0);
        const auto silent_url = "http://127.0.0.1:" + std::to_string(silent.port()) + "/";
        ClientRequest late{.url = silent_url, .limit = 50ms};
        EXPECT_EQ((co_await fetch(late)).error().code, Errc::timeout);
        silent.close();
        ClientRequest refused{.url = silent_url};
        EXPECT_EQ((co_await fetch(refused)).error().code, Errc::offline);
        ClientRequest malformed{.url = "ftp://127.0.0.1/"};
        EXPECT_EQ((co_await fetch(malformed)).error().code, Errc::malformed);
        TestServer server(executor, sample_router());
        ClientRequest too_large{.method = Method::post,
                                .url = server.url("/api/echo"),
                                .body = std::string(900, 'x'),
                                .max_response_bytes = 500};
        EXPECT_EQ((co_await fetch(too_large)).error().code, Errc::too_large);
    });
}

TEST(HttpClient, CallsAServerThatHangsUpOffline) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        tcp::Listener listener(executor, "127.0.0.1", 0);
        Supervisor supervisor(executor, "test");
        supervisor.run(
            "server", [&]() -> awaitable<void> { co_await (co_await listener.accept()).stream->shutdown(); });
        ClientRequest request{.url = "http://127.0.0.1:" + std::to_string(listener.port()) + "/"};
        EXPECT_EQ((co_await fetch(std::move(request))).error().code, Errc::offline);
    });
}

}  // namespace
}  // namespace gantry::net::http
