// Discovery on ports and addresses of its own, on loopback only.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/ip/udp.hpp>

#include "fuse/discovery/discovery.hpp"
#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::discovery {
using asio::ip::udp;
using printers::FuseRig;
using sim::eventually;

// Ports of this test alone: those of printers may be in use by others at the same time.
inline Options quiet(Executor executor) {
    const udp::socket free(executor, udp::endpoint(udp::v4(), 0));
    return {.interfaces = {"lo"},
            .ports = {free.local_endpoint().port()},
            .again = {.first = 20ms, .longest = 20ms},
            .listen_for = 300ms};
}

class Rig {
public:
    explicit Rig(Executor executor) : Rig(executor, quiet(executor)) {}
    Rig(Executor executor, Options options, printers::SessionLimits pauses = printers::short_pauses())
        : port(options.ports.front()),
          fuse(executor, {}, pauses),
          discovery(executor, fuse.registry, fuse.printers, std::move(options)),
          supervisor_(executor, "test"),
          voice_(executor, udp::endpoint(udp::v4(), 0)) {
        running_ = supervisor_.spawn("discovery", [this] { return discovery.run(); });
    }

    awaitable<void> stop() {
        running_.cancel();
        co_await running_.join();
        co_await discovery.stop();
        co_await fuse.printers.stop();
    }

    void say(const std::string& text) {
        ErrorCode ignored;  // nobody may listen yet
        voice_.send_to(asio::buffer(text), {asio::ip::address_v4::loopback(), port}, 0, ignored);
    }
    void announce(const std::string& serial, const std::string& address, const std::string& more = "") {
        say(announcement(serial, address, more));
    }
    // As the printer itself does.
    void announce_from(const std::string& address, const std::string& serial) {
        say_from(address, announcement(serial, address));
    }
    void say_from(const std::string& address, const std::string& text) {
        udp::socket there(voice_.get_executor(), udp::endpoint(asio::ip::make_address(address), 0));
        ErrorCode ignored;
        there.send_to(asio::buffer(text), {asio::ip::address_v4::loopback(), port}, 0, ignored);
    }

    const FoundPrinter* find(const std::string& serial) {
        view_ = discovery.view();
        const auto found = std::ranges::find_if(
            view_.printers, [&](const FoundPrinter& one) { return one.seen.serial == serial; });
        return found == view_.printers.end() ? nullptr : &*found;
    }
    // Says it until it is heard.
    awaitable<bool> heard(std::string serial, std::string address) {
        co_return co_await eventually([&] {
            announce(serial, address);
            return find(serial) != nullptr;
        });
    }
    awaitable<bool> scan_ends() {
        co_return co_await eventually([this] { return discovery.view().scan->state != ScanState::running; });
    }

    std::uint16_t port;
    FuseRig fuse;
    Discovery discovery;

private:
    static std::string announcement(const std::string& serial, const std::string& address,
                                    const std::string& more = "") {
        return "NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\nUSN: " + serial +
               "\r\nLocation: " + address + "\r\nDevModel.bambu.com: C12\r\n" + more + "\r\n";
    }

    Supervisor supervisor_;
    udp::socket voice_;
    View view_;
    Task running_;
};

inline sim::PrinterSpec real(const std::string& address, const std::string& model = "p1s") {
    return {.model = model, .address = address, .ports = sim::Ports::real, .files = false};
}

}  // namespace gantry::fuse::discovery
