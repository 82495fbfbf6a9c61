// The UDP ports of announcements: opened, kept open and tried again when another program has them. Owned by
// Discovery, which waits for stop() before it lets go; the loop's thread only. For this folder alone.
#pragma once

#include <functional>
#include <memory>

#include "base/supervisor.hpp"
#include "fuse/discovery/view.hpp"
#include "net/ssdp/listener.hpp"

namespace gantry::fuse::discovery {

class Listening {
public:
    struct Events {
        std::function<void(const net::ssdp::Heard&)> heard;
        std::function<void()> ports_changed;  // one was opened, or cannot be
    };
    // Empty `interfaces` (names or addresses): the usual ones.
    Listening(Executor executor, std::vector<std::uint16_t> ports, std::vector<std::string> interfaces,
              Backoff again, Events events);
    ~Listening();

    void start();
    awaitable<void> stop();
    // Interfaces come and go.
    void refresh();
    // Asks on each open port, with what `question` says for it.
    using Question = std::function<std::optional<net::ssdp::Message>(std::uint16_t port)>;
    void search(const Question& question, const std::vector<std::string>& addresses);

    std::vector<Port> ports() const;
    const std::vector<net::Interface>& interfaces() const { return interfaces_; }
    std::size_t malformed() const;

private:
    struct Door;
    awaitable<void> listen(std::shared_ptr<Door> door);
    void open(Door& door);
    std::vector<net::Interface> chosen() const;

    Supervisor supervisor_;
    std::vector<std::string> names_;
    Backoff again_;
    Events events_;
    std::vector<net::Interface> interfaces_;
    std::vector<std::shared_ptr<Door>> doors_;  // each shared with what listens at it
};

}  // namespace gantry::fuse::discovery
