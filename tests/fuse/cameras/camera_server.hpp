// A real TLS server on loopback that plays a printer's camera as its test tells it.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>

#include "base/supervisor.hpp"
#include "fuse/cameras/registry.hpp"
#include "net/tls/stream.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::fuse::cameras {

class CameraServer {
public:
    using Play = std::function<awaitable<void>(net::Stream& client)>;

    // Plays `play` to each client and closes when it returns.
    CameraServer(Executor executor, Play play)
        : CameraServer(executor,
                       net::tls::make_server_context(certificate().certificate_pem, certificate().key_pem),
                       std::move(play)) {}
    // At the address and with the certificate of a simulated printer.
    CameraServer(Executor executor, std::shared_ptr<ssl_ctx_st> context, Play play,
                 const std::string& address = "127.0.0.1")
        : supervisor_(executor, "test"), listener_(executor, address, 0, std::move(context)) {
        supervisor_.run("accepts", [this, play = std::move(play)]() -> awaitable<void> {
            for (;;) {
                const std::shared_ptr<net::Stream> client = co_await listener_.accept();
                ++connections;
                most_open = std::max(most_open, ++open);
                supervisor_.run("plays", [this, client, play]() -> awaitable<void> {
                    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { --open; });
                    co_await net::tls::handshake(*client);
                    co_await play(*client);
                    co_await client->shutdown();
                    ++ended;
                });
            }
        });
    }

    CameraTarget target() const {
        CameraTarget target;
        target.host = "127.0.0.1";
        target.port = listener_.port();
        target.server_name = "01P00A000000001";
        target.access_code = Secret("12345678");
        target.verify = net::tls::expect("01P00A000000001", std::nullopt);
        return target;
    }
    std::uint16_t port() const { return listener_.port(); }
    awaitable<void> stop() { co_await supervisor_.stop(); }

    int connections = 0;
    int open = 0;
    int most_open = 0;
    int ended = 0;  // played to their end

private:
    // One for all tests: a key takes long to make.
    static const testing::Certificate& certificate() {
        static const auto made = testing::make_certificate("01P00A000000001");
        return made;
    }

    Supervisor supervisor_;
    net::tls::Listener listener_;
};

// Keeps what a source publishes.
struct CollectingSink final : CameraSink {
    void publish(Frame frame) override {
        frames.push_back(std::move(frame));
        if (on_frame) on_frame();
    }
    void drop(std::uint64_t count) override { dropped += count; }

    std::vector<Frame> frames;
    std::uint64_t dropped = 0;
    std::function<void()> on_frame;
};

}  // namespace gantry::fuse::cameras
