#include "bambu/doctor/causes.hpp"

#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "bambu/doctor/announcement.hpp"
#include "bambu/doctor/printer_check.hpp"
#include "bambu/doctor/surroundings.hpp"

namespace gantry::bambu::doctor {
namespace {

TEST(Causes, AllStandInTheTableWithSomethingToDo) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Cause>>([](auto cause) {
        const auto* advice = advice_for(cause.name);
        ASSERT_NE(advice, nullptr) << cause.name;
        EXPECT_FALSE(advice->name.empty()) << cause.name;
        EXPECT_FALSE(advice->means.empty()) << cause.name;
        EXPECT_FALSE(advice->todo.empty()) << cause.name;
    });
    EXPECT_EQ(advice_for("gremlins"), nullptr);
}

TEST(Causes, SayWhatTheLibraryMustSay) {
    const auto says = [](Cause cause, std::string_view words) {
        const auto* advice = advice_for(failed(cause, "").cause);
        return std::ranges::any_of(advice->todo,
                                   [&](const auto& todo) { return todo.find(words) != todo.npos; });
    };
    EXPECT_TRUE(says(Cause::connection_refused, "Check the IP address and the network"));
    EXPECT_TRUE(says(Cause::wrong_code, "Verify the 8-digit access code"));
    EXPECT_TRUE(says(Cause::camera_port_silent, "Ensure that the firewall allows port 6000"));
    EXPECT_TRUE(says(Cause::no_frames, "might be disabled in the printer’s settings"));
    EXPECT_TRUE(says(Cause::dark, "Check the camera settings on the printer’s screen"));
    EXPECT_EQ(advice_for("few_frames")->means,
              "The network is congested, or the printer’s Wi-Fi signal is weak.");
}

TEST(Causes, KnowAPrinterThatHasMoved) {
    const auto moved = judge_announcement("192.168.0.31", "192.168.0.30");
    EXPECT_EQ(moved.state, StepState::failed);
    EXPECT_EQ(moved.cause, "moved");
    EXPECT_NE(moved.seen.find("192.168.0.31"), std::string::npos);
    EXPECT_EQ(judge_announcement("192.168.0.30", "192.168.0.30").state, StepState::passed);
    EXPECT_EQ(not_announced(std::chrono::seconds(12)).cause, "not_heard");
}

TEST(Causes, KnowADiskWithoutRoom) {
    EXPECT_EQ(judge_disk(29'800'000'000).seen, "29.8 GB free.");
    EXPECT_EQ(judge_disk(29'800'000'000).state, StepState::passed);
    EXPECT_EQ(judge_disk(100'000'000).cause, "fuse_disk_full");
    EXPECT_EQ(check_disk("/nowhere").state, StepState::skipped);
}

TEST(Causes, PlanNoCameraWhereThereIsNone) {
    const auto has = [](std::uint16_t port, Scope scope, std::string_view id) {
        const auto plan = printer_plan({.camera_port = port}, scope);
        return std::ranges::any_of(plan, [&](const auto& step) { return step.id == id; });
    };
    EXPECT_TRUE(has(6000, Scope::everything, "camera"));
    EXPECT_FALSE(has(0, Scope::everything, "camera"));
    EXPECT_TRUE(has(6000, Scope::camera, "camera"));
    EXPECT_FALSE(has(6000, Scope::camera, "storage"));
}

}  // namespace
}  // namespace gantry::bambu::doctor
