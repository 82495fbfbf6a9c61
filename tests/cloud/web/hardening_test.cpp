// What strangers send to the whole server: too much, too slowly, and with lines that are not theirs.
#include <gmock/gmock.h>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using tcp = asio::ip::tcp;

TEST(Hardening, RefusesBodiesOfTenMegabytesBeforeItHoldsThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const std::string large(10 * 1024 * 1024, 'x');
        for (const auto* path : {"/api/session", "/api/invitations", "/api/device/code",
                                 "/api/password/reset", "/api/session/refresh"}) {
            net::http::ClientRequest request{.method = Method::post,
                                             .url = cloud.url(path),
                                             .headers = {{"cookie", owner}},
                                             .body = large};
            const auto response = co_await net::http::fetch(std::move(request));
            // Cut off while it still sends, or answered.
            if (response) EXPECT_EQ(response->status, 413) << path;
        }
        EXPECT_EQ((co_await cloud.call(Method::get, "/healthz")).status, 200);
    });
}

awaitable<tcp::socket> connect_to(std::uint16_t port) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, use_awaitable);
    co_return socket;
}

TEST(Hardening, RefusesTenMegabytesThatDoNotSayHowLongTheyAre) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        auto socket = co_await connect_to(cloud.cloud().port());
        const std::string head =
            "POST /api/device/code HTTP/1.1\r\nHost: gantry\r\nTransfer-Encoding: chunked\r\n\r\n";
        const auto chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
        ErrorCode failure;
        co_await asio::async_write(socket, asio::buffer(head), use_awaitable);
        for (int i = 0; i < 160 && !failure; ++i)
            co_await asio::async_write(socket, asio::buffer(chunk),
                                       asio::redirect_error(use_awaitable, failure));
        // Cut off while it still sends, or answered and the rest thrown away.
        std::string answer(16, ' ');
        if (!failure) co_await asio::async_read(socket, asio::buffer(answer), use_awaitable);
        EXPECT_TRUE(failure || answer.starts_with("HTTP/1.1 413")) << answer;
        EXPECT_EQ((co_await cloud.call(Method::get, "/healthz")).status, 200);
    });
}

TEST(Hardening, CutsAPageOffThatSaysTenMegabytes) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        net::websocket::ClientRequest request{.url = cloud.url("/api/events", "ws"),
                                              .headers = {{"cookie", owner}}};
        request.limits.max_queued_bytes = 32 * 1024 * 1024;
        auto connection = co_await net::websocket::connect(std::move(request));
        Peer page(*std::move(connection));
        co_await page.expect("printers");
        page.send_text(std::string(10 * 1024 * 1024, 'x'));
        bool ended = false;
        try {
            co_await page.expect_end();
            ended = true;
        } catch (const SystemError& e) {
            ended = e.code() != asio::error::timed_out;
        }
        EXPECT_TRUE(ended);
        EXPECT_EQ((co_await cloud.call(Method::get, "/healthz")).status, 200);
    });
}

// Sends the start of a request and a byte now and then, until it is cut off.
awaitable<void> dawdle(std::uint16_t port, std::string start, int& cut_off) {
    auto socket = co_await connect_to(port);
    co_await asio::async_write(socket, asio::buffer(start), use_awaitable);
    try {
        for (;;) {
            co_await sleep_for(50ms);
            co_await asio::async_write(socket, asio::buffer("a", 1), use_awaitable);
        }
    } catch (const SystemError&) {
        ++cut_off;
    }
}

TEST(Hardening, CutsSlowSendersOffAndServesOthersMeanwhile) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& settings) {
            settings.server.header_limit = 700ms;
            settings.server.body_limit = 700ms;
        });
        const std::string in_head = "POST /api/session HTTP/1.1\r\nHost: gantry\r\nX-A: ";
        const std::string in_body =
            "POST /api/session HTTP/1.1\r\nHost: gantry\r\nContent-Length: 900\r\n\r\n";
        int cut_off = 0;
        Supervisor slow(executor, "slow");
        for (int i = 0; i < 100; ++i) {
            slow.run("one", [&, i] {
                return dawdle(cloud.cloud().port(), i % 2 == 0 ? in_head : in_body, cut_off);
            });
        }
        co_await sleep_for(100ms);
        EXPECT_EQ((co_await cloud.call(Method::get, "/healthz")).status, 200);
        co_await eventually([&] { return cut_off == 100; });
        co_await slow.stop();
    });
}

TEST(Hardening, LetsNobodyWriteAHeaderOrALineOfTheLog) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const std::string wicked = "Shop\r\nSet-Cookie: gantry_access=evil";
        for (const auto& [method, path] :
             {std::pair{Method::patch, "/api/store"}, std::pair{Method::post, "/api/stores"},
              std::pair{Method::post, "/api/keys"}}) {
            const json::object body = {{"name", wicked}, {"permissions", json::array{"printer.view"}}};
            const auto response = co_await cloud.call(method, path, to_text(body), owner);
            EXPECT_EQ(response.status, 400) << path;
        }
        for (const auto* path : {"/api/audit/export?format=csv%0d%0aSet-Cookie:%20a=b",
                                 "/api/audit/export?format=csv&action=%0d%0aSet-Cookie:%20a=b",
                                 "/api/printers/%0d%0aSet-Cookie:%20a=b"}) {
            const auto response = co_await cloud.call(Method::get, path, "", owner);
            EXPECT_TRUE(response.cookies.empty()) << path;
            EXPECT_FALSE(response.headers.contains("set-cookie")) << path;
        }
    });
}

}  // namespace
}  // namespace gantry::cloud
