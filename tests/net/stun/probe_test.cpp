#include "net/stun/probe.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/udp.hpp>

#include "net/stun/message.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/net/turn_server.hpp"

namespace gantry::net::stun {
namespace {

class StunProbe : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(coturn_.ready()) << "no turnserver (Debian: coturn)"; }

    Server server(Transport transport, std::string password = "secret") const {
        return {.host = "127.0.0.1",
                .port = coturn_.port(),
                .transport = transport,
                .username = "viewer",
                .password = Secret(std::move(password))};
    }

    gantry::testing::TurnServer coturn_;
};

TEST_F(StunProbe, IsAnsweredByARealServer) {
    run_coroutine([this](Executor) -> awaitable<void> {
        for (const auto transport : {Transport::udp, Transport::tcp}) {
            const auto bound = co_await ask_stun(server(transport), 5s);
            EXPECT_TRUE(bound) << bound.error().detail;
            const auto relayed = co_await ask_turn(server(transport), 5s);
            EXPECT_TRUE(relayed) << relayed.error().detail;
        }
    });
}

TEST_F(StunProbe, TellsARefusedCredential) {
    run_coroutine([this](Executor) -> awaitable<void> {
        const auto refused = co_await ask_turn(server(Transport::udp, "expired"), 5s);
        EXPECT_EQ(refused.error().code, Errc::unauthorized) << refused.error().detail;
        EXPECT_EQ(refused.error().detail.find("expired"), std::string::npos);
    });
}

TEST_F(StunProbe, TellsAServerThatIsSilentOrAbsent) {
    run_coroutine([this](Executor executor) -> awaitable<void> {
        const asio::ip::udp::socket deaf(executor, {asio::ip::make_address("127.0.0.1"), 0});
        auto silent = server(Transport::udp);
        silent.port = deaf.local_endpoint().port();
        EXPECT_EQ((co_await ask_stun(silent, 700ms)).error().code, Errc::timeout);
        auto absent = server(Transport::tcp);
        absent.port = 1;
        EXPECT_EQ((co_await ask_turn(absent, 2s)).error().code, Errc::offline);
        auto nameless = server(Transport::udp);
        nameless.host = "no-such-host.invalid";
        const auto unknown = (co_await ask_stun(nameless, 5s)).error().code;
        EXPECT_TRUE(unknown == Errc::offline || unknown == Errc::timeout);
    });
}

TEST(StunMessage, IsBoundedBeforeItIsBelieved) {
    const TransactionId id{};
    const auto request = binding_request(id);
    EXPECT_EQ(request.size(), header_bytes);
    EXPECT_EQ(*message_size(request), header_bytes);
    EXPECT_EQ(parse_answer(request, id).error().code, Errc::malformed);
    auto answer = request;
    answer[0] = std::byte{1};  // a success
    EXPECT_TRUE(parse_answer(answer, id)->success);
    EXPECT_FALSE(parse_answer(answer, id)->has_address);
    auto other = id;
    other[0] = std::byte{1};
    EXPECT_EQ(parse_answer(answer, other).error().code, Errc::not_found);
    answer[2] = std::byte{0xFF};
    EXPECT_EQ(message_size(answer).error().code, Errc::too_large);
    EXPECT_EQ(message_size(BytesView(request).first(8)).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry::net::stun
