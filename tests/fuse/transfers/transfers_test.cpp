// Files on their way from a whole Fuse to simulated printers, whose file servers are real.
#include "fuse/transfers/transfers.hpp"

#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::transfers {
namespace {

using sim::FaultKind;
using testing::TemporaryFolder;

struct Bench {
    explicit Bench(Executor executor, const std::string& model = "x1c")
        : rig(executor, {.model = model, .frame_rate = 1}), fuse(executor, options(data.path())) {}

    static Options options(const std::string& data) {
        auto options = WholeFuse::usual(data, no_cloud);
        options.transfers.pause = 1500ms;
        return options;
    }

    awaitable<void> begin() {
        const auto started = co_await rig.printer.start();
        EXPECT_TRUE(started) << started.error().detail;
        EXPECT_NE(rig.printer.ports().ftps, 0) << "these tests need vsftpd, and root for it";
        printer = co_await fuse.add(rig.printer);
    }
    awaitable<void> end() {
        co_await fuse.stop();
        co_await rig.printer.stop();
    }
    awaitable<void> fault(sim::Fault fault) { EXPECT_TRUE(co_await rig.printer.apply(fault)); }

    // Into the cache; the file's id.
    awaitable<std::string> cache(std::string name, std::string content) {
        const auto answer =
            co_await fuse.ask(Method::post, "/api/files",
                              {{"content-type", "application/octet-stream"},
                               {"content-disposition", "attachment; filename=\"" + name + "\""}},
                              std::move(content));
        EXPECT_EQ(answer.status, 201) << answer.body;
        co_return std::string(parse_json(answer.body)->at("id").as_string());
    }
    awaitable<Response> send(std::string file) {
        const json::value wanted = {{"file", file}, {"printer", printer}};
        co_return co_await fuse.call(Method::post, "/api/transfers", to_text(wanted));
    }
    awaitable<json::value> newest() {
        const auto all = co_await fuse.get("/api/transfers");
        co_return all.at("transfers").as_array().empty() ? json::value() : all.at("transfers").at(0);
    }
    // Of the newest, once it is so.
    awaitable<json::value> reaches(std::string state) {
        EXPECT_TRUE(co_await fuse.reaches("/api/transfers", "/transfers/0/state", state))
            << to_text(co_await newest());
        co_return co_await newest();
    }
    std::filesystem::path storage() const { return rig.folder.path() + "/printer/storage"; }

    const TemporaryFolder data;
    sim::Rig rig;
    WholeFuse fuse;
    std::string printer;
};

std::string gcode(std::size_t bytes) {
    std::string text = "; header\n";
    while (text.size() < bytes)
        text += "G1 X" + std::to_string(text.size()) + " Y20 E0.4\n";
    text.resize(bytes);
    return text;
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_logged(std::string_view text) {
    return std::ranges::any_of(log::since(0, 5000),
                               [&](const auto& line) { return line.text.contains(text); });
}

TEST(Transfers, ArriveWholeOnEveryKindOfPrinter) {
    for (const auto* model : {"x1c", "p1s"}) {
        run_coroutine([model](Executor executor) -> awaitable<void> {
            Bench bench(executor, model);
            co_await bench.begin();
            const auto content = gcode(700'000);
            const auto answer = co_await bench.send(co_await bench.cache("big vase.gcode", content));
            EXPECT_EQ(answer.status, 201) << answer.body;
            const auto sent = co_await bench.reaches("sent");
            EXPECT_EQ(sent.at("name_there"), "big_vase.gcode");
            EXPECT_EQ(sent.at("sent"), 700'000);
            EXPECT_EQ(sent.at("tries"), 1);
            EXPECT_TRUE(content_of(bench.storage() / "big_vase.gcode") == content);
            EXPECT_TRUE(is_logged("sending “big vase.gcode” to Workshop"));
            EXPECT_TRUE(is_logged("sent “big vase.gcode” to Workshop"));
            co_await bench.end();
        });
    }
}

TEST(Transfers, TellHowFarTheyAreAndEndWhenAsked) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.begin();
        co_await bench.fault({.kind = FaultKind::slow_ftp, .kilobytes_per_second = 200});
        const auto file = co_await bench.cache("slow.gcode", gcode(4'000'000));
        EXPECT_EQ((co_await bench.send(file)).status, 201);
        EXPECT_EQ((co_await bench.send(file)).status, 409) << "it is on its way";
        json::value seen;
        do {
            co_await sleep_for(20ms);
            seen = co_await bench.newest();
        } while (seen.at("sent").as_int64() == 0 && seen.at("ended_at").as_int64() == 0);
        EXPECT_LT(seen.at("sent").as_int64(), 4'000'000);
        EXPECT_EQ((co_await bench.fuse.call(Method::del, "/api/files/" + file)).status, 409)
            << "a file in use stays";
        const std::string id(seen.at("id").as_string());
        EXPECT_EQ((co_await bench.fuse.call(Method::del, "/api/transfers/" + id)).status, 204);
        co_await bench.reaches("cancelled");
        EXPECT_FALSE(exists(bench.storage() / "slow.gcode")) << "half a file is not left behind";
        EXPECT_EQ((co_await bench.fuse.call(Method::del, "/api/transfers/" + id)).status, 204);
        EXPECT_EQ((co_await bench.fuse.call(Method::del, "/api/transfers/" + id)).status, 404);
        EXPECT_EQ((co_await bench.fuse.call(Method::del, "/api/files/" + file)).status, 204);
        co_await bench.end();
    });
}

TEST(Transfers, AreTriedAgainWhenTheLinkBreaks) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.begin();
        co_await bench.fault({.kind = FaultKind::slow_ftp, .kilobytes_per_second = 400});
        const auto content = gcode(1'500'000);
        EXPECT_EQ((co_await bench.send(co_await bench.cache("part.gcode", content))).status, 201);
        json::value seen;
        do {
            co_await sleep_for(20ms);
            seen = co_await bench.newest();
        } while (seen.at("sent").as_int64() == 0 && seen.at("ended_at").as_int64() == 0);
        co_await bench.fault({.kind = FaultKind::printer_off});
        const auto broken = co_await bench.reaches("waiting");
        EXPECT_EQ(broken.at("cause"), "link_unstable") << to_text(broken);
        EXPECT_TRUE(is_logged("(try 1 of 3)"));
        co_await bench.fault({.kind = FaultKind::clear});
        const auto sent = co_await bench.reaches("sent");
        EXPECT_GT(sent.at("tries").as_int64(), 1);
        EXPECT_TRUE(sent.at("problem").is_null());
        EXPECT_TRUE(content_of(bench.storage() / "part.gcode") == content);
        co_await bench.end();
    });
}

TEST(Transfers, SayThatAStickIsMissing) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p2s");
        co_await bench.begin();
        const auto file = co_await bench.cache("part.gcode.3mf", "PK\x03\x04" + std::string(1000, 'x'));
        co_await bench.fault({.kind = FaultKind::no_storage});
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.printer, "/state/storage", "none"));
        const auto refused = co_await bench.send(file);
        EXPECT_EQ(refused.status, 422) << refused.body;
        EXPECT_TRUE(refused.body.contains("nothing is plugged in. Plug a USB storage device"))
            << refused.body;
        co_await bench.fault({.kind = FaultKind::clear});
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.printer, "/state/storage", "good"));
        EXPECT_EQ((co_await bench.send(file)).status, 201);
        co_await bench.reaches("sent");
        co_await bench.end();
    });
}

TEST(Transfers, AreRefusedWithTheReason) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.begin();
        const auto file = co_await bench.cache("part.bgcode", "GCDE" + std::string(1000, 'x'));
        const auto unsupported = co_await bench.send(file);
        EXPECT_EQ(unsupported.status, 501) << unsupported.body;
        EXPECT_EQ((co_await bench.send("nothing")).status, 404);
        const auto real = std::exchange(bench.printer, "nobody");
        EXPECT_EQ((co_await bench.send(file)).status, 404);
        const auto added =
            co_await bench.fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"Vase"})");
        bench.printer = parse_json(added.body)->at("printer").at("id").as_string();
        const auto nowhere = co_await bench.send(file);
        EXPECT_EQ(parse_json(nowhere.body)->at("detail"), "Vase has no storage that files could be sent to");
        bench.printer = real;
        co_await bench.fault({.kind = FaultKind::printer_off});
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + real, "/state/connection", "offline"));
        EXPECT_EQ(parse_json((co_await bench.send(file)).body)->at("code"), "offline");
        co_await bench.end();
    });
}

TEST(Transfers, GoToAPrinterOneAfterTheOther) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor);
        co_await bench.begin();
        co_await bench.fault({.kind = FaultKind::slow_ftp, .kilobytes_per_second = 500});
        EXPECT_EQ((co_await bench.send(co_await bench.cache("one.gcode", gcode(600'000)))).status, 201);
        EXPECT_EQ((co_await bench.send(co_await bench.cache("two.gcode", gcode(1'000)))).status, 201);
        EXPECT_EQ((co_await bench.newest()).at("state"), "waiting");
        co_await bench.reaches("sent");
        const auto all = (co_await bench.fuse.get("/api/transfers")).at("transfers");
        EXPECT_EQ(all.at(1).at("state"), "sent");
        EXPECT_GE(all.at(0).at("began_at").as_int64(), all.at(1).at("ended_at").as_int64());
        co_await bench.end();
    });
}

}  // namespace
}  // namespace gantry::fuse::transfers
