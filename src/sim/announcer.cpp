#include "sim/announcer.hpp"

#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/within.hpp"

namespace gantry::sim {
namespace {

using asio::ip::udp;
using net::ssdp::Kind;

constexpr auto device_type = "urn:bambulab-com:device:3dprinter:1";
constexpr auto period = 5s;
const auto loopback = asio::ip::address_v4::loopback();
const auto group = asio::ip::make_address_v4("239.255.255.250");

void send(udp::socket& socket, const std::string& text, const udp::endpoint& target) {
    // Nobody listens, or the system has no multicast on its loopback: both are fine.
    ErrorCode ignored;
    socket.send_to(asio::buffer(text), target, 0, ignored);
}

void notify(udp::socket& socket, const Announcement& announcement) {
    const auto text = format(message_of(announcement, Kind::notify));
    for (const auto port : announcement.listeners) {
        send(socket, text, {loopback, port});
        send(socket, text, {group, port});
    }
}

awaitable<void> answer_searches(udp::socket& socket, const Announcement& announcement) {
    std::array<char, 2048> buffer{};
    for (;;) {
        udp::endpoint asker;
        ErrorCode error;
        const auto count = co_await socket.async_receive_from(asio::buffer(buffer), asker,
                                                              asio::redirect_error(use_awaitable, error));
        if (error == asio::error::connection_refused) continue;  // an earlier datagram found nobody
        if (error) throw SystemError(error);
        const auto message = net::ssdp::parse({buffer.data(), count});
        if (message && message->kind == Kind::search)
            send(socket, format(message_of(announcement, Kind::response)), asker);
    }
}

}  // namespace

net::ssdp::Message message_of(const Announcement& announcement, Kind kind) {
    const auto& model = *announcement.model;
    net::ssdp::Message message{.kind = kind, .headers = {}};
    auto& headers = message.headers;
    if (kind == Kind::notify) headers.push_back({"HOST", "239.255.255.250:1900"});
    headers.push_back({"Server", "UPnP/1.0"});
    headers.push_back({"Location", announcement.address});
    headers.push_back({kind == Kind::notify ? "NT" : "ST", device_type});
    headers.push_back({"USN", announcement.serial});
    headers.push_back({"Cache-Control", "max-age=1800"});
    headers.push_back({"DevModel.bambu.com", std::string(model.code)});
    headers.push_back({"DevName.bambu.com", announcement.name});
    headers.push_back({"DevSignal.bambu.com", "-47"});
    headers.push_back({"DevConnect.bambu.com", "lan"});
    headers.push_back({"DevBind.bambu.com", "free"});
    headers.push_back({"Devseclink.bambu.com", "secure"});
    headers.push_back({"DevVersion.bambu.com", std::string(model.firmware)});
    headers.push_back({"DevCap.bambu.com", "1"});
    return message;
}

awaitable<void> announce(Announcement announcement) {
    udp::socket socket(co_await asio::this_coro::executor, udp::v4());
    socket.set_option(udp::socket::reuse_address(true));
    // Never beyond the loopback interface.
    socket.set_option(asio::ip::multicast::outbound_interface(loopback));
    socket.set_option(asio::ip::multicast::hops(0));
    socket.bind({asio::ip::make_address_v4(announcement.address), announcement.search_port});
    for (;;) {
        notify(socket, announcement);
        try {
            co_await within(period, answer_searches(socket, announcement));
        } catch (const SystemError& e) {
            if (e.code() != asio::error::timed_out) throw;
        }
    }
}

}  // namespace gantry::sim
