#include "rtc/dtls/session.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "rtc/sdp/lines.hpp"

namespace gantry::rtc::dtls {
namespace {

sdp::Fingerprint fingerprint_of(const Context& context) {
    sdp::Fingerprint fingerprint;
    for (const auto pair : sdp::split_words(std::string_view(context.fingerprint()).substr(8), ':'))
        fingerprint.digest.push_back(static_cast<std::byte>(*sdp::to_number<std::uint8_t>(pair, 16)));
    return fingerprint;
}

// A client and a server whose datagrams wait in queues until the test carries them.
class Pair {
public:
    explicit Pair(std::optional<sdp::Fingerprint> server_expects = {})
        : server(server_context_, Role::server, server_expects.value_or(fingerprint_of(client_context_)),
                 [this](BytesView datagram) { to_client.emplace_back(datagram.begin(), datagram.end()); }),
          client(client_context_, Role::client, fingerprint_of(server_context_),
                 [this](BytesView datagram) { to_server.emplace_back(datagram.begin(), datagram.end()); }) {}

    // Carries everything that is under way, in order.
    void carry() {
        while (!to_server.empty() || !to_client.empty()) {
            for (const auto& datagram : std::exchange(to_server, {}))
                server.receive(datagram);
            for (const auto& datagram : std::exchange(to_client, {}))
                client.receive(datagram);
        }
    }

    bool established() const {
        return server.state() == State::established && client.state() == State::established;
    }

private:
    Context server_context_;
    Context client_context_;

public:
    std::deque<Bytes> to_server;
    std::deque<Bytes> to_client;
    Session server;
    Session client;
};

TEST(DtlsSession, YieldsTheSameKeysOnBothSides) {
    Pair pair;
    pair.client.start();
    pair.carry();
    ASSERT_TRUE(pair.established());
    const auto server = pair.server.keys();
    const auto client = pair.client.keys();
    ASSERT_TRUE(server && client);
    EXPECT_EQ(server->profile, srtp::Profile::aes_128_gcm);
    EXPECT_EQ(server->local.key, client->remote.key);
    EXPECT_EQ(server->remote.salt, client->local.salt);
    EXPECT_NE(server->local.key, server->remote.key);
}

TEST(DtlsSession, KeepsItsDatagramsSmall) {
    Pair pair;
    std::size_t longest = 0;
    pair.client.start();
    while (!pair.to_server.empty() || !pair.to_client.empty()) {
        for (const auto* queue : {&pair.to_server, &pair.to_client}) {
            for (const auto& datagram : *queue)
                longest = std::max(longest, datagram.size());
        }
        for (const auto& datagram : std::exchange(pair.to_server, {}))
            pair.server.receive(datagram);
        for (const auto& datagram : std::exchange(pair.to_client, {}))
            pair.client.receive(datagram);
    }
    ASSERT_TRUE(pair.established());
    EXPECT_LE(longest, 1200u);
}

// Lets the next deadline of one side pass. The wait is the session's own: at most two seconds.
void let_time_pass(Session& session) {
    const auto wait = session.timeout();
    if (!wait) return;
    const auto end = std::chrono::steady_clock::now() + *wait;
    while (std::chrono::steady_clock::now() < end) {
    }
    session.on_timeout();
}

TEST(DtlsSession, RetransmitsSoonWhenAFlightIsLost) {
    Pair pair;
    pair.client.start();
    const auto wait = pair.client.timeout();
    ASSERT_TRUE(wait);
    EXPECT_LE(wait->count(), 100);
    pair.to_server.clear();  // the hello is lost
    let_time_pass(pair.client);
    ASSERT_FALSE(pair.to_server.empty());
    for (const auto& datagram : std::exchange(pair.to_server, {}))
        pair.server.receive(datagram);
    pair.to_client.clear();  // the server's whole flight as well
    let_time_pass(pair.server);
    pair.carry();
    EXPECT_TRUE(pair.established());
}

TEST(DtlsSession, SurvivesLostAndReorderedDatagrams) {
    for (std::size_t lost = 0; lost < 8; ++lost) {
        Pair pair;
        std::size_t count = 0;
        pair.client.start();
        for (int round = 0; round < 20 && !pair.established(); ++round) {
            const auto deliver = [&](std::deque<Bytes>& queue, Session& to) {
                auto datagrams = std::exchange(queue, {});
                std::ranges::reverse(datagrams);
                for (const auto& datagram : datagrams) {
                    if (count++ != lost) to.receive(datagram);
                }
            };
            deliver(pair.to_server, pair.server);
            deliver(pair.to_client, pair.client);
            if (!pair.to_server.empty() || !pair.to_client.empty()) continue;
            let_time_pass(pair.client);
            let_time_pass(pair.server);
        }
        EXPECT_TRUE(pair.established()) << "without datagram " << lost;
    }
}

TEST(DtlsSession, RefusesACertificateThatIsNotTheOffers) {
    const Context stranger;
    Pair pair(fingerprint_of(stranger));
    pair.client.start();
    pair.carry();
    EXPECT_EQ(pair.server.state(), State::failed);
    EXPECT_EQ(pair.server.error().code, Errc::untrusted);
    EXPECT_FALSE(pair.server.keys());
}

TEST(DtlsSession, EndsWhenThePeerSaysGoodbye) {
    Pair pair;
    pair.client.start();
    pair.carry();
    pair.client.close();
    pair.carry();
    EXPECT_EQ(pair.server.state(), State::closed);
}

TEST(DtlsSession, IgnoresGarbage) {
    Pair pair;
    pair.server.receive(Bytes(40, std::byte{22}));
    pair.server.receive(Bytes(1, std::byte{22}));
    pair.client.start();
    pair.carry();
    EXPECT_TRUE(pair.established());
    pair.server.receive(Bytes(60, std::byte{23}));
    EXPECT_EQ(pair.server.state(), State::established);
}

}  // namespace
}  // namespace gantry::rtc::dtls
