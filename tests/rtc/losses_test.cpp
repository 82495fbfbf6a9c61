#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rtc/viewer/datagram.hpp"
#include "tests/rtc/session.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view loopback = " 127.0.0.1 ";

// A way between two candidates on loopback that can lose every packet of ICE's and nothing else.
class Way {
public:
    Way() : to_viewer_(open()), to_engine_(open()), thread_([this] { carry(); }) {}
    ~Way() {
        ends_ = true;
        thread_.join();
        ::close(to_viewer_);
        ::close(to_engine_);
    }
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;

    // The same description, with this way in front of its candidate.
    std::string in_front_of_viewer(std::string sdp) {
        return replace(std::move(sdp), to_engine_, viewer_port_);
    }
    std::string in_front_of_engine(std::string sdp) {
        return replace(std::move(sdp), to_viewer_, engine_port_);
    }

    std::atomic<bool> loses_ice = false;

private:
    static int open() {
        const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
        auto address = at(0);
        if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("no port on loopback");
        return descriptor;
    }
    static sockaddr_in at(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        return address;
    }
    static int port_of(int descriptor) {
        sockaddr_in address{};
        socklen_t length = sizeof address;
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
        return ntohs(address.sin_port);
    }
    static std::string replace(std::string sdp, int by, std::atomic<int>& port) {
        const auto begin = sdp.find(loopback, sdp.find("candidate:")) + loopback.size();
        const auto end = sdp.find(' ', begin);
        port = std::stoi(sdp.substr(begin, end - begin));
        return sdp.replace(begin, end - begin, std::to_string(port_of(by)));
    }
    void carry() {
        while (!ends_) {
            pollfd ready[] = {{to_viewer_, POLLIN, 0}, {to_engine_, POLLIN, 0}};
            ::poll(ready, 2, 20);
            if ((ready[0].revents & POLLIN) != 0) pass_on(to_viewer_, to_engine_, engine_port_);
            if ((ready[1].revents & POLLIN) != 0) pass_on(to_engine_, to_viewer_, viewer_port_);
        }
    }
    void pass_on(int from, int to, int port) {
        std::array<std::byte, 2048> packet;
        const auto size = ::recv(from, packet.data(), packet.size(), 0);
        if (size <= 0) return;
        const bool ice = viewer::classify(BytesView(packet).first(static_cast<std::size_t>(size))) ==
                         viewer::DatagramKind::unknown;
        if (ice && loses_ice) return;
        const auto address = at(port);
        ::sendto(to, packet.data(), static_cast<std::size_t>(size), 0,
                 reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }

    int to_viewer_;
    int to_engine_;
    std::atomic<int> viewer_port_ = 0;
    std::atomic<int> engine_port_ = 0;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

// On a way that loses 10 % of the packets it happens every minute that no check is answered for ten seconds.
TEST(EngineLosses, EndsNobodyWhoseReportsComeBecauseChecksOfTheWayWereLost) {
    Session session;
    session.push(PictureKind::key);
    Way way;
    Receiver receiver;
    ViewerRequest request;
    request.offer_sdp = way.in_front_of_viewer(receiver.offer());
    const auto viewer = session.engine.open(*session.track, std::move(request), receiver.events());
    ASSERT_TRUE(viewer);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return !seen.answers.empty(); }));
    receiver.accept(way.in_front_of_engine(receiver.seen().answers[0]));
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.reports >= 1; }));
    way.loses_ice = true;
    EXPECT_FALSE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }, 14s))
        << receiver.seen().closed->detail;
    session.push(PictureKind::delta);
    EXPECT_TRUE(eventually([&] { return receiver.pictures().size() == 2; })) << "and its pictures go on";
}

}  // namespace
}  // namespace gantry::rtc
