#include "tests/net/broker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "net/tcp/listening.hpp"
#include "tests/base/own_address.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::testing {
namespace {

using boost::asio::ip::tcp;

pid_t start(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (auto& part : command)
        arguments.push_back(part.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t process = -1;
    char* environment[] = {nullptr};
    const int code = posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environment);
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0) throw std::runtime_error("cannot start " + command[0]);
    return process;
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
    std::filesystem::permissions(path,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace

Broker::Broker(BrokerOptions options) : address_(own_address()), port_(net::tcp::free_port(address_)) {
    std::string pattern = (std::filesystem::temp_directory_path() / "gantry-broker-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    write_files(options);
    process_ = start({"/usr/sbin/mosquitto", "-c", folder_ + "/mosquitto.conf"});
    wait_until_it_answers();
}

Broker::~Broker() {
    kill();
    std::filesystem::remove_all(folder_);
}

void Broker::write_files(const BrokerOptions& options) {
    const auto certificate = make_certificate(options.common_name);
    write_file(folder_ + "/cert.pem", certificate.certificate_pem);
    write_file(folder_ + "/key.pem", certificate.key_pem);
    write_file(folder_ + "/passwords", "");
    const pid_t program = start(
        {"/usr/bin/mosquitto_passwd", "-b", folder_ + "/passwords", options.username, options.password});
    waitpid(program, nullptr, 0);
    // As root mosquitto would become another user, who may not read this folder.
    const std::string user = geteuid() == 0 ? "user root\n" : "";
    write_file(folder_ + "/mosquitto.conf",
               "listener " + std::to_string(port_) + " " + address_ + "\n" + user + "certfile " + folder_ +
                   "/cert.pem\nkeyfile " + folder_ + "/key.pem\npassword_file " + folder_ +
                   "/passwords\nallow_anonymous false\npersistence false\nlog_dest none\n" + options.extra);
}

void Broker::wait_until_it_answers() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    boost::asio::io_context loop;
    while (std::chrono::steady_clock::now() < limit) {
        tcp::socket socket(loop);
        boost::system::error_code refused;
        socket.connect({boost::asio::ip::make_address(address_), port_}, refused);
        if (!refused) return;
        poll(nullptr, 0, 5);
    }
    throw std::runtime_error("mosquitto does not answer");
}

void Broker::kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
}

}  // namespace gantry::testing
