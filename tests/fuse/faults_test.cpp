// What must not be lost, whatever happens to the machine: a killed program, a full disk, a clock set back.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "fuse/files/files.hpp"
#include "net/tcp/stream.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/fuse/fuse_process.hpp"

namespace gantry::fuse {
namespace {

using net::http::Method;
using testing::FuseProcess;
using testing::TemporaryFolder;

// What a person was told is on the disk, and what was on its way when the program died.
struct Told {
    std::int64_t size = 2;
    std::optional<std::int64_t> next_size;
    std::set<std::string> printers;
    std::optional<std::string> coming;
    std::optional<std::string> going;
};

std::set<std::string> names_of(const json::value& views) {
    std::set<std::string> names;
    for (const auto& view : views.as_array())
        names.emplace(view.at("printer").at("name").as_string());
    return names;
}

// Confirms and continues until the program no longer answers.
awaitable<void> change_until_it_dies(FuseProcess& fuse, Told& told, int& count) {
    for (;;) {
        told.next_size = ++count % 9000 + 1;
        const json::value size = {{"timelapse_cache_gb", *told.next_size}};
        auto answer = co_await fuse.call(Method::patch, "/api/settings", to_text(size));
        if (!answer || answer->status != 200) co_return;
        told.size = *std::exchange(told.next_size, std::nullopt);
        if (told.printers.size() < 10) {
            told.coming = "V" + std::to_string(count);
            const json::value printer = {{"driver", "virtual"}, {"name", *told.coming}};
            answer = co_await fuse.call(Method::post, "/api/printers", to_text(printer));
            if (!answer || answer->status != 201) co_return;
            told.printers.insert(*std::exchange(told.coming, std::nullopt));
        } else {
            const auto views = co_await fuse.call(Method::get, "/api/printers");
            if (!views) co_return;
            const auto first = parse_json(views->body)->at(0).at("printer");
            told.going = std::string(first.at("name").as_string());
            answer =
                co_await fuse.call(Method::del, "/api/printers/" + std::string(first.at("id").as_string()));
            if (!answer || answer->status != 204) co_return;
            told.printers.erase(*std::exchange(told.going, std::nullopt));
        }
    }
}

awaitable<void> expect_as_told(FuseProcess& fuse, Told& told) {
    const auto size = (co_await fuse.get("/api/settings")).at("timelapse_cache_gb").to_number<std::int64_t>();
    EXPECT_TRUE(size == told.size || size == told.next_size) << size << " instead of " << told.size;
    const auto printers = names_of(co_await fuse.get("/api/printers"));
    auto expected = told.printers;
    if (told.coming && printers.contains(*told.coming)) expected.insert(*told.coming);
    if (told.going && !printers.contains(*told.going)) expected.erase(*told.going);
    EXPECT_EQ(printers, expected);
    told = {.size = size, .printers = printers};
}

TEST(Faults, KillTheProgramAtAnyMomentAndItIsAsLastConfirmed) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        Told told;
        int count = 0;
        std::minstd_rand random(7);
        co_await fuse.start();
        for (int round = 0; round < 6; ++round) {
            Supervisor supervisor(executor, "test");
            auto killing = supervisor.spawn("kill", [&]() -> awaitable<void> {
                co_await sleep_for(std::chrono::milliseconds(20 + random() % 400));
                co_await fuse.kill();
            });
            co_await change_until_it_dies(fuse, told, count);
            co_await killing.join();
            co_await fuse.start();
            co_await expect_as_told(fuse, told);
        }
        EXPECT_GT(count, 10) << "it did something between its deaths";
        EXPECT_THAT(fuse.output(),
                    ::testing::HasSubstr("open http://localhost:" + std::to_string(fuse.port()) + " "));
        co_await fuse.end();
    });
}

// Kills Fuse in the middle of a request, starts it again, and says whether the request was answered before.
awaitable<bool> killed_while(Executor executor, FuseProcess& fuse, std::chrono::milliseconds after,
                             std::function<awaitable<std::optional<net::http::Response>>()> request) {
    Supervisor supervisor(executor, "test");
    auto killing = supervisor.spawn("kill", [&]() -> awaitable<void> {
        co_await sleep_for(after);
        co_await fuse.kill();
    });
    const auto answer = co_await request();
    co_await killing.join();
    co_await fuse.start();
    co_return answer && answer->status < 300;
}

// From at once to well after the answer.
constexpr auto moments = {0ms, 1ms, 2ms, 4ms, 8ms, 16ms, 60ms};

TEST(Faults, LeaveAPrinterAsItWasOrAsItWasEditedWhenKilledMeanwhile) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        std::string name = "Name 0";
        const auto added =
            co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"Name 0"})");
        const auto path =
            "/api/printers/" + std::string(parse_json(added->body)->at("printer").at("id").as_string());
        int round = 0;
        for (const auto after : moments) {
            const auto next = "Name " + std::to_string(++round);
            const auto body = R"({"name":")" + next + R"("})";
            const bool told = co_await killed_while(executor, fuse, after,
                                                    [&] { return fuse.call(Method::patch, path, body); });
            const auto now = names_of(co_await fuse.get("/api/printers"));
            EXPECT_TRUE(now == std::set{next} || (!told && now == std::set{name})) << round;
            name = *now.begin();
        }
        co_await fuse.end();
    });
}

std::string import_of_two() {
    json::array printers;
    for (const auto* serial : {"01P00A000000001", "01P00A000000002"})
        printers.push_back({{"driver", "virtual"}, {"name", serial}, {"serial", serial}});
    const json::object file = {{"format", "gantry-fuse-printers"}, {"version", 1}, {"printers", printers}};
    const json::value wanted = {{"file", to_text(file)}, {"choices", {{{"line", 0}}, {{"line", 1}}}}};
    return to_text(wanted);
}

TEST(Faults, TakeOverAllOfAnImportOrNothingWhenKilledMeanwhile) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        for (const auto after : moments) {
            EXPECT_EQ((co_await fuse.call(Method::del, "/api/printers"))->status, 200);
            const bool told = co_await killed_while(executor, fuse, after, [&] {
                return fuse.call(Method::post, "/api/printers/import", import_of_two());
            });
            const auto count = (co_await fuse.get("/api/printers")).as_array().size();
            EXPECT_TRUE(count == 2 || (!told && count == 0)) << count;
        }
        co_await fuse.end();
    });
}

TEST(Faults, ResetEverythingOrNothingWhenKilledMeanwhile) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        for (const auto after : {0ms, 2ms, 8ms, 60ms, 190ms, 210ms, 400ms}) {
            co_await fuse.call(Method::patch, "/api/settings", R"({"file_cache_gb":7})");
            if ((co_await fuse.get("/api/printers")).as_array().empty()) {
                const auto added =
                    co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"One"})");
                EXPECT_EQ(added->status, 201);
            }
            const auto key = (co_await fuse.get("/api/client")).at("public_key");
            const bool told = co_await killed_while(
                executor, fuse, after, [&] { return fuse.call(Method::post, "/api/client/reset"); });
            const bool printers = !(co_await fuse.get("/api/printers")).as_array().empty();
            const bool settings = (co_await fuse.get("/api/settings")).at("file_cache_gb") == 7;
            const bool identity = (co_await fuse.get("/api/client")).at("public_key") == key;
            EXPECT_EQ(printers, settings);
            EXPECT_EQ(printers, identity);
            EXPECT_FALSE(told && printers) << "it was confirmed";
        }
        co_await fuse.end();
    });
}

TEST(Faults, KeepTheOldPasswordOrTheNewOneWhenKilledMeanwhile) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        const auto set = [&fuse](std::string password) {
            return fuse.call(Method::put, "/api/access/password", R"({"password":")" + password + R"("})");
        };
        const auto opens = [&fuse](std::string password) -> awaitable<bool> {
            const auto answer =
                co_await fuse.call(Method::post, "/api/session", R"({"password":")" + password + R"("})");
            co_return answer && answer->status == 200;
        };
        std::string password = "the password 0";
        EXPECT_EQ((co_await set(password))->status, 204);
        int round = 0;
        for (const auto after : {1ms, 30ms, 100ms, 300ms, 1500ms}) {
            const auto next = "the password " + std::to_string(++round);
            const bool told = co_await killed_while(executor, fuse, after, [&] { return set(next); });
            const bool is_new = co_await opens(next);
            EXPECT_NE(is_new, co_await opens(password)) << "one of the two, and not the other: " << round;
            EXPECT_TRUE(is_new || !told);
            if (is_new) password = next;
        }
        co_await fuse.end();
    });
}

awaitable<void> expect_refusal(FuseProcess& fuse, Method method, std::string path, std::string body,
                               std::string words) {
    const auto refused = co_await fuse.call(method, path, std::move(body));
    EXPECT_TRUE(refused);
    if (!refused) co_return;
    EXPECT_EQ(refused->status, 500) << path << ": " << refused->body;
    EXPECT_TRUE(refused->body.contains("\"storage\"")) << refused->body;
    EXPECT_TRUE(refused->body.contains(words)) << refused->body;
}

TEST(Faults, NameAPortThatAnotherProgramHas) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        const net::tcp::Listener other(executor, "127.0.0.1", fuse.port());
        EXPECT_THAT(co_await fuse.fail_to_start(),
                    ::testing::HasSubstr("gantry-fuse: Port " + std::to_string(fuse.port()) +
                                         " is taken by another program. Choose another port"));
    });
}

TEST(Faults, NameAFullDiskAndKeepEverything) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FuseProcess fuse(executor, folder.path());
        co_await fuse.start();
        const auto added =
            co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"First"})");
        EXPECT_EQ(added->status, 201);
        const std::string id(parse_json(added->body)->at("printer").at("id").as_string());
        co_await fuse.call(Method::patch, "/api/settings", R"({"file_cache_gb":5})");
        fuse.limit_files(1);
        co_await expect_refusal(fuse, Method::patch, "/api/settings", R"({"file_cache_gb":6})", "disk");
        co_await expect_refusal(fuse, Method::post, "/api/printers",
                                R"({"driver":"virtual","name":"Second"})", "disk");
        co_await expect_refusal(fuse, Method::patch, "/api/printers/" + id, R"({"name":"Other"})", "disk");
        co_await expect_refusal(fuse, Method::del, "/api/printers/" + id, "", "disk");
        co_await expect_refusal(fuse, Method::del, "/api/printers", "", "disk");
        co_await expect_refusal(fuse, Method::post, "/api/client/reset", "", "disk");
        co_await expect_refusal(fuse, Method::post, "/api/printers/import", import_of_two(), "disk");
        const auto upload = co_await fuse.call(Method::post, "/api/files", "; a file that does not fit",
                                               {{"content-disposition", "attachment; filename=\"a.gcode\""}});
        EXPECT_TRUE(upload && upload->status == 500 && upload->body.contains("the disk is full"));
        const auto unchanged = [&fuse]() -> awaitable<void> {
            EXPECT_EQ(names_of(co_await fuse.get("/api/printers")), std::set<std::string>{"First"});
            EXPECT_EQ((co_await fuse.get("/api/settings")).at("file_cache_gb"), 5);
            EXPECT_EQ((co_await fuse.get("/api/files")).at("usage").at("bytes"), 0);
        };
        co_await unchanged();
        co_await fuse.kill();
        co_await fuse.start();
        co_await unchanged();
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"file_cache_gb":6})"))->status, 200)
            << "there is room again";
        co_await fuse.end();
    });
}

TEST(Faults, EvictTheLeastRecentlyUsedAlsoWhenTheClockWasSetBack) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Store store(folder.path());
        const auto put = [](files::Files& files, std::string name) -> awaitable<void> {
            auto incoming = co_await files.add(std::move(name), 400);
            EXPECT_TRUE(incoming);
            EXPECT_TRUE(co_await (*incoming)->write("; " + std::string(398, 'x')));
            EXPECT_TRUE(co_await (*incoming)->finish());
        };
        const auto id = files::FileId("00000000000000000000000000000001");
        std::filesystem::create_directories(folder.path() + "/files");
        std::ofstream(folder.path() + "/files/" + id.text()) << "; " << std::string(398, 'x');
        // Cached when the clock was a year ahead.
        const auto ahead = std::chrono::system_clock::now() + std::chrono::years(1);
        const auto created_at =
            std::chrono::duration_cast<std::chrono::milliseconds>(ahead.time_since_epoch());
        EXPECT_TRUE(co_await store.save_file(
            {.id = id, .name = "ahead.gcode", .bytes = 400, .created_at = created_at.count(), .used = 1}));
        files::Files files(executor, store, folder.path(), [] { return 1000; });
        files.load();
        co_await put(files, "second.gcode");
        co_await put(files, "third.gcode");
        std::set<std::string> names;
        for (const auto& file : files.list())
            names.insert(file.name);
        EXPECT_EQ(names, (std::set<std::string>{"second.gcode", "third.gcode"}));
        co_await files.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
