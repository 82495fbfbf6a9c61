#include "cloud/printers/fleet.hpp"

#include <gtest/gtest.h>

namespace gantry::cloud::printers {
namespace {

const StoreId ours("ours");
const StoreId theirs("theirs");
const accounts::Member us{.store = ours, .grants = {.role = farm::Role::owner}};
const accounts::Member them{.store = theirs, .grants = {.role = farm::Role::owner}};
const FuseId fuse("fuse");
const FuseId other_fuse("other fuse");

std::vector<farm::gateway::PrinterRecord> online(const std::string& id) {
    farm::gateway::PrinterRecord record{.printer = {.id = PrinterId(id), .name = id}};
    record.state.connection = farm::Connection::online;
    return {record};
}

TEST(Fleet, KnowsNothingOfOtherStoresPrinters) {
    Fleet fleet;
    fleet.replace(ours, fuse, online("p1"));
    EXPECT_NE(fleet.find(us, PrinterId("p1")), nullptr);
    EXPECT_EQ(fleet.find(them, PrinterId("p1")), nullptr);
    EXPECT_TRUE(fleet.visible_to(them).empty());
}

TEST(Fleet, LetsNoFuseTakeAPrinterOfAnotherStore) {
    Fleet fleet;
    fleet.replace(ours, fuse, online("p1"));
    fleet.fuse_offline(fuse);
    EXPECT_TRUE(fleet.replace(theirs, other_fuse, online("p1")).printers.empty());
    EXPECT_EQ(fleet.find(us, PrinterId("p1"))->fuse_id, fuse);
    const auto changed = fleet.apply(other_fuse, PrinterId("p1"), json::object{{"activity", "printing"}});
    EXPECT_EQ(changed.error().code, Errc::not_found);
}

TEST(Fleet, LetsAPrinterMoveWithinAStoreOnceItsFuseIsOffline) {
    Fleet fleet;
    fleet.replace(ours, fuse, online("p1"));
    EXPECT_TRUE(fleet.replace(ours, other_fuse, online("p1")).printers.empty());
    fleet.fuse_offline(fuse);
    EXPECT_EQ(fleet.replace(ours, other_fuse, online("p1")).printers.size(), 1u);
    EXPECT_EQ(fleet.find(us, PrinterId("p1"))->fuse_id, other_fuse);
    fleet.replace(ours, fuse, {});
    EXPECT_NE(fleet.find(us, PrinterId("p1")), nullptr);
}

TEST(Fleet, HidesWhatIsOutOfAMembersScope) {
    Fleet fleet;
    auto records = online("p1");
    records.push_back(online("p2").front());
    fleet.replace(ours, fuse, records);
    accounts::Member member{.store = ours, .grants = {.scope = {false, {PrinterId("p2")}}}};
    EXPECT_EQ(fleet.find(member, PrinterId("p1")), nullptr);
    EXPECT_NE(fleet.find(member, PrinterId("p2")), nullptr);
    EXPECT_EQ(fleet.visible_to(member).size(), 1u);
    member.grants.overrides["printer.view"] = false;
    EXPECT_TRUE(fleet.visible_to(member).empty());
}

TEST(Fleet, SaysWhetherDescriptionsChanged) {
    Fleet fleet;
    EXPECT_TRUE(fleet.replace(ours, fuse, online("p1")).described_anew);
    EXPECT_FALSE(fleet.replace(ours, fuse, online("p1")).described_anew);
    EXPECT_TRUE(fleet.replace(ours, fuse, {}).described_anew);
}

TEST(Fleet, ShowsTheSwitchesOfAPrinterBeforeThoseOfItsFuse) {
    Fleet fleet;
    farm::gateway::CameraSettings settings;
    settings.exceptions.push_back({PrinterId("p1"), {.cameras = true, .snapshots = false}});
    settings.exceptions.push_back({PrinterId("not theirs"), {.cameras = false}});
    fleet.set_switches(fuse, settings);
    auto both = online("p1");
    both.push_back(online("p2").front());
    fleet.replace(ours, fuse, both);
    EXPECT_FALSE(fleet.find(us, PrinterId("p1"))->camera.switches.snapshots);
    EXPECT_TRUE(fleet.find(us, PrinterId("p2"))->camera.switches.snapshots);
    settings.exceptions.clear();
    settings.snapshots = false;
    fleet.set_switches(fuse, settings);
    EXPECT_FALSE(fleet.find(us, PrinterId("p2"))->camera.switches.snapshots);
}

}  // namespace
}  // namespace gantry::cloud::printers
