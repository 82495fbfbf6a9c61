#include "net/ssdp/listener.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace gantry::net::ssdp {
namespace {

using asio::ip::udp;

const auto group = asio::ip::make_address_v4("239.255.255.250");
constexpr int time_to_live = 2;

template <class Value>
void set(udp::socket& socket, int level, int option, const Value& value) {
    if (setsockopt(socket.native_handle(), level, option, &value, sizeof value) != 0)
        throw SystemError(ErrorCode(errno, boost::system::system_category()));
}

ip_mreqn membership_on(unsigned interface_index) {
    ip_mreqn request{};
    request.imr_multiaddr.s_addr = htonl(group.to_uint());
    request.imr_ifindex = static_cast<int>(interface_index);
    return request;
}

bool includes(const std::vector<Interface>& interfaces, unsigned index) {
    return std::ranges::find(interfaces, index, &Interface::index) != interfaces.end();
}

struct Datagram {
    std::string from;
    unsigned interface_index = 0;
    std::string_view text;
    bool cut = false;
};

unsigned interface_of(msghdr& header) {
    for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != IPPROTO_IP || part->cmsg_type != IP_PKTINFO) continue;
        in_pktinfo info{};
        std::memcpy(&info, CMSG_DATA(part), sizeof info);
        return static_cast<unsigned>(info.ipi_ifindex);
    }
    return 0;
}

// Nothing when no datagram waits.
std::optional<Datagram> receive(udp::socket& socket, std::span<char> buffer) {
    sockaddr_in sender{};
    alignas(cmsghdr) std::array<char, 256> control{};
    iovec target{buffer.data(), buffer.size()};
    msghdr header{};
    header.msg_name = &sender;
    header.msg_namelen = sizeof sender;
    header.msg_iov = &target;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto count = recvmsg(socket.native_handle(), &header, MSG_DONTWAIT);
    if (count < 0) {
        // What we sent to one printer may come back as an error of the socket.
        if (errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED) return std::nullopt;
        throw SystemError(ErrorCode(errno, boost::system::system_category()));
    }
    Datagram datagram{.from = asio::ip::address_v4(ntohl(sender.sin_addr.s_addr)).to_string(),
                      .interface_index = interface_of(header),
                      .text = {buffer.data(), static_cast<std::size_t>(count)}};
    datagram.cut = (header.msg_flags & MSG_TRUNC) != 0;
    return datagram;
}

}  // namespace

Listener::Listener(const Executor& executor, std::uint16_t port, std::vector<Interface> interfaces)
    : socket_(executor, udp::v4()), port_(port) {
    socket_.set_option(udp::socket::reuse_address(true));
    set(socket_, SOL_SOCKET, SO_REUSEPORT, 1);
    set(socket_, IPPROTO_IP, IP_PKTINFO, 1);
    set(socket_, IPPROTO_IP, IP_MULTICAST_ALL, 0);  // only what we joined ourselves
    set(socket_, IPPROTO_IP, IP_MULTICAST_TTL, time_to_live);
    socket_.bind({asio::ip::address_v4::any(), port});
    port_ = socket_.local_endpoint().port();
    listen_on(std::move(interfaces));
}

void Listener::change(Membership membership, unsigned interface_index) {
    const auto request = membership_on(interface_index);
    // An interface may have gone, or know no multicast: unicast and broadcast still arrive there.
    static_cast<void>(setsockopt(socket_.native_handle(), IPPROTO_IP,
                                 membership == Membership::join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP,
                                 &request, sizeof request));
}

void Listener::listen_on(std::vector<Interface> interfaces) {
    const auto before = std::exchange(interfaces_, std::move(interfaces));
    for (const auto& one : before)
        if (!includes(interfaces_, one.index)) change(Membership::leave, one.index);
    for (const auto& one : interfaces_)
        if (!includes(before, one.index)) change(Membership::join, one.index);
}

// So that a flood leaves the loop to others.
awaitable<void> Listener::keep_pace() {
    const auto now = std::chrono::steady_clock::now();
    if (now - second_ >= 1s) {
        second_ = now;
        received_ = 0;
    }
    if (++received_ <= per_second) co_return;
    co_await sleep_for(second_ + 1s - now);
}

awaitable<Heard> Listener::next() {
    std::array<char, 8 * 1024> buffer;
    for (;;) {
        const auto datagram = receive(socket_, buffer);
        if (!datagram) {
            co_await socket_.async_wait(udp::socket::wait_read, use_awaitable);
            continue;
        }
        co_await keep_pace();
        if (!includes(interfaces_, datagram->interface_index)) continue;
        auto message = parse(datagram->text);
        if (!message || datagram->cut) {
            ++malformed_;
            continue;
        }
        Heard heard{std::move(*message), datagram->from};
        co_return heard;
    }
}

void Listener::search(const Message& message) {
    const auto text = format(message);
    std::vector<unsigned> asked;
    for (const auto& one : interfaces_) {
        if (std::ranges::find(asked, one.index) != asked.end()) continue;
        asked.push_back(one.index);
        const auto request = membership_on(one.index);
        if (setsockopt(socket_.native_handle(), IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request) != 0)
            continue;
        ErrorCode ignored;
        socket_.send_to(asio::buffer(text), {group, port_}, 0, ignored);
    }
}

void Listener::search(const Message& message, const std::string& address) {
    ErrorCode ignored;
    const auto target = asio::ip::make_address_v4(address, ignored);
    if (!ignored) socket_.send_to(asio::buffer(format(message)), {target, port_}, 0, ignored);
}

}  // namespace gantry::net::ssdp
