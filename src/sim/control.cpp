#include "sim/control.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "base/within.hpp"

namespace gantry::sim {
namespace {

using asio::local::stream_protocol;

constexpr std::size_t max_line = 256 * 1024;
constexpr auto answer_limit = 60s;

// A socket's path may be 108 bytes long, a folder's longer: it is reached by way of its descriptor.
class Folder {
public:
    explicit Folder(const std::filesystem::path& path)
        : descriptor_(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
        if (descriptor_ < 0)
            throw SystemError(ErrorCode(errno, boost::system::system_category()), path.string());
    }
    ~Folder() { close(descriptor_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    stream_protocol::endpoint socket() const {
        return {fmt::format("/proc/self/fd/{}/control.sock", descriptor_)};
    }

private:
    int descriptor_;
};

awaitable<std::string> read_line(stream_protocol::socket& socket) {
    std::string text;
    const auto count =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(text, max_line), '\n', use_awaitable);
    text.resize(count - 1);
    co_return text;
}

awaitable<void> write_line(stream_protocol::socket& socket, json::value value) {
    const auto text = to_text(value) + "\n";
    co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}

Result<> command_print(SimulatedPrinter& printer, const std::string& kind) {
    auto& machine = printer.machine();
    if (kind == "pause") return machine.pause();
    if (kind == "resume") return machine.resume();
    if (kind == "stop") return machine.stop();
    if (kind == "calibrate") return machine.calibrate(printer::Machine::Clock::now());
    if (kind != "start")
        return fail(Errc::malformed, "print " + kind + ": start, calibrate, pause, resume or stop");
    return printer.start_print();
}

awaitable<Result<>> carry_out_one(SimulatedPrinter& printer, const ControlRequest& request) {
    if (request.command == "list") co_return Result<>{};
    if (request.command == "print") co_return command_print(printer, request.kind);
    if (request.command != "fault") co_return fail(Errc::malformed, "no command \"" + request.command + "\"");
    const auto fault = parse_fault(request.kind, request.value);
    if (!fault) co_return std::unexpected(fault.error());
    co_return co_await printer.apply(*fault);
}

json::object answer_of(Result<json::array> outcome) {
    if (!outcome)
        return {{"ok", false}, {"code", name_of(outcome.error().code)}, {"error", outcome.error().detail}};
    return {{"ok", true}, {"printers", *std::move(outcome)}};
}

awaitable<void> answer(Fleet& fleet, std::shared_ptr<stream_protocol::socket> socket) {
    const auto line = co_await within(5s, read_line(*socket));
    const auto request = parse_as<ControlRequest>(line);
    Result<json::array> outcome = request ? Result<json::array>() : std::unexpected(request.error());
    if (request) outcome = co_await carry_out(fleet, *request);
    co_await write_line(*socket, answer_of(std::move(outcome)));
}

}  // namespace

awaitable<Result<json::array>> carry_out(Fleet& fleet, ControlRequest request) {
    json::array concerned;
    for (auto& printer : fleet.printers()) {
        if (request.printer != "all" && !request.printer.empty() && request.printer != printer->serial())
            continue;
        const auto done = co_await carry_out_one(*printer, request);
        if (!done) co_return std::unexpected(done.error());
        concerned.push_back(describe(*printer));
    }
    if (concerned.empty()) co_return fail(Errc::not_found, "no simulated printer " + request.printer);
    co_return concerned;
}

struct Control::Socket {
    Folder folder;
    stream_protocol::acceptor acceptor;
    Supervisor supervisor;
};

Control::Control(Executor executor, Fleet& fleet, const std::filesystem::path& folder)
    : fleet_(fleet),
      socket_(new Socket{.folder = Folder(folder),
                         .acceptor = stream_protocol::acceptor(executor),
                         .supervisor = Supervisor(executor, "sim.control")}) {
    stream_protocol::socket probe(executor);
    ErrorCode nobody;
    probe.connect(socket_->folder.socket(), nobody);
    if (!nobody) throw SystemError(asio::error::address_in_use, "another simulator uses " + folder.string());
    std::filesystem::remove(folder / "control.sock");
    socket_->acceptor.open();
    socket_->acceptor.bind(socket_->folder.socket());
    socket_->acceptor.listen();
}

awaitable<void> Control::run() {
    const auto socket = socket_;
    auto& fleet = fleet_;
    for (;;) {
        auto asker =
            std::make_shared<stream_protocol::socket>(co_await socket->acceptor.async_accept(use_awaitable));
        socket->supervisor.run("request", [&fleet, asker] { return answer(fleet, asker); });
    }
}

awaitable<Result<json::array>> ask_simulator(std::filesystem::path folder, ControlRequest request) {
    std::string line;
    try {
        const Folder opened(folder);
        stream_protocol::socket socket(co_await asio::this_coro::executor);
        co_await socket.async_connect(opened.socket(), use_awaitable);
        co_await write_line(socket, to_json(request));
        line = co_await within(answer_limit, read_line(socket));
    } catch (const SystemError& e) {
        co_return fail(Errc::offline,
                       "no simulator answers in " + folder.string() + ": " + e.code().message());
    }
    const auto reply = parse_json(line);
    if (!reply || !reply->is_object()) co_return fail(Errc::malformed, "the simulator's answer");
    const auto& object = reply->get_object();
    const auto* printers = object.if_contains("printers");
    if (printers != nullptr && printers->is_array()) co_return printers->get_array();
    const auto* error = object.if_contains("error");
    co_return fail(Errc::rejected,
                   error != nullptr && error->is_string() ? std::string(error->get_string()) : "refused");
}

}  // namespace gantry::sim
