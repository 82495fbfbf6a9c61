// A real coturn on a free port of 127.0.0.1, with one account: viewer, secret. Owned by the test.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "net/tcp/listening.hpp"

namespace gantry::testing {

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

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

inline bool accepts(std::uint16_t port) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    const auto address = loopback(port);
    return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Whether a STUN server answers a binding request (RFC 8489, section 5) by UDP.
inline bool answers(std::uint16_t port) {
    const Descriptor socket(::socket(AF_INET, SOCK_DGRAM, 0));
    const auto address = loopback(port);
    if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
    std::array<unsigned char, 20> message{0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xA4, 0x42};
    if (send(socket.get(), message.data(), message.size(), 0) < 0) return false;
    pollfd ready{socket.get(), POLLIN, 0};
    return poll(&ready, 1, 100) == 1 && recv(socket.get(), message.data(), message.size(), 0) > 0;
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

    bool ready() const { return process_ > 0 && comes_up(); }

    std::uint16_t port() const { return port_; }

private:
    bool comes_up() const {
        // It opens its TCP port some moments before its UDP port.
        for (int i = 0; i < 2000 && !(accepts(port_) && answers(port_)); ++i)
            usleep(10'000);
        return accepts(port_) && answers(port_);
    }
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

}  // namespace gantry::testing
