// How other commands reach a running `gantry sim run`: JSON lines over a Unix socket in its data folder. The
// loop's thread only.
#pragma once

#include <filesystem>
#include <string>

#include "base/asio.hpp"
#include "base/json.hpp"
#include "sim/fleet.hpp"

namespace gantry::sim {

struct ControlRequest {
    std::string command;  // list, fault, print
    std::string printer;  // a serial number, or "all"
    std::string kind;     // of a fault; start, pause, resume or stop of a print
    std::string value;
};
BOOST_DESCRIBE_STRUCT(ControlRequest, (), (command, printer, kind, value))

// The simulator's side; whoever may read the folder may ask. Owned by the command.
class Control {
public:
    // Throws SystemError when another simulator answers in this folder already.
    Control(Executor executor, Fleet& fleet, const std::filesystem::path& folder);

    // Answers for ever.
    awaitable<void> run();

private:
    struct Socket;
    Fleet& fleet_;
    std::shared_ptr<Socket> socket_;  // the accepting coroutine may end after us
};

// What the request brings about: the printers concerned, as describe() tells them.
awaitable<Result<json::array>> carry_out(Fleet& fleet, ControlRequest request);

// The other side. Errors: offline when no simulator runs there, and what it answered.
awaitable<Result<json::array>> ask_simulator(std::filesystem::path folder, ControlRequest request);

}  // namespace gantry::sim
