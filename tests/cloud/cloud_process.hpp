// gantry-cloud as a process of its own, for what can only be done to a process: killing it, and commands that
// run beside it.
#pragma once

#include "base/child_process.hpp"
#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {

// The program that was built beside this test.
std::string cloud_program();

class CloudProcess {
public:
    // On a free port; `data` is made when it is missing. It may have so many files and sockets open; 0: many.
    CloudProcess(Executor executor, const std::filesystem::path& data, int descriptors = 0);

    std::string host() const { return fmt::format("127.0.0.1:{}", port_); }
    std::uint16_t port() const { return port_; }

    awaitable<void> ready();
    // Nothing when it did not answer.
    awaitable<Result<Response>> call(Method method, std::string path, json::object body, std::string cookie);
    // What a Fuse puts at an address that was granted to it. Nothing likewise.
    awaitable<Result<Response>> put(std::string path, std::string body);
    // Makes the first owner of a store of that name; their cookie.
    awaitable<std::string> set_up(std::string store);
    // At once, without a word.
    void kill() { process_.reset(); }
    // Asked to stop; its exit status.
    awaitable<int> stop();

private:
    std::filesystem::path data_;
    std::uint16_t port_;
    std::optional<ChildProcess> process_;
};

// What a command said and how it ended.
struct Outcome {
    int status = -1;
    std::string said;
};
// No file of it may become larger than `file_limit` bytes, which is what a full disk does to it; empty: any.
awaitable<Outcome> run_cloud(Executor executor, std::vector<std::string> arguments,
                             std::string file_limit = "unlimited");

}  // namespace gantry::cloud
