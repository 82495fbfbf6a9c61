// Through a real coturn on loopback.
#include "net/tcp/listening.hpp"
#include "tests/net/turn_server.hpp"
#include "tests/rtc/session.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;

std::vector<IceServer> at(const gantry::testing::TurnServer& server, IceServer::Kind kind,
                          const std::string& host = "127.0.0.1") {
    return {{.kind = kind,
             .host = host,
             .port = server.port(),
             .username = "viewer",
             .password = Secret("secret")}};
}

class Relay : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(server_.ready()) << "no turnserver (Debian: coturn)"; }

    void play(std::vector<IceServer> servers) {
        Session session;
        session.push(PictureKind::key, 20'000);
        Receiver receiver;
        const auto viewer =
            session.connect(receiver, {.ice_servers = std::move(servers), .policy = IcePolicy::relay_only});
        EXPECT_EQ(receiver.seen().answers.at(0).find("typ host"), std::string::npos);
        ASSERT_TRUE(eventually([&] { return receiver.pictures().size() == 1; }));
        // One by one: on a busy machine coturn loses some of 30 at once.
        for (std::size_t sent = 2; sent <= 31; ++sent) {
            session.push(PictureKind::delta, 8000);
            ASSERT_TRUE(eventually([&] { return receiver.pictures().size() == sent; }));
        }
        EXPECT_TRUE(viewer->stats().relayed);
        viewer->close();
        EXPECT_TRUE(eventually([&] { return session.engine.viewers() == 0; }));
    }

    gantry::testing::TurnServer server_;
};

TEST_F(Relay, CarriesTheStreamOverUdp) {
    play(at(server_, IceServer::Kind::turn_udp));
}

TEST_F(Relay, CarriesTheStreamOverTcp) {
    play(at(server_, IceServer::Kind::turn_tcp));
}

TEST_F(Relay, IsFoundByItsName) {
    play(at(server_, IceServer::Kind::turn_udp, "localhost"));
}

TEST_F(Relay, DropsPicturesInsteadOfDelayingThemWhenItsConnectionIsFull) {
    Session session;
    session.push(PictureKind::key);
    Receiver receiver;
    const auto viewer = session.connect(
        receiver, {.ice_servers = at(server_, IceServer::Kind::turn_tcp), .policy = IcePolicy::relay_only});
    ASSERT_TRUE(eventually([&] { return receiver.pictures().size() == 1; }));
    server_.pause();
    ASSERT_TRUE(eventually([&] {
        session.push(PictureKind::delta, 30'000);
        return viewer->stats().dropped_pictures > 0;
    }));
    server_.resume();
    const auto resumed = session.pushed();
    // coturn loses some of what piled up inside it: the first pictures after that may be among them.
    EXPECT_TRUE(eventually([&] {
        session.push(PictureKind::key);
        const auto pictures = receiver.pictures();
        return !pictures.empty() && pictures.back() >= resumed;
    }));
    EXPECT_EQ(receiver.seen().refused, 0u);
}

TEST(RelayOnly, EndsAtOnceWhenNoServerHasAnAddress) {
    Session session;
    Receiver receiver;
    const auto viewer = session.engine.open(*session.track,
                                            {.offer_sdp = receiver.offer(),
                                             .ice_servers = {{.host = "127.0.0.1"}},
                                             .policy = IcePolicy::relay_only},
                                            receiver.events());
    ASSERT_TRUE(viewer);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::offline);
}

TEST(RelayOnly, DoesNotHoldTheProgramWhenTheServerIsDead) {
    Receiver receiver;
    auto session = std::make_unique<Session>();
    auto viewer = session->engine.open(*session->track,
                                       {.offer_sdp = receiver.offer(),
                                        .ice_servers = {{.kind = IceServer::Kind::turn_udp,
                                                         .host = "127.0.0.1",
                                                         .port = net::tcp::free_port("127.0.0.1"),
                                                         .username = "u",
                                                         .password = Secret("p")}},
                                        .policy = IcePolicy::relay_only},
                                       receiver.events());
    ASSERT_TRUE(viewer);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return !seen.answers.empty(); }));
    viewer->reset();
    const auto since = std::chrono::steady_clock::now();
    session.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - since, 5s);
}

}  // namespace
}  // namespace gantry::rtc
