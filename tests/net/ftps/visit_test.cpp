#include "net/ftps/visit.hpp"

#include <gtest/gtest.h>

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "net/tls/stream.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::net::ftps {
namespace {

const testing::Certificate& certificate() {
    static const auto made = testing::make_certificate("01P00A000000001");
    return made;
}

// The control connection of a printer's file server; answers by the first word of each command.
class FileServer {
public:
    explicit FileServer(Executor executor)
        : supervisor_(executor, "test"),
          listener_(executor, "127.0.0.1", 0,
                    tls::make_server_context(certificate().certificate_pem, certificate().key_pem)),
          task_(supervisor_.spawn("server", [this] { return serve(); })) {}

    std::map<std::string, std::string> answers = {
        {"USER", "331 Password?"}, {"PASS", "230 Welcome"},     {"PBSZ", "200 0"},  {"PROT", "200 P"},
        {"PWD", "257 \"/\""},      {"AVBL", "213 29800000000"}, {"QUIT", "221 Bye"}};
    std::vector<std::string> commands;
    bool silent = false;

    Target target(std::string password = "12345678") {
        return {.address = "127.0.0.1",
                .port = listener_.port(),
                .user = "bblp",
                .password = Secret(std::move(password)),
                .verify = tls::expect("01P00A000000001", std::nullopt),
                .limit = 5s};
    }

private:
    awaitable<void> serve() {
        for (;;) {
            const auto stream = co_await listener_.accept();
            try {
                co_await tls::handshake(*stream);
                co_await talk(*stream);
            } catch (const SystemError&) {
                // The client has left.
            }
        }
    }
    awaitable<void> talk(Stream& stream) {
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
            }
        }
    }
    awaitable<void> say(Stream& stream, std::string line) {
        line += "\r\n";
        co_await stream.write(as_bytes(line));
    }

    Supervisor supervisor_;
    tls::Listener listener_;
    Task task_;
};

TEST(FtpsVisit, TellsHowMuchRoomThereIs) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target(), {});
        EXPECT_EQ(room->free_bytes, 29'800'000'000u) << (room ? "" : room.error().detail);
        EXPECT_EQ(server.commands.at(0), "USER bblp");
        EXPECT_EQ(server.commands.at(1), "PASS 12345678");
        for (const auto& command : server.commands)
            EXPECT_FALSE(command.starts_with("EPSV") || command.starts_with("LIST")) << command;
    });
}

TEST(FtpsVisit, DoesNotNeedToKnowTheRoom) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers.erase("AVBL");
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target(), {});
        EXPECT_TRUE(room) << room.error().detail;
        EXPECT_FALSE(room->free_bytes);
    });
}

TEST(FtpsVisit, NamesAWrongPassword) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.answers["PASS"] = "530 Login incorrect.";
        WorkerPool pool(1);
        const auto room = co_await visit(pool, server.target("wrong"), {});
        EXPECT_EQ(room.error().code, Errc::unauthorized);
        EXPECT_TRUE(room.error().detail.ends_with("530 Login incorrect.")) << room.error().detail;
        EXPECT_EQ(room.error().detail.find("wrong"), std::string::npos);
    });
}

TEST(FtpsVisit, SendsNoPasswordToAnotherDevice) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        WorkerPool pool(1);
        auto target = server.target();
        target.verify = tls::expect("01P00A000000002", std::nullopt);
        const auto room = co_await visit(pool, std::move(target), {});
        EXPECT_EQ(room.error().code, Errc::untrusted) << room.error().detail;
        EXPECT_TRUE(server.commands.empty());
    });
}

TEST(FtpsVisit, EndsAtItsLimitAndWhenItIsStopped) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FileServer server(executor);
        server.silent = true;
        WorkerPool pool(1);
        auto target = server.target();
        target.limit = 200ms;
        EXPECT_EQ((co_await visit(pool, std::move(target), {})).error().code, Errc::timeout);
        std::stop_source stop;
        stop.request_stop();
        const auto began = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await visit(pool, server.target(), stop.get_token())).error().code, Errc::cancelled);
        EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
        auto closed = server.target();
        closed.port = 1;
        EXPECT_EQ((co_await visit(pool, std::move(closed), {})).error().code, Errc::offline);
    });
}

TEST(FtpsVisit, ReadsTheRoomFromItsLineOnly) {
    EXPECT_EQ(free_bytes_of("213 1024"), 1024u);
    EXPECT_EQ(free_bytes_of("213 1024 "), 1024u);
    for (const auto* other :
         {"213", "213 ", "213 -1", "213 12 files", "214 1024", "213-1024", "", "213 99999999999999999999999"})
        EXPECT_FALSE(free_bytes_of(other)) << other;
}

}  // namespace
}  // namespace gantry::net::ftps
