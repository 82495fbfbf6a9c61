#include "fuse/communications/communications.hpp"

#include <gtest/gtest.h>

#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::communications {
namespace {

using printers::FuseRig;
using sim::eventually;

struct Desk : FuseRig {
    explicit Desk(Executor executor, Limits limits = {})
        : FuseRig(executor), communications(pool, printers, limits) {}

    awaitable<std::vector<Row>> rows(farm::PrinterId id, Filter filter = {}) {
        const auto selection = co_await communications.select(id, std::move(filter), 0, 2000);
        co_return selection->messages;
    }

    WorkerPool pool{1};
    Communications communications;
};

std::string names_of(const std::vector<Row>& rows) {
    std::string names;
    for (const auto& row : rows)
        names += row.name + " ";
    return names;
}

TEST(Communications, KeepWhatIsSaidBothWays) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await printers::start(sim);
        Desk desk(executor);
        const auto id = co_await desk.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await eventually([&] { return !desk.state(id).firmware.empty(); }));
        EXPECT_TRUE(co_await desk.printers.command(id, printers::Action::light_off));
        auto sent = co_await desk.rows(id, {.receive = false, .connection = false});
        EXPECT_EQ(names_of(sent), "pushall get_version ledctrl ");
        EXPECT_EQ(sent.front().topic, "device/" + sim.printer.serial() + "/request");
        const auto received = co_await desk.rows(id, {.send = false, .connection = false});
        EXPECT_TRUE(names_of(received).contains("push_status "));
        EXPECT_TRUE(names_of(received).contains("get_version "));
        const auto connection = co_await desk.rows(id, {.send = false, .receive = false});
        EXPECT_EQ(names_of(connection), "connected ");
        const auto whole = co_await desk.communications.read(id, received.back().number);
        EXPECT_TRUE(whole->complete);
        EXPECT_EQ(whole->state->light_on, desk.state(id).light_on);
        const auto lines = co_await desk.communications.lines(id, 1 << 20);
        EXPECT_FALSE(lines->contains("12345678")) << "the access code is nobody's business";
        co_await desk.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Communications, TellWhyAConnectionWasRefusedOrLost) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await printers::start(sim);
        Desk desk(executor);
        auto wanted = FuseRig::how_to_reach(sim.printer);
        wanted.access_code = Secret("87654321");
        const auto id = co_await desk.add(std::move(wanted));
        EXPECT_TRUE(co_await desk.reaches(id, farm::Connection::refused));
        EXPECT_TRUE(co_await desk.printers.change(id, {.access_code = Secret("12345678")}));
        EXPECT_TRUE(co_await desk.reaches(id, farm::Connection::online));
        EXPECT_TRUE(co_await sim.printer.apply({sim::FaultKind::printer_off}));
        EXPECT_TRUE(co_await desk.reaches(id, farm::Connection::offline));
        const auto rows = co_await desk.rows(id, {.send = false, .receive = false});
        EXPECT_TRUE(names_of(rows).starts_with("refused connected lost ")) << names_of(rows);
        const auto refused = co_await desk.communications.read(id, rows.front().number);
        EXPECT_TRUE(refused->body.contains("access code")) << refused->body;
        co_await desk.printers.stop();
        co_await sim.printer.stop();
    });
}

struct Talk {
    farm::PrinterId id;
    printers::Printers& printers;
    void receive(std::string_view text) {
        printers.message().tell(id, {printers::Direction::receive, "report", "push_status", text});
    }
};

awaitable<Talk> talk_with(Desk& desk, std::string serial) {
    printers::NewPrinter wanted{.name = serial,
                                .address = std::string("127.0.0.") + serial.back(),
                                .serial = serial,
                                .access_code = Secret("12345678"),
                                .ports = {.mqtt = 1}};
    auto id = co_await desk.add(std::move(wanted));
    co_return Talk{id, desk.printers};
}

TEST(Communications, ShareOneBoundAndTakeFromTheLargest) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Desk desk(executor, {.bytes_in_all = 100'000});
        auto quiet = co_await talk_with(desk, "01P00A000000001");
        auto loud = co_await talk_with(desk, "01P00A000000002");
        quiet.receive("first");
        for (int i = 0; i < 200; ++i) {
            loud.receive(to_base64(random_bytes(3000)));
            EXPECT_LE(desk.communications.bytes(), 100'000u);
        }
        EXPECT_GT(desk.communications.amount(loud.id).dropped, 150u);
        EXPECT_EQ(desk.communications.amount(quiet.id).dropped, 0u);
        EXPECT_TRUE(co_await desk.printers.remove(loud.id));
        EXPECT_LT(desk.communications.bytes(), 10'000u) << "what is removed is forgotten";
        EXPECT_EQ((co_await desk.communications.select(loud.id, {}, 0, 10)).error().code, Errc::not_found);
        co_await desk.printers.stop();
    });
}

TEST(Communications, TellWhoeverFollows) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Desk desk(executor);
        auto talk = co_await talk_with(desk, "01P00A000000001");
        std::vector<std::string> heard;
        auto following = desk.communications.follow(talk.id, [&](const Row* row, std::string_view text) {
            heard.push_back(row == nullptr ? "cleared" : row->name + " " + std::string(text));
        });
        talk.receive(R"({"token":"x"})");
        EXPECT_TRUE(desk.communications.clear(talk.id));
        EXPECT_EQ(desk.communications.amount(talk.id).messages, 0u);
        following = {};
        talk.receive("unheard");
        EXPECT_EQ(heard, (std::vector<std::string>{R"(push_status {"token":"[redacted]"})", "cleared"}));
        co_await desk.printers.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::communications
