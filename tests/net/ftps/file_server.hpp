// A printer's file server as far as its words go.
#pragma once

#include <fmt/format.h>

#include <map>

#include "base/supervisor.hpp"
#include "net/ftps/target.hpp"
#include "net/tls/stream.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::testing {

inline const Certificate& file_server_certificate() {
    static const auto made = make_certificate("01P00A000000001");
    return made;
}

// The control connection of a printer's file server; answers by the first word of each command. Of data
// connections it takes what it must.
class FileServer {
public:
    explicit FileServer(Executor executor)
        : supervisor_(executor, "test"),
          listener_(executor, "127.0.0.1", 0, context()),
          data_(executor, "127.0.0.1", 0, context()),
          task_(supervisor_.spawn("server", [this] { return serve(); })) {
        answers["EPSV"] = fmt::format("229 Entering Extended Passive Mode (|||{}|)", data_.port());
    }

    std::map<std::string, std::string> answers = {
        {"USER", "331 Password?"}, {"PASS", "230 Welcome"},     {"PBSZ", "200 0"}, {"PROT", "200 P"},
        {"PWD", "257 \"/\""},      {"AVBL", "213 29800000000"}, {"TYPE", "200 I"}, {"QUIT", "221 Bye"}};
    std::vector<std::string> commands;
    bool silent = false;
    bool takes_data = false;  // the connection, and then nothing of what comes
    std::string meanwhile;    // said then
    bool hangs_up = false;    // then
    bool keeps_data = false;  // the connection for a file that it refuses

    net::ftps::Target target(std::string password = "12345678") {
        return {.address = "127.0.0.1",
                .port = listener_.port(),
                .user = "bblp",
                .password = Secret(std::move(password)),
                .verify = net::tls::expect("01P00A000000001", std::nullopt),
                .limit = 5s};
    }

private:
    static std::shared_ptr<ssl_ctx_st> context() {
        const auto& made = file_server_certificate();
        return net::tls::make_server_context(made.certificate_pem, made.key_pem);
    }
    awaitable<void> serve() {
        for (;;) {
            const auto stream = co_await listener_.accept();
            try {
                co_await net::tls::handshake(*stream);
                co_await talk(*stream);
            } catch (const SystemError&) {
                // The client has left.
            }
        }
    }
    awaitable<void> talk(net::Stream& stream) {
        if (silent) co_await sleep_for(10s);
        co_await say(stream, "220 (vsFTPd 3.0.5)");
        std::string received;
        Bytes chunk(512);
        while (const auto count = co_await stream.read_some(chunk)) {
            received += as_text(BytesView(chunk).first(count));
            for (auto end = received.find("\r\n"); end != received.npos; end = received.find("\r\n")) {
                const auto command = received.substr(0, end);
                received.erase(0, end + 2);
                commands.push_back(command);
                const auto known = answers.find(command.substr(0, command.find(' ')));
                co_await say(stream, known == answers.end() ? "502 Not implemented" : known->second);
                if (!command.starts_with("STOR")) continue;
                co_await take_data(stream, known->second.starts_with("150"));
                if (hangs_up) co_return;
            }
        }
    }
    // As real servers do, it ends the connection that is not needed.
    awaitable<void> take_data(net::Stream& control, bool is_needed) {
        if (is_needed && !takes_data) co_return;
        taken_ = co_await data_.accept();
        if (is_needed) co_await net::tls::handshake(*taken_);
        if (is_needed && !meanwhile.empty()) co_await say(control, meanwhile);
        if (!is_needed && !keeps_data) taken_.reset();
    }
    awaitable<void> say(net::Stream& stream, std::string line) {
        line += "\r\n";
        co_await stream.write(as_bytes(line));
    }

    Supervisor supervisor_;
    net::tls::Listener listener_;
    net::tls::Listener data_;
    std::unique_ptr<net::Stream> taken_;
    Task task_;
};

}  // namespace gantry::testing
