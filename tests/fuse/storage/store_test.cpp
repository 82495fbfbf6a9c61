#include "fuse/storage/store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "fuse/storage/folder.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::storage {
namespace {

using testing::TemporaryFolder;

printers::PrinterConfig workshop() {
    return {.printer = {.id = farm::PrinterId("one"),
                        .name = "Workshop \"P1S\"; DROP TABLE printers",
                        .model = "P1S",
                        .serial = "01P00A000000001",
                        .driver = "bambu",
                        .camera = "bambu_jpeg"},
            .address = "192.0.2.30",
            .ports = {.mqtt = 18883},
            .access_code = Secret("12345678"),
            .fingerprint = printers::Fingerprint{std::byte{7}}};
}

std::string contents(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Store, KeepsPrintersInTheirOrder) {
    const TemporaryFolder folder;
    auto second = workshop();
    second.printer.id = farm::PrinterId("two");
    auto renamed = workshop();
    renamed.printer.name = "Renamed";
    renamed.fingerprint.reset();
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(workshop()));
        EXPECT_TRUE(co_await store.save_printer(second));
        EXPECT_TRUE(co_await store.save_printer(renamed));
    });
    Store store(folder.path());
    const auto loaded = store.load_printers();
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(*loaded, (std::vector{renamed, second}));
}

TEST(Store, KeepsTheFieldsOfADriverSealed) {
    const TemporaryFolder folder;
    auto kiln = workshop();
    kiln.options = {{"user", "eva-of-the-hall"}, {"camera_url", "http://192.0.2.9/?\"q\""}};
    kiln.secrets = {{"api_key", Secret("k1ln \"key\"")}};
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(workshop()));
        EXPECT_TRUE(co_await store.save_printer(kiln)) << "in place of the other";
    });
    Store store(folder.path());
    const auto loaded = store.load_printers();
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(*loaded, std::vector{kiln});
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        EXPECT_FALSE(contents(entry.path()).contains("k1ln")) << entry.path();
}

TEST(Store, KeepsASimulationApartFromTheRest) {
    const TemporaryFolder folder;
    auto demo = workshop();
    demo.simulation = printers::Simulation{.nozzle_mm = 0.6, .hms_errors = {"HMS_0300_0100_0001_0007"}};
    auto told = *demo.simulation;
    told.online = false;
    told.print = printers::StartedPrint{.print = {.job_name = "Benchy"}, .started_at = 7};
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(demo));
        EXPECT_TRUE(co_await store.save_simulation(demo.printer.id, told));
        auto renamed = demo;
        renamed.printer.name = "Renamed";
        EXPECT_TRUE(co_await store.save_printer(renamed)) << "with what it knew before";
        EXPECT_TRUE(co_await store.save_simulation(farm::PrinterId("none"), told));
    });
    Store store(folder.path());
    const auto loaded = store.load_printers();
    ASSERT_TRUE(loaded) << loaded.error().detail;
    ASSERT_EQ(loaded->size(), 1u);
    EXPECT_EQ(loaded->at(0).printer.name, "Renamed");
    EXPECT_EQ(loaded->at(0).simulation, told);
}

TEST(Store, KeepsWhatIsOnThePlateApartFromTheRest) {
    const TemporaryFolder folder;
    const printers::Plate plate{.in_use = false, .cleared = "finished benchy"};
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(workshop()));
        EXPECT_TRUE(co_await store.save_plate(workshop().printer.id, plate));
        EXPECT_TRUE(co_await store.save_printer(workshop())) << "with what it knew before";
    });
    Store store(folder.path());
    EXPECT_EQ(store.load_printers()->at(0).plate, plate);
}

TEST(Store, ForgetsRemovedPrinters) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(workshop()));
        EXPECT_TRUE(co_await store.remove_printer(farm::PrinterId("one")));
    });
    Store store(folder.path());
    EXPECT_TRUE(store.load_printers()->empty());
}

TEST(Store, KeepsNamedRecords) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_FALSE(*store.load_record("settings"));
        EXPECT_TRUE(co_await store.save_record("settings", Secret("{}")));
        EXPECT_TRUE(co_await store.save_record("settings", Secret("{\"a\":1}")));
        EXPECT_TRUE(co_await store.save_record("token", Secret("t")));
        EXPECT_TRUE(co_await store.remove_record("token"));
    });
    Store store(folder.path());
    EXPECT_EQ((*store.load_record("settings"))->reveal(), "{\"a\":1}");
    EXPECT_FALSE(*store.load_record("token"));
}

TEST(Store, WritesNoSecretInTheClear) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor) -> awaitable<void> {
        Store store(folder.path());
        EXPECT_TRUE(co_await store.save_printer(workshop()));
        EXPECT_TRUE(co_await store.save_record("token", Secret("secret-token")));
    });
    for (const auto* name : {"/fuse.sqlite", "/fuse.sqlite-wal"}) {
        const auto bytes = contents(folder.path() + name);
        EXPECT_EQ(bytes.find("12345678"), bytes.npos) << name;
        EXPECT_EQ(bytes.find("secret-token"), bytes.npos) << name;
    }
    struct stat key{};
    ASSERT_EQ(stat((folder.path() + "/key").c_str(), &key), 0);
    EXPECT_EQ(key.st_mode & 0777, 0600u);
}

TEST(Store, RefusesAKeyThatOthersMayRead) {
    const TemporaryFolder folder;
    {
        Store store(folder.path());
    }
    chmod((folder.path() + "/key").c_str(), 0644);
    EXPECT_THROW(Store(folder.path()), std::runtime_error);
}

TEST(Folder, JoinsPlainFileNamesOnly) {
    EXPECT_EQ(*file_in("/data", "fuse.sqlite"), "/data/fuse.sqlite");
    for (const auto* name : {"", "..", ".hidden", "a/b", "/etc/passwd"})
        EXPECT_EQ(file_in("/data", name).error().code, Errc::malformed) << name;
}

}  // namespace
}  // namespace gantry::fuse::storage
