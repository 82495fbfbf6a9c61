#include "tests/cloud/mail/smtp_server.hpp"

#include <fstream>
#include <sstream>

#include "net/tcp/listening.hpp"

namespace gantry::cloud::mail {
namespace {

using tcp = asio::ip::tcp;

std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> texts;
    std::error_code missing;
    for (const auto& file : std::filesystem::directory_iterator(folder, missing)) {
        std::ostringstream text;
        text << std::ifstream(file.path()).rdbuf();
        texts.push_back(text.str());
    }
    return texts;
}

}  // namespace

SmtpServer::SmtpServer(Executor executor, Tls tls, Login login)
    : scheme_(tls == Tls::from_the_start ? "smtps" : "smtp"), port_(net::tcp::free_port("127.0.0.1")) {
    const auto made = testing::make_certificate("127.0.0.1");
    const auto key = folder_ / "key.pem";
    std::ofstream(authority()) << made.certificate_pem;
    std::ofstream(key) << made.key_pem;
    const auto* mode = tls == Tls::none ? "none" : tls == Tls::start_tls ? "start_tls" : "smtps";
    Program program{.path = "/usr/bin/python3",
                    .arguments = {GANTRY_SOURCE_DIR "/tests/cloud/mail/smtp_server.py", std::to_string(port_),
                                  (folder_ / "mail").string(), mode, authority(), key.string()},
                    .environment = {"LC_ALL=C.UTF-8"},
                    .log_file = (folder_ / "log").string()};
    if (!login.user.empty()) program.arguments.insert(program.arguments.end(), {login.user, login.password});
    process_.emplace(executor, program);
}

awaitable<void> SmtpServer::ready() {
    const auto executor = co_await asio::this_coro::executor;
    const auto limit = std::chrono::steady_clock::now() + 20s;
    for (;;) {
        tcp::socket socket(executor);
        ErrorCode refused;
        socket.connect({asio::ip::address_v4::loopback(), port_}, refused);
        if (!refused) co_return;
        if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("aiosmtpd does not answer");
        co_await sleep_for(20ms);
    }
}

awaitable<std::vector<std::string>> SmtpServer::letters(std::size_t count) {
    const auto folder = folder_ / "mail" / "new";
    co_await eventually([&] { return files_in(folder).size() >= count; });
    co_return files_in(folder);
}

std::string body_of(const std::string& letter) {
    const auto end_of_head = letter.find("\n\n");
    std::string base64;
    for (const char c : letter.substr(end_of_head == letter.npos ? 0 : end_of_head)) {
        if (c != '\n' && c != '\r') base64 += c;
    }
    const auto bytes = from_base64(base64);
    EXPECT_TRUE(bytes.has_value()) << letter;
    return bytes ? std::string(as_text(*bytes)) : std::string();
}

}  // namespace gantry::cloud::mail
