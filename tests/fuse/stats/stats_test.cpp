// The stats server of a whole Fuse, as programs of other people use it.
#include "fuse/stats/stats.hpp"

#include "net/websocket/frame.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::stats {
namespace {

using net::http::Headers;
using net::websocket::Event;
using net::websocket::Opcode;
using net::websocket::Role;
using testing::TemporaryFolder;

// As a proxy on this machine hands on what comes from the network.
const Headers away = {{"x-forwarded-for", "192.0.2.7"}};

// A program of somebody else's, down to the frames: it sees how it is closed.
class Program {
public:
    // The status of the answer is in status().
    awaitable<void> connect(std::uint16_t port, Headers headers = {}, std::string target = "/") {
        auto stream = co_await net::tcp::connect("127.0.0.1", port, 5s);
        EXPECT_TRUE(stream);
        stream_ = std::move(*stream);
        headers.try_emplace("host", "127.0.0.1:" + std::to_string(port));
        auto text = "GET " + target +
                    " HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
        for (const auto& [name, value] : headers)
            text += name + ": " + value + "\r\n";
        text += "\r\n";
        co_await stream_->write(as_bytes(text));
        std::string head;
        while (!head.contains("\r\n\r\n"))
            head += co_await read_some();
        status_ = std::stoi(head.substr(9, 3));
        const auto rest = head.substr(head.find("\r\n\r\n") + 4);
        decoder_.feed(as_bytes(rest));
    }
    int status() const { return status_; }

    awaitable<void> say(std::string text, int times = 1) {
        std::string frames;
        for (int i = 0; i < times; ++i)
            frames += net::websocket::encode(Opcode::text, text, Role::client);
        co_await stream_->write(as_bytes(frames));
    }
    // The next message; null when the server has closed, for the reason that closed() then has.
    awaitable<json::value> next() {
        for (;;) {
            auto event = decoder_.next();
            EXPECT_TRUE(event);
            if (*event && (*event)->opcode == Opcode::text) co_return *parse_json((*event)->payload, large);
            if (*event && (*event)->opcode == Opcode::close) {
                closed_ = net::websocket::parse_close((*event)->payload);
                co_return json::value();
            }
            if (*event) continue;
            const auto text = co_await read_some();
            if (text.empty()) co_return json::value();
            decoder_.feed(as_bytes(text));
        }
    }
    // Reads on to the message of this type.
    awaitable<json::value> next(std::string type) {
        for (;;) {
            auto message = co_await next();
            if (message.is_null() || message.at("type") == type.c_str()) co_return message;
        }
    }
    awaitable<std::uint16_t> end() {
        while (!(co_await next()).is_null()) {
        }
        co_return closed_.code;
    }

private:
    static constexpr JsonLimits large{.max_bytes = 8 * 1024 * 1024};

    awaitable<std::string> read_some() {
        Bytes chunk(64 * 1024);
        const auto count = co_await within(20s, stream_->read_some(chunk));
        co_return std::string(as_text(BytesView(chunk).first(count)));
    }

    std::unique_ptr<net::Stream> stream_;
    net::websocket::Decoder decoder_{Role::client, 8 * 1024 * 1024};
    net::websocket::CloseReason closed_;
    int status_ = 0;
};

struct Rig {
    explicit Rig(Executor executor, Limits limits = {})
        : fuse(executor, folder.path(), no_cloud, {.hash_cost = HashCost::cheapest}, limits) {}

    awaitable<void> change(std::string settings) {
        const auto changed = co_await fuse.call(Method::patch, "/api/settings", std::move(settings));
        EXPECT_EQ(changed.status, 200) << changed.body;
    }
    // Switches the server on, at a free port; the port.
    awaitable<std::uint16_t> start() {
        co_await change(R"({"stats_enabled":true,"stats_port":0})");
        EXPECT_TRUE(co_await fuse.reaches("/api/stats", "/state", "listening"));
        co_return static_cast<std::uint16_t>((co_await fuse.get("/api/stats")).at("port").to_number<int>());
    }
    awaitable<std::string> add(std::string name) {
        const json::value wanted = {{"driver", "virtual"}, {"name", name}};
        const auto added = co_await fuse.call(Method::post, "/api/printers", to_text(wanted));
        EXPECT_EQ(added.status, 201) << added.body;
        co_return std::string(parse_json(added.body)->at("printer").at("id").as_string());
    }
    awaitable<std::string> token(std::string kind, std::string name) {
        const json::value wanted = {{"name", name}};
        const auto added = co_await fuse.call(Method::post, "/api/access/" + kind, to_text(wanted));
        EXPECT_EQ(added.status, 201) << added.body;
        co_return std::string(parse_json(added.body)->at("token").as_string());
    }
    awaitable<void> press(std::string id, std::string what) {
        const auto done = co_await fuse.call(Method::post, "/api/printers/" + id + "/simulation", what);
        EXPECT_EQ(done.status, 200) << done.body;
    }
    awaitable<std::size_t> readers() {
        co_return (co_await fuse.get("/api/stats")).at("readers").as_array().size();
    }

    const TemporaryFolder folder;
    WholeFuse fuse;
};

TEST(Stats, TellEverythingAndThenWhatChanges) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        EXPECT_EQ((co_await rig.fuse.get("/api/stats")).at("state"), "off");
        const auto vase = co_await rig.add("Vase");
        const auto gear = co_await rig.add("Gear");
        Program program;
        co_await program.connect(co_await rig.start());
        EXPECT_EQ(program.status(), 101);
        const auto hello = co_await program.next();
        EXPECT_EQ(hello.at("type"), "hello");
        EXPECT_EQ(hello.at("protocol"), 1);
        const auto state = co_await program.next();
        EXPECT_EQ(state.at("printers").as_array().size(), 2u);
        EXPECT_EQ(state.at("printers").at(0).at("printer").at("name"), "Vase");
        EXPECT_EQ(state.at("printers").at(0).at("state").at("activity"), "idle");

        co_await rig.press(vase, R"({"test_print":{"seconds":7200,"job_name":"Benchy"}})");
        json::value change;
        do
            change = co_await program.next("change");
        while (!change.is_null() && !change.as_object().contains("status"));
        EXPECT_EQ(change.at("id"), vase.c_str());
        EXPECT_EQ(change.at("status"), "printing");
        EXPECT_EQ(change.at("changes").at("progress").at("job_name"), "Benchy");
        EXPECT_FALSE(change.at("changes").as_object().contains("firmware")) << "only what is new";

        co_await program.say(R"({"type":"subscribe","printers":[")" + gear + R"("]})");
        const auto chosen = co_await program.next("state");
        EXPECT_EQ(chosen.at("printers").as_array().size(), 1u);
        EXPECT_EQ((co_await rig.fuse.get("/api/stats")).at("readers").at(0).at("printers"), 1);
        co_await rig.press(vase, R"({"online":false})");
        co_await rig.press(gear, R"({"online":false})");
        EXPECT_EQ((co_await program.next()).at("id"), gear.c_str()) << "Vase is not asked for any more";

        EXPECT_EQ((co_await rig.fuse.call(Method::del, "/api/printers/" + gear)).status, 204);
        EXPECT_TRUE((co_await program.next("state")).at("printers").as_array().empty());
        co_await rig.change(R"({"stats_enabled":false})");
        EXPECT_EQ(co_await program.end(), 1001);
        EXPECT_TRUE(co_await rig.fuse.reaches("/api/stats", "/state", "off"));
        co_await rig.fuse.stop();
    });
}

TEST(Stats, KnowOnlyTheirReadersTokens) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.to_authenticate = 300ms});
        co_await rig.add("Vase");
        const auto port = co_await rig.start();
        const auto token = co_await rig.token("readers", "Grafana");
        const auto player = co_await rig.token("players", "OBS");
        const auto bearer = [](const std::string& of) {
            Headers headers = away;
            headers["authorization"] = "Bearer " + of;
            return headers;
        };
        for (const std::string& wrong : {player, std::string("guess")}) {
            Program program;
            co_await program.connect(port, bearer(wrong));
            EXPECT_EQ(program.status(), 401);
            Program late;
            co_await late.connect(port, away);
            co_await late.say(R"({"type":"authenticate","token":")" + wrong + "\"}");
            EXPECT_EQ(co_await late.end(), close_unauthorized);
        }
        Program silent;
        co_await silent.connect(port, away);
        EXPECT_EQ(co_await silent.end(), close_unauthorized) << "nobody waits for a token for ever";

        Program by_header;
        co_await by_header.connect(port, bearer(token));
        EXPECT_EQ((co_await by_header.next("state")).at("printers").as_array().size(), 1u);
        Program by_message;
        co_await by_message.connect(port, away);
        co_await by_message.say(R"({"type":"authenticate","token":")" + token + "\"}");
        EXPECT_EQ((co_await by_message.next("state")).at("printers").as_array().size(), 1u);
        const auto view = co_await rig.fuse.get("/api/stats");
        EXPECT_EQ(view.at("readers").at(1).at("name"), "Grafana");

        Program here;
        co_await here.connect(port);
        co_await here.next("state");
        co_await here.say(R"({"type":"authenticate","token":"guess"})");
        EXPECT_EQ(co_await here.end(), close_unauthorized) << "wrong is wrong, needed or not";

        Headers at_the_door = away;
        at_the_door["authorization"] = "Bearer " + token;
        EXPECT_EQ((co_await rig.fuse.ask(Method::get, "/api/printers", at_the_door)).status, 401)
            << "the token is good for nothing else";
        const auto access = co_await rig.fuse.get("/api/access");
        for (const auto& session : access.at("sessions").as_array()) {
            const std::string id(session.at("id").as_string());
            if (session.at("kind") == "reader")
                EXPECT_EQ((co_await rig.fuse.call(Method::del, "/api/access/sessions/" + id)).status, 204);
        }
        EXPECT_EQ(co_await by_header.end(), close_unauthorized);
        EXPECT_EQ(co_await by_message.end(), close_unauthorized);
        co_await rig.fuse.stop();
    });
}

TEST(Stats, AreNotReadByForeignPagesOrUnderForeignNames) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        const auto port = co_await rig.start();
        const auto status = [&](Headers headers, std::string target = "/") -> awaitable<int> {
            Program program;
            co_await program.connect(port, std::move(headers), std::move(target));
            co_return program.status();
        };
        const Headers page = {{"origin", "https://dashboard.example.com"}};
        EXPECT_EQ(co_await status(page), 403);
        EXPECT_EQ(co_await status({{"origin", "http://127.0.0.1:" + std::to_string(port)}}), 403);
        EXPECT_EQ(co_await status({{"host", "evil.example:8889"}}), 403);
        EXPECT_EQ(co_await status({}, "/?printers=a,,b"), 400);
        EXPECT_EQ(co_await status({}, "/other"), 404);
        co_await rig.change(R"({"stats_origins":["https://dashboard.example.com"]})");
        EXPECT_EQ(co_await status(page), 101);
        EXPECT_EQ(co_await status({{"origin", "https://dashboard.example.com:444"}}), 403);
        for (const auto* wrong : {R"(["dashboard"])", R"(["https://a/b"])", R"(["file:///a"])", R"(["*"])"}) {
            const auto answer = co_await rig.fuse.call(Method::patch, "/api/settings",
                                                       std::string(R"({"stats_origins":)") + wrong + "}");
            EXPECT_EQ(answer.status, 400) << wrong;
        }
        co_await rig.fuse.stop();
    });
}

TEST(Stats, DropWhoReadsTooSlowly) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.max_queued_bytes = 256 * 1024});
        for (int i = 0; i < 20; ++i)
            co_await rig.add("Virtual " + std::to_string(i));
        const auto port = co_await rig.start();
        Program slow;
        co_await slow.connect(port);
        // Each is answered with everything: 60 KB that nobody takes. Said at once, because the server may
        // hang up after any of them.
        co_await slow.say(R"({"type":"subscribe"})", 200);
        EXPECT_EQ(co_await slow.end(), close_slow);
        for (int i = 0; i < 200 && co_await rig.readers() > 0; ++i)
            co_await sleep_for(20ms);
        EXPECT_EQ(co_await rig.readers(), 0u);
        Program next;
        co_await next.connect(port);
        EXPECT_EQ((co_await next.next("state")).at("printers").as_array().size(), 20u);
        co_await rig.fuse.stop();
    });
}

TEST(Stats, TurnAwayWhomTheyHaveNoPlaceFor) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.readers = 2, .unknown = 1});
        const auto port = co_await rig.start();
        Program first;
        co_await first.connect(port);
        co_await first.next("state");
        Program unknown;
        co_await unknown.connect(port, away);
        Program other;
        co_await other.connect(port, away);
        EXPECT_EQ(co_await other.end(), close_too_many) << "one stranger at a time here";
        Program second;
        co_await second.connect(port);
        // Places for those who may come are not taken by those who may not.
        co_await second.next("state");
        Program third;
        co_await third.connect(port);
        EXPECT_EQ(co_await third.end(), close_too_many);
        co_await second.say("[]");
        EXPECT_EQ(co_await second.end(), close_malformed);
        co_await rig.fuse.stop();
    });
}

TEST(Stats, SayThatTheirPortIsTakenAndTakeItOnceItIsFree) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.retry = 20ms});
        auto taken = std::make_unique<net::tcp::Listener>(executor, "127.0.0.1", 0);
        const auto port = taken->port();
        co_await rig.change(R"({"stats_enabled":true,"stats_port":)" + std::to_string(port) + "}");
        EXPECT_TRUE(co_await rig.fuse.reaches("/api/stats", "/state", "failed"));
        const auto failed = co_await rig.fuse.get("/api/stats");
        EXPECT_TRUE(failed.at("problem").at("detail").as_string().starts_with("Port ")) << to_text(failed);
        taken.reset();
        EXPECT_TRUE(co_await rig.fuse.reaches("/api/stats", "/state", "listening"));
        Program program;
        co_await program.connect(port);
        EXPECT_EQ((co_await program.next()).at("type"), "hello");
        EXPECT_EQ((co_await rig.fuse.call(Method::patch, "/api/settings", R"({"stats_port":70000})")).status,
                  400);
        co_await rig.fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::stats
