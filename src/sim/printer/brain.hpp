// Speaks for a Machine: moves it on, answers requests and publishes reports through the printer's own broker.
// Shared by its coroutines; the loop's thread only.
#pragma once

#include <memory>

#include "net/mqtt/client.hpp"
#include "sim/camera/scene.hpp"
#include "sim/printer/machine.hpp"
#include "sim/servers.hpp"

namespace gantry::sim::printer {

class Brain {
public:
    // `view` shows the camera what the machine does; the camera holds it too.
    Brain(Machine machine, std::shared_ptr<camera::View> view);

    // Moves time, for ever; publishes while talk() is connected.
    static awaitable<void> live(std::shared_ptr<Brain> self);
    // One connection to the broker, until it breaks; throws then, so that its supervisor connects again.
    static awaitable<void> talk(std::shared_ptr<Brain> self, Executor executor, BrainLogin login);

    Machine& machine() { return machine_; }
    // True once requests are heard.
    bool connected() const { return client_ != nullptr; }
    void disconnect() { client_.reset(); }

private:
    std::optional<std::string> intruder_in(std::string_view line) const;
    void show();
    void publish_what_is_due();
    void publish(const json::object& message);
    void answer(const net::mqtt::Message& message);

    Machine machine_;
    std::shared_ptr<camera::View> view_;
    std::shared_ptr<net::mqtt::Client> client_;  // while connected; talk() holds it too
    Machine::Clock::time_point reported_at_;
};

}  // namespace gantry::sim::printer
