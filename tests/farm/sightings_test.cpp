#include "farm/sightings.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

using News = Sightings::News;
using namespace std::chrono_literals;

const Sightings::Time start{};

Sighting seen(const std::string& serial, const std::string& address = "192.0.2.1") {
    return {.driver = "bambu", .serial = serial, .address = address, .model = "P1S", .announced = true};
}

std::vector<std::string> serials(const Sightings& table) {
    std::vector<std::string> found;
    for (const auto& one : table.all())
        found.push_back(one.serial);
    return found;
}

TEST(Sightings, TellWhatIsNew) {
    Sightings table;
    EXPECT_EQ(table.take(seen("A"), start, 90s), News::appeared);
    EXPECT_EQ(table.take(seen("A"), start + 5s, 90s), News::none);
    EXPECT_EQ(table.take(seen("A", "192.0.2.7"), start + 10s, 90s), News::changed);
    EXPECT_EQ(table.all().front().address, "192.0.2.7");
}

TEST(Sightings, ForgetWhoFellSilent) {
    Sightings table;
    table.take(seen("A"), start, 90s);
    table.take(seen("B"), start + 60s, 90s);
    table.take(seen("A"), start + 61s, 90s);
    EXPECT_FALSE(table.expire(start + 149s));
    EXPECT_TRUE(table.expire(start + 150s));
    EXPECT_EQ(serials(table), std::vector<std::string>{"A"});
    EXPECT_TRUE(table.expire(start + 200s));
    EXPECT_EQ(table.size(), 0u);
}

TEST(Sightings, StayBoundedUnderAFloodAndDropTheSilentFirst) {
    Sightings table(1024);
    table.take(seen("real"), start, 90s);
    for (int i = 0; i < 100'000; ++i) {
        table.take(seen("false" + std::to_string(i)), start, 90s);
        if (i % 500 == 0) table.take(seen("real"), start, 90s);
        EXPECT_LE(table.size(), 1024u);
    }
    EXPECT_EQ(table.size(), 1024u);
    EXPECT_EQ(table.all().size(), 1024u);
    EXPECT_EQ(table.all().back().serial, "false99999");
    EXPECT_EQ(table.take(seen("real"), start, 90s), News::none);
}

TEST(Sightings, KeepWhatTheOtherWayToFindItTold) {
    Sightings table;
    auto announced = seen("A");
    announced.name = "Shelf 2";
    announced.mode = NetworkMode::lan_only;
    table.take(announced, start, 90s);
    Sighting scanned{
        .driver = "bambu", .serial = "A", .address = "192.0.2.1", .model = "Other", .scanned = true};
    EXPECT_EQ(table.take(scanned, start, 10s), News::changed);
    announced.scanned = true;
    EXPECT_EQ(table.all().front(), announced);
    EXPECT_FALSE(table.expire(start + 80s));
}

TEST(Sightings, ForgetTheLastScanButNotWhoAnnouncesItself) {
    Sightings table;
    auto both = seen("A");
    both.scanned = true;
    table.take(both, start, 90s);
    table.take({.driver = "bambu", .serial = "B", .address = "192.0.2.2", .scanned = true}, start, 90s);
    EXPECT_TRUE(table.forget_scanned());
    EXPECT_EQ(serials(table), std::vector<std::string>{"A"});
    EXPECT_FALSE(table.all().front().scanned);
    EXPECT_FALSE(table.forget_scanned());
}

TEST(Sightings, KeepDriversApart) {
    Sightings table;
    table.take(seen("A"), start, 90s);
    auto other = seen("A");
    other.driver = "klipper";
    EXPECT_EQ(table.take(other, start, 90s), News::appeared);
    EXPECT_TRUE(table.forget("bambu", "A"));
    EXPECT_FALSE(table.forget("bambu", "A"));
    EXPECT_EQ(table.all().front().driver, "klipper");
}

}  // namespace
}  // namespace gantry::farm
