// gantry-fuse as a process of its own, for what can only be done to a process: killing it, and taking its
// disk away.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "base/child_process.hpp"
#include "base/json.hpp"
#include "net/http/client.hpp"
#include "net/tcp/listening.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::testing {

class FuseProcess {
public:
    FuseProcess(Executor executor, std::string data)
        : executor_(std::move(executor)), data_(std::move(data)) {}

    // Started, and answering.
    awaitable<void> start() { return start(program()); }
    // The same with a disk of so many bytes for its data, which nobody else sees and which ends with it. For
    // those who are not root it is made in a user namespace.
    awaitable<void> start_on_a_disk_of(std::size_t bytes) {
        const auto real = program();
        Program program{.path = "/usr/bin/unshare",
                        .arguments = {},
                        .environment = real.environment,
                        .log_file = real.log_file};
        if (geteuid() != 0) program.arguments = {"--user", "--map-root-user"};
        const auto script =
            "/bin/mount -t tmpfs -o size=" + std::to_string(bytes) + " tmpfs \"$0\" && exec \"$@\"";
        for (const auto& argument : {std::string("--mount"), std::string("--"), std::string("/bin/sh"),
                                     std::string("-c"), script, data_, real.path})
            program.arguments.push_back(argument);
        program.arguments.insert(program.arguments.end(), real.arguments.begin(), real.arguments.end());
        return start(std::move(program));
    }
    // What it says when it does not come up, and ends by itself.
    awaitable<std::string> fail_to_start() {
        process_ = std::make_unique<ChildProcess>(executor_, program());
        EXPECT_EQ(co_await process_->wait(), 1);
        co_return output();
    }
    std::uint16_t port() const { return port_; }
    // Its data as it sees them.
    std::string data_inside() const { return "/proc/" + std::to_string(process_->id()) + "/root" + data_; }

    // At once, whatever it does.
    awaitable<void> kill() {
        ::kill(process_->id(), SIGKILL);
        co_await process_->wait();
    }

    awaitable<void> end() {
        ::kill(process_->id(), SIGTERM);
        EXPECT_EQ(co_await process_->wait(), 0) << output();
    }

    // No file of it grows beyond this: what a full disk does to it. RLIM_INFINITY: as much as it likes.
    void limit_files(rlim_t bytes) {
        const rlimit limit{bytes, RLIM_INFINITY};
        ASSERT_EQ(prlimit(process_->id(), RLIMIT_FSIZE, &limit, nullptr), 0);
    }

    // Nothing when it did not answer.
    awaitable<std::optional<net::http::Response>> call(net::http::Method method, std::string path,
                                                       std::string body = "",
                                                       net::http::Headers headers = {}) {
        net::http::ClientRequest request{.method = method,
                                         .url = "http://127.0.0.1:" + std::to_string(port_) + path,
                                         .headers = std::move(headers),
                                         .limit = 30s};
        request.headers.try_emplace("content-type", "application/json");
        request.body = std::move(body);
        auto response = co_await net::http::fetch(std::move(request));
        if (!response) co_return std::nullopt;
        co_return std::move(*response);
    }

    awaitable<json::value> get(std::string path) {
        const auto response = co_await call(net::http::Method::get, path);
        if (!response || response->status != 200) throw std::runtime_error(path);
        co_return *parse_json(response->body);
    }

    // All that it has said.
    std::string output() const {
        std::ifstream file(data_ + "/output");
        return {std::istreambuf_iterator(file), {}};
    }

private:
    Program program() const {
        const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
        return {.path = std::filesystem::weakly_canonical(here / "../bin/gantry-fuse").string(),
                .arguments = {"--data", data_, "--listen", "127.0.0.1", "--port", std::to_string(port_),
                              "--gateway-url", "http://127.0.0.1:1", "--ice-address", "127.0.0.1"},
                .environment = {"HOME=" + data_},
                .log_file = data_ + "/output"};
    }
    awaitable<void> start(Program program) {
        process_ = std::make_unique<ChildProcess>(executor_, program);
        const auto limit = std::chrono::steady_clock::now() + 60s;
        while (!co_await call(net::http::Method::get, "/healthz")) {
            if (std::chrono::steady_clock::now() > limit)
                throw std::runtime_error("gantry-fuse does not answer: " + output());
            co_await sleep_for(20ms);
        }
    }

    Executor executor_;
    std::string data_;
    std::uint16_t port_ = net::tcp::free_port("127.0.0.1");
    std::unique_ptr<ChildProcess> process_;
};

}  // namespace gantry::testing
