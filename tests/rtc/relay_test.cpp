// Through a real coturn on loopback.
#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "net/tcp/listening.hpp"
#include "tests/rtc/session.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;

class Descriptor {
public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() { close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool accepts(std::uint16_t port) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    const auto address = loopback(port);
    return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

class TurnServer {
public:
    TurnServer() : port_(net::tcp::free_port("127.0.0.1")) {
        std::string pattern = (std::filesystem::temp_directory_path() / "gantry-turn-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        const auto file = folder_ / "turnserver.conf";
        std::ofstream(file)
            << "listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port=" << port_
            << "\nlt-cred-mech\nuser=viewer:secret\nrealm=gantry\nallow-loopback-peers\nno-tls\nno-dtls\n"
               "no-cli\npidfile="
            << (folder_ / "pid").string() << "\nuserdb=" << (folder_ / "db").string()
            << "\nlog-file=stdout\nsimple-log\nrelay-threads=1\n";
        start(file.string());
    }
    ~TurnServer() {
        if (process_ > 0) {
            kill(process_, SIGKILL);
            waitpid(process_, nullptr, 0);
        }
        std::filesystem::remove_all(folder_);
    }
    TurnServer(const TurnServer&) = delete;
    TurnServer& operator=(const TurnServer&) = delete;

    void pause() const { kill(process_, SIGSTOP); }
    void resume() const { kill(process_, SIGCONT); }

    bool ready() const {
        return process_ > 0 && eventually([this] { return accepts(port_); }, 20s);
    }

    std::vector<IceServer> as(IceServer::Kind kind, const std::string& host = "127.0.0.1") const {
        return {
            {.kind = kind, .host = host, .port = port_, .username = "viewer", .password = Secret("secret")}};
    }

private:
    void start(const std::string& file) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        std::array<std::string, 3> words{"turnserver", "-c", file};
        std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
        if (posix_spawnp(&process_, "turnserver", &actions, nullptr, arguments.data(), environ) != 0)
            process_ = 0;
        posix_spawn_file_actions_destroy(&actions);
    }

    std::uint16_t port_;
    std::filesystem::path folder_;
    pid_t process_ = 0;
};

class Relay : public testing::Test {
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

    TurnServer server_;
};

TEST_F(Relay, CarriesTheStreamOverUdp) {
    play(server_.as(IceServer::Kind::turn_udp));
}

TEST_F(Relay, CarriesTheStreamOverTcp) {
    play(server_.as(IceServer::Kind::turn_tcp));
}

TEST_F(Relay, IsFoundByItsName) {
    play(server_.as(IceServer::Kind::turn_udp, "localhost"));
}

TEST_F(Relay, DropsPicturesInsteadOfDelayingThemWhenItsConnectionIsFull) {
    Session session;
    session.push(PictureKind::key);
    Receiver receiver;
    const auto viewer = session.connect(
        receiver, {.ice_servers = server_.as(IceServer::Kind::turn_tcp), .policy = IcePolicy::relay_only});
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
