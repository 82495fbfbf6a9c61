#include "fuse/backup/file.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/json.hpp"
#include "base/passphrase.hpp"

namespace gantry::fuse::backup {
namespace {

const Secret passphrase("correct horse");
const Origin origin{"workshop", "gantry-fuse 0.1.0", 1'700'000'000'000};

printers::PrinterConfig one(const std::string& name) {
    printers::PrinterConfig config{.printer = {.id = farm::PrinterId("x"),
                                               .name = name,
                                               .model = "P1S",
                                               .serial = "01P00A000000001",
                                               .driver = "bambu"},
                                   .address = "192.168.0.30",
                                   .ports = {.mqtt = 1883},
                                   .access_code = Secret("87654321"),
                                   .options = {{"user", "eva"}},
                                   .secrets = {{"api_key", Secret("k1ln")}},
                                   .switches = {.snapshots_enabled = false}};
    config.fingerprint.emplace().fill(std::byte{0xAB});
    return config;
}

std::string written(const Secret& secret = {}) {
    return write(origin, {one("Workshop")}, secret, HashCost::cheapest);
}

class BackupFile : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_GE(sodium_init(), 0); }
};

TEST_F(BackupFile, HoldsNoSecretWithoutAPassphrase) {
    const auto text = written();
    EXPECT_FALSE(text.contains("87654321") || text.contains("k1ln"));
    const auto contents = read(text, {});
    ASSERT_TRUE(contents) << contents.error().detail;
    EXPECT_EQ(contents->origin.host_name, "workshop");
    EXPECT_FALSE(contents->sealed);
    const auto& printer = contents->printers.at(0);
    EXPECT_EQ(printer.name, "Workshop");
    EXPECT_EQ(printer.address, "192.168.0.30");
    EXPECT_EQ(printer.ports.mqtt, 1883);
    EXPECT_EQ(printer.fingerprint, one("").fingerprint);
    EXPECT_FALSE(printer.camera_switches.snapshots_enabled);
    EXPECT_TRUE(printer.access_code.empty());
    EXPECT_EQ(printer.options, (printers::TypedOptions{{"user", Secret("eva")}}));
}

TEST_F(BackupFile, HoldsEverythingUnderAPassphraseAndShowsNothingWithoutIt) {
    const auto text = written(passphrase);
    for (const auto* secret : {"87654321", "Workshop", "192.168", "01P00A"})
        EXPECT_FALSE(text.contains(secret)) << secret;
    const auto contents = read(text, passphrase);
    ASSERT_TRUE(contents) << contents.error().detail;
    EXPECT_TRUE(contents->sealed);
    EXPECT_EQ(contents->printers.at(0).access_code, Secret("87654321"));
    EXPECT_EQ(contents->printers.at(0).options.at("api_key"), Secret("k1ln"));
}

TEST_F(BackupFile, KeepsNamesAsTheyAre) {
    const std::string name = "\"Bob's\" <b onclick=alert(1)> & 🦀\\u0000 ö";
    EXPECT_EQ(read(write(origin, {one(name)}, {}), {})->printers.at(0).name, name);
}

// Every bad file is an error with a name and a next step.
TEST_F(BackupFile, NamesWhatIsWrongWithAFile) {
    const auto whole = written();
    const auto sealed = written(passphrase);
    auto damaged = sealed;
    auto& character = damaged[damaged.find("\"box\":\"") + 30];
    character = character == 'A' ? 'B' : 'A';
    auto costly = sealed;
    costly.replace(costly.find("\"passes\":1"), 10, "\"passes\":9999");
    std::string many = R"({"format":"gantry-fuse-printers","version":1,"printers":[)";
    for (int i = 0; i < 1000; ++i)
        many += "{},";
    std::string options = R"({"format":"gantry-fuse-printers","version":1,"printers":[{"options":{"0":"x")";
    for (int i = 1; i <= 32; ++i)
        options += ",\"" + std::to_string(i) + "\":\"x\"";
    const struct {
        std::string what;
        std::string text;
        Secret secret;
        Errc code;
        std::string words;
    } cases[] = {
        {"empty", "", {}, Errc::malformed, "empty"},
        {"blank", " \n\t", {}, Errc::malformed, "empty"},
        {"truncated", whole.substr(0, whole.size() / 2), {}, Errc::malformed, "not whole"},
        {"truncated and sealed", sealed.substr(0, sealed.size() - 5), passphrase, Errc::malformed,
         "not whole"},
        {"huge", std::string(max_file_bytes + 1, 'x'), {}, Errc::too_large, "at most 2 MB"},
        {"too many", many + "{}]}", {}, Errc::too_large, "1001 printers"},
        {"a picture", "\xFF\xD8\xFF\xE0", {}, Errc::malformed, "not a file of Export Configuration"},
        {"a list", "[1,2]", {}, Errc::malformed, "not a file of Export Configuration"},
        {"another program's", R"({"printers":[]})", {}, Errc::unsupported, "not written by Export"},
        {"a newer version's",
         R"({"format":"gantry-fuse-printers","version":7,"sealed":"in a new way"})",
         {},
         Errc::unsupported,
         "newer Fuse (format 7"},
        {"no version's",
         R"({"format":"gantry-fuse-printers","version":0,"printers":[]})",
         {},
         Errc::malformed,
         "version"},
        {"no list", R"({"format":"gantry-fuse-printers","version":1})", {}, Errc::malformed, "no list"},
        {"a wrong member",
         R"({"format":"gantry-fuse-printers","version":1,"printers":[{},{"address":7}]})",
         {},
         Errc::malformed,
         "printer 2 of the file: address"},
        {"a long member",
         R"({"format":"gantry-fuse-printers","version":1,"printers":[{"serial":")" + std::string(5000, 'S') +
             R"("}]})",
         {},
         Errc::too_large,
         "printer 1 of the file: serial"},
        {"a long option",
         R"({"format":"gantry-fuse-printers","version":1,"printers":[{"options":{"user":")" +
             std::string(5000, 'u') + R"("}}]})",
         {},
         Errc::too_large,
         "printer 1 of the file: options"},
        {"too many options", options + "}}]}", {}, Errc::too_large, "printer 1 of the file: options"},
        {"too deep", std::string(100, '[') + std::string(100, ']'), {}, Errc::malformed, "not a file of"},
        {"no passphrase", sealed, {}, Errc::malformed, "passphrase: the file is sealed"},
        {"a wrong passphrase", sealed, Secret("correct house"), Errc::rejected,
         "passphrase: it does not open"},
        {"damaged inside", damaged, passphrase, Errc::rejected, "passphrase"},
        {"too costly", costly, passphrase, Errc::too_large, "too long to open"},
    };
    for (const auto& bad : cases) {
        const auto contents = read(bad.text, bad.secret);
        ASSERT_FALSE(contents) << bad.what;
        EXPECT_EQ(contents.error().code, bad.code) << bad.what << ": " << contents.error().detail;
        EXPECT_TRUE(contents.error().detail.contains(bad.words))
            << bad.what << ": " << contents.error().detail;
    }
}

}  // namespace
}  // namespace gantry::fuse::backup
