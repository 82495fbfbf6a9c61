// Printers of another make, which exist in tests only, as proof that Fuse takes a driver that it does not
// know: spoken to by HTTP on a port of their own, with a user name and an API key, and a camera at an address
// of its own, perhaps with a key of its own; they announce themselves with their port. One line registers the
// driver, and one its camera.
#pragma once

#include <memory>

#include "fuse/cameras/registry.hpp"
#include "fuse/printers/driver.hpp"
#include "tests/net/http/test_server.hpp"

namespace gantry::fuse::printers::kiln {

inline constexpr auto good_key = "k1ln-\"secret\"-key";
inline constexpr auto camera_key = "k1ln-camera-key";
inline constexpr auto serial = "KILN-0001";

std::unique_ptr<Driver> driver();
cameras::Registration camera();

// As such a printer announces itself.
std::string announcement(const std::string& port);

// Such a printer: a real server, which lets in who has the key.
class Printer {
public:
    explicit Printer(Executor executor, net::http::ServerOptions options = {});

    std::string port() const { return std::to_string(server_.port()); }
    std::string picture_url() const { return server_.url("/still"); }
    awaitable<void> stop() { return server_.stop(); }

    bool lets_in_all = false;
    int asked = 0;            // who it is
    std::string seen_user{};  // when a picture was asked for …
    std::string seen_key{};   // … likewise

private:
    net::http::Router routes();

    net::http::TestServer server_;
};

}  // namespace gantry::fuse::printers::kiln
