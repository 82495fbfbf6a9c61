#include "tests/cloud/cloud_process.hpp"

#include <signal.h>

#include <fstream>

#include "base/private_file.hpp"
#include "net/tcp/listening.hpp"

namespace gantry::cloud {

using net::http::fetch;

std::string cloud_program() {
    const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return (here / "../bin/gantry-cloud").string();
}

CloudProcess::CloudProcess(Executor executor, const std::filesystem::path& data, int descriptors)
    : data_(data), port_(net::tcp::free_port("127.0.0.1")) {
    std::filesystem::create_directories(data);
    Program program{
        .path = cloud_program(),
        .arguments = {"--data", data.string(), "--listen", "127.0.0.1", "--port", std::to_string(port_)},
        .environment = {},
        .log_file = (data / "log").string()};
    if (descriptors > 0) {
        program.path = "/usr/bin/prlimit";
        program.arguments.insert(program.arguments.begin(),
                                 {fmt::format("--nofile={0}:{0}", descriptors), cloud_program()});
    }
    process_.emplace(executor, program);
}

awaitable<void> CloudProcess::ready() {
    for (int i = 0; i < 1500; ++i) {
        const auto answer = co_await call(Method::get, "/healthz", {}, "");
        if (answer) co_return;
        co_await sleep_for(20ms);
    }
    throw std::runtime_error("gantry-cloud does not answer");
}

awaitable<Result<Response>> CloudProcess::call(Method method, std::string path, json::object body,
                                               std::string cookie) {
    net::http::ClientRequest request{.method = method,
                                     .url = fmt::format("http://127.0.0.1:{}{}", port_, path)};
    if (method != Method::get) request.body = to_text(body);
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    co_return co_await fetch(std::move(request));
}

awaitable<Result<Response>> CloudProcess::put(std::string path, std::string body) {
    net::http::ClientRequest request{.method = Method::put,
                                     .url = fmt::format("http://127.0.0.1:{}{}", port_, path),
                                     .body = std::move(body)};
    co_return co_await fetch(std::move(request));
}

awaitable<std::string> CloudProcess::set_up(std::string store) {
    std::string link;
    std::getline(std::ifstream(data_ / "setup-link"), link);
    const json::object owner = {{"token", link.substr(link.find('=') + 1)},
                                {"name", "Olive"},
                                {"email", "owner@example.org"},
                                {"password", "a long password"},
                                {"store_name", store}};
    const auto made = co_await call(Method::post, "/api/setup", owner, "");
    if (!made || made->status != 201) throw std::runtime_error("gantry-cloud could not be set up");
    co_return browser_of(*made).access;
}

awaitable<int> CloudProcess::stop() {
    ::kill(process_->id(), SIGTERM);
    const int status = co_await process_->wait();
    process_.reset();
    co_return status;
}

awaitable<Outcome> run_cloud(Executor executor, std::vector<std::string> arguments, std::string file_limit) {
    const TemporaryFolder folder;
    Program program{.path = "/usr/bin/prlimit", .log_file = (folder / "said").string()};
    program.arguments = {"--fsize=" + file_limit, cloud_program()};
    program.arguments.insert(program.arguments.end(), arguments.begin(), arguments.end());
    ChildProcess process(executor, program);
    Outcome outcome;
    outcome.status = co_await within(60s, process.wait());
    outcome.said = read_file(folder / "said");
    co_return outcome;
}

}  // namespace gantry::cloud
