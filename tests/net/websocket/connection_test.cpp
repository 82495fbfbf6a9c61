#include "net/websocket/connection.hpp"

#include <gtest/gtest.h>

#include "net/websocket/frame.hpp"
#include "tests/base/eventually.hpp"
#include "tests/net/http/test_server.hpp"

namespace gantry::net::websocket {
namespace {

using http::allow_all_but_forbidden;
using http::Request;
using http::Router;
using http::TestServer;

Router one_socket(http::SocketHandler handler, std::string permission = "public") {
    Router router(allow_all_but_forbidden());
    router.add({.pattern = "/socket", .permission = std::move(permission), .socket = std::move(handler)});
    return router;
}

awaitable<void> echo(Request, std::unique_ptr<Connection> connection) {
    while (auto message = co_await connection->read())
        connection->send(*message);
}

awaitable<Result<std::unique_ptr<Connection>>> dial(TestServer& server, Limits limits = {}) {
    ClientRequest request{.url = server.url("/socket", "ws"), .limits = limits};
    co_return co_await connect(std::move(request));
}

// The error that read() throws; success when it ends in order.
awaitable<ErrorCode> end_of(Connection& connection) {
    ErrorCode code;
    try {
        while (co_await within(10s, connection.read())) {
        }
    } catch (const SystemError& e) {
        code = e.code();
    }
    co_return code;
}

TEST(WebSocket, EchoesMessagesInOrder) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, one_socket(echo));
        const auto connection = co_await dial(server);
        const std::string sent[] = {"", "one", std::string(200'000, 'x'), "ü"};
        for (const auto& message : sent)
            (*connection)->send(message);
        for (const auto& message : sent)
            EXPECT_EQ(*co_await within(10s, (*connection)->read()), message);
    });
}

TEST(WebSocket, ClosesInOrderFromEitherSide) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto server_end = std::make_shared<std::optional<ErrorCode>>();
        auto handler = [server_end](Request, std::unique_ptr<Connection> connection) -> awaitable<void> {
            *server_end = co_await end_of(*connection);
        };
        TestServer server(executor, one_socket(handler));
        {
            const auto connection = co_await dial(server);
            (*connection)->close(4000, "done");
            EXPECT_EQ(co_await end_of(**connection), ErrorCode{});
        }
        EXPECT_EQ(*server_end, ErrorCode{});
        const auto dropped = co_await dial(server);
        co_await server.stop();
        EXPECT_EQ(co_await end_of(**dropped), ErrorCode{});
    });
}

TEST(WebSocket, AServerThatStopsWaitsASecondForPeersThatNeverAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, one_socket(echo));
        std::vector<std::unique_ptr<Connection>> silent;  // nobody reads them, so nobody answers a close
        for (int i = 0; i < 20; ++i)
            silent.push_back(*co_await dial(server));
        const auto started = std::chrono::steady_clock::now();
        co_await server.stop();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1900ms);
    });
}

TEST(WebSocket, AServerThatIsCancelledTwiceStillOutlivesItsConnections) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto open = std::make_shared<int>(0);
        auto handler = [open](Request, std::unique_ptr<Connection> connection) -> awaitable<void> {
            ++*open;
            const std::shared_ptr<void> at_the_end(nullptr, [open](void*) { --*open; });
            static_cast<void>(co_await end_of(*connection));
        };
        TestServer server(executor, one_socket(handler));
        const auto silent = co_await dial(server);  // nobody reads it, so nobody answers the goodbye
        EXPECT_TRUE(co_await eventually([open] { return *open == 1; }));
        server.cancel();
        co_await sleep_for(50ms);  // within the second that the goodbye lasts
        co_await server.stop();
        EXPECT_EQ(*open, 0);
    });
}

TEST(WebSocket, SaysGoodbyeWhenItsHandlerReturns) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, one_socket([](Request, std::unique_ptr<Connection> c) -> awaitable<void> {
                              c->send("last words");
                              co_return;
                          }));
        const auto connection = co_await dial(server);
        EXPECT_EQ(co_await within(5s, (*connection)->read()), "last words");
        EXPECT_EQ(co_await end_of(**connection), ErrorCode{});
    });
}

TEST(WebSocket, RefusesAMessageBeyondTheLimit) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto server_end = std::make_shared<ErrorCode>();
        auto handler = [server_end](Request, std::unique_ptr<Connection> connection) -> awaitable<void> {
            *server_end = co_await end_of(*connection);
        };
        TestServer server(executor, one_socket(handler), {.socket_limits = {.max_message_bytes = 100}});
        const auto connection = co_await dial(server);
        (*connection)->send(std::string(101, 'x'));
        EXPECT_EQ(co_await end_of(**connection), ErrorCode{});  // told by a close frame
        EXPECT_EQ(*server_end, asio::error::message_size);
    });
}

// A client that shakes hands and then does nothing at all.
awaitable<std::unique_ptr<Stream>> silent_client(TestServer& server) {
    auto stream = co_await tcp::connect("127.0.0.1", server.port(), 5s);
    co_await (*stream)->write(
        as_bytes("GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
    co_return *std::move(stream);
}

awaitable<ErrorCode> how_it_ends(Executor executor, Limits limits, std::function<void(Connection&)> act) {
    auto server_end = std::make_shared<std::optional<ErrorCode>>();
    auto handler = [server_end, act](Request, std::unique_ptr<Connection> connection) -> awaitable<void> {
        act(*connection);
        *server_end = co_await end_of(*connection);
    };
    TestServer server(executor, one_socket(handler), {.socket_limits = limits});
    const auto client = co_await silent_client(server);
    for (int i = 0; i < 5000 && !*server_end; ++i)
        co_await sleep_for(1ms);
    co_return server_end->value_or(ErrorCode{});
}

TEST(WebSocket, DisconnectsAPeerThatDoesNotTakeItsMessages) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const auto flood = [](Connection& connection) {
            for (int i = 0; i < 100; ++i)
                connection.send(std::string(1000, 'x'));
        };
        EXPECT_EQ(co_await how_it_ends(executor, {.max_queued_bytes = 50'000}, flood),
                  asio::error::no_buffer_space);
    });
}

TEST(WebSocket, TellsASlowPeerWhyItGoes) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const auto flood = [](Request, std::unique_ptr<Connection> connection) -> awaitable<void> {
            for (int i = 0; i < 100; ++i)
                connection->send(std::string(1000, 'x'));
            co_await end_of(*connection);
        };
        TestServer server(executor, one_socket(flood),
                          {.socket_limits = {.max_queued_bytes = 50'000, .slow_code = 4408}});
        const auto client = co_await silent_client(server);
        std::string received;
        for (;;) {
            Bytes chunk(4096);
            const auto count = co_await within(5s, client->read_some(chunk));
            if (count == 0) break;
            received += as_text(BytesView(chunk).first(count));
        }
        EXPECT_LT(received.size(), 52'000u);
        EXPECT_TRUE(received.ends_with(encode_close(4408, "too slow", Role::server)));
    });
}

TEST(WebSocket, DisconnectsAPeerThatMissesTwoPings) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        EXPECT_EQ(co_await how_it_ends(executor, {.ping_every = 20ms}, [](Connection&) {}),
                  asio::error::timed_out);
    });
}

TEST(WebSocket, StaysOpenWhilePingsAreAnswered) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, one_socket(echo), {.socket_limits = {.ping_every = 10ms}});
        const auto connection = co_await dial(server);
        ErrorCode waited;
        try {
            co_await within(150ms, (*connection)->read());
        } catch (const SystemError& e) {
            waited = e.code();
        }
        EXPECT_EQ(waited, asio::error::timed_out);
        (*connection)->send("still here");
        EXPECT_EQ(co_await within(5s, (*connection)->read()), "still here");
    });
}

TEST(WebSocket, ClientNamesWhyItIsNotConnected) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer forbidden(executor, one_socket(echo, "forbidden"));
        EXPECT_EQ((co_await dial(forbidden)).error().code, Errc::unauthorized);
        TestServer other(executor, Router(allow_all_but_forbidden()));
        EXPECT_EQ((co_await dial(other)).error().code, Errc::rejected);
        tcp::Listener silent(executor, "127.0.0.1", 0);
        ClientRequest request{.url = "ws://127.0.0.1:" + std::to_string(silent.port()) + "/", .limit = 50ms};
        EXPECT_EQ((co_await connect(request)).error().code, Errc::timeout);
        silent.close();
        EXPECT_EQ((co_await connect(request)).error().code, Errc::offline);
    });
}

TEST(WebSocket, EndsAtOnceWhenThePermissionIsTaken) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const auto revoked = std::make_shared<Signal<>>();
        Router router([revoked](Request& request, const std::string&) -> awaitable<Result<>> {
            request.revoked = revoked;
            co_return Result<>{};
        });
        router.add({.pattern = "/socket", .permission = "user", .socket = echo});
        TestServer server(executor, std::move(router));
        const auto connection = co_await dial(server);
        (*connection)->send("one");
        EXPECT_EQ(co_await within(5s, (*connection)->read()), "one");
        revoked->tell();
        (*connection)->send("two");
        EXPECT_EQ(co_await within(5s, (*connection)->read()), std::nullopt);
    });
}

TEST(WebSocket, PlainRequestToASocketAddressIsRefused) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, one_socket(echo));
        http::ClientRequest request{.url = server.url("/socket")};
        const auto response = co_await http::fetch(std::move(request));
        EXPECT_EQ(response->status, 400);
    });
}

}  // namespace
}  // namespace gantry::net::websocket
