#include "fuse/communications/log.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace gantry::fuse::communications {
namespace {

// A report as a P1S sends it: some 3 KB that hardly change.
std::string report(int number) {
    static const std::string members = [] {
        std::string text;
        for (int i = 0; i < 120; ++i)
            text += ",\"member_" + std::to_string(i) + "\":\"value " + std::to_string(i * 7919) + "\"";
        return text + "}}";
    }();
    return R"({"print":{"command":"push_status","msg":0,"bed_temper":)" + std::to_string(number % 90) +
           members;
}

Row row_of(const std::string& text, std::string name = "push_status") {
    return {.at = 1, .topic = "device/1/report", .name = std::move(name), .size = text.size()};
}

TEST(Log, KeepsTwoThousandMessagesInLittleMemory) {
    const Limits limits;
    Log log(limits);
    Packer packer;
    for (int i = 0; i < 2500; ++i) {
        const auto text = report(i);
        log.add(row_of(text), text, packer);
    }
    EXPECT_EQ(log.count(), 2000u);
    EXPECT_EQ(log.dropped(), 500u);
    EXPECT_LT(log.bytes(), 2000u * 200);
    const auto kept = log.copy();
    EXPECT_EQ(kept.front().row.number, 501u);
    for (const auto& message : {kept.front(), kept[777], kept.back()})
        EXPECT_EQ(message.text(), report(static_cast<int>(message.row.number) - 1));
    EXPECT_EQ(kept.back().row.topic, "device/1/report");
}

TEST(Log, GivesUpTheOldestWhenItsBytesAreUsedUp) {
    const Limits limits{.bytes = 100'000};
    Log log(limits);
    Packer packer;
    for (int i = 0; i < 100; ++i) {
        const auto noise = to_base64(random_bytes(3000));
        log.add(row_of(noise), noise, packer);
        EXPECT_LE(log.bytes(), limits.bytes);
    }
    EXPECT_LT(log.count(), 40u);
    EXPECT_EQ(log.copy().back().row.number, 100u);
}

TEST(Log, CutsLongMessagesAndSaysSo) {
    const Limits limits{.body_bytes = 1000};
    Log log(limits);
    Packer packer;
    const std::string longer(1001, 'x');
    const auto row = log.add(row_of(longer), longer, packer);
    EXPECT_TRUE(row.truncated);
    EXPECT_EQ(row.size, 1001u);
    EXPECT_EQ(log.copy().front().text(), std::string(1000, 'x'));
    EXPECT_FALSE(log.add(row_of("short"), "short", packer).truncated);
}

TEST(Log, IsNotFilledByNamesThatAPrinterMakesUp) {
    const Limits limits;
    Log log(limits);
    Packer packer;
    for (int i = 0; i < 5000; ++i)
        log.add(row_of("{}", "name_" + std::to_string(i)), "{}", packer);
    EXPECT_EQ(log.copy().back().row.name, "other");
    EXPECT_LT(log.bytes(), 2000u * 120);
}

TEST(Log, StartsAnewWhenItIsCleared) {
    const Limits limits;
    Log log(limits);
    Packer packer;
    log.add(row_of(report(1)), report(1), packer);
    const auto kept = log.copy();
    log.clear();
    EXPECT_EQ(log.count(), 0u);
    EXPECT_EQ(log.bytes(), 0u);
    EXPECT_EQ(kept.front().text(), report(1)) << "what was handed out stays";
    EXPECT_EQ(log.add(row_of(report(2)), report(2), packer).number, 2u);
    EXPECT_EQ(log.copy().front().text(), report(2));
}

}  // namespace
}  // namespace gantry::fuse::communications
