// A flood of connections that takes every descriptor which the program may have: nobody enters by it, and
// when it is over the server goes on.
#include <gmock/gmock.h>

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {
namespace {

using tcp = asio::ip::tcp;
constexpr int descriptors = 128;  // of which 64 are for connections
constexpr int connections = 300;

std::string request_of(const std::string& line, const std::string& body = "",
                       const std::string& cookie = "none") {
    return fmt::format("{} HTTP/1.1\r\nHost: gantry\r\nCookie: {}\r\nContent-Length: {}\r\n\r\n{}", line,
                       cookie, body.size(), body);
}

// Of one answer, which is read to its end; 0: the connection was ended.
awaitable<int> status_of(tcp::socket& socket) {
    asio::streambuf buffer;
    ErrorCode ended;
    const auto head_size = co_await asio::async_read_until(socket, buffer, "\r\n\r\n",
                                                           asio::redirect_error(use_awaitable, ended));
    if (ended) co_return 0;
    const std::string all(asio::buffers_begin(buffer.data()), asio::buffers_end(buffer.data()));
    const auto head = all.substr(0, head_size);
    const auto at = head.find("ontent-length: ");
    const auto length = at == head.npos ? 0u : std::stoul(head.substr(at + 15));
    const auto rest = head_size + length - std::min<std::size_t>(all.size(), head_size + length);
    if (rest > 0) co_await asio::async_read(socket, buffer, asio::transfer_exactly(rest), use_awaitable);
    co_return std::stoi(head.substr(9, 3));
}

awaitable<int> ask_on(tcp::socket& socket, std::string request) {
    co_await asio::async_write(socket, asio::buffer(request), use_awaitable);
    co_return co_await status_of(socket);
}

awaitable<std::vector<tcp::socket>> flood(std::uint16_t port) {
    const auto executor = co_await asio::this_coro::executor;
    const auto guess =
        request_of("POST /api/session", R"({"email":"owner@example.org","password":"a wrong guess"})");
    std::vector<tcp::socket> held;
    for (int i = 0; i < connections; ++i) {
        auto& socket = held.emplace_back(executor);
        co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, use_awaitable);
        ErrorCode ended;  // may be so already
        co_await asio::async_write(socket, asio::buffer(guess), asio::redirect_error(use_awaitable, ended));
    }
    co_return held;
}

awaitable<int> ask(CloudProcess& cloud, Method method, std::string path, std::string cookie) {
    const auto answer = co_await cloud.call(method, path, {{"name", "Still here"}}, cookie);
    co_return answer ? answer->status : 0;
}

TEST(Descriptors, ThatAFloodHasTakenOpenNoDoorAndLeaveTheDatabaseItsOwn) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        CloudProcess cloud(executor, folder / "cloud", descriptors);
        co_await cloud.ready();
        const auto owner = co_await cloud.set_up("Workshop");
        {
            auto held = co_await flood(cloud.port());
            std::vector<tcp::socket*> answered;
            for (auto& socket : held) {
                const int status = co_await within(10s, status_of(socket));
                EXPECT_THAT(status, ::testing::AnyOf(0, 401, 429));
                if (status != 0) answered.push_back(&socket);
            }
            EXPECT_GT(answered.size(), 40u);
            EXPECT_LE(answered.size(), 64u);
            // On those that it has: nobody is somebody, and what an owner changes is written.
            EXPECT_EQ(co_await ask_on(*answered[0], request_of("GET /api/users")), 401);
            const auto rename = request_of("PATCH /api/store", R"({"name":"Flooded"})", owner);
            EXPECT_EQ(co_await ask_on(*answered[1], rename), 204);
            EXPECT_EQ(co_await ask_on(*answered[2], request_of("GET /readyz")), 200);
        }
        for (int i = 0; i < 200 && co_await ask(cloud, Method::get, "/healthz", "") != 200; ++i)
            co_await sleep_for(50ms);
        EXPECT_EQ(co_await ask(cloud, Method::get, "/api/users", owner), 200);
        EXPECT_EQ(co_await ask(cloud, Method::get, "/api/users", "gantry_access=forged"), 401);
        EXPECT_EQ(co_await ask(cloud, Method::patch, "/api/store", owner), 204);
        EXPECT_EQ(co_await cloud.stop(), 0);
    });
}

}  // namespace
}  // namespace gantry::cloud
