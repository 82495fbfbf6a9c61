#include "cloud/events/discretion.hpp"

#include <gtest/gtest.h>

namespace gantry::cloud::events {
namespace {

std::vector<printers::PrinterView> farm() {
    printers::PrinterView view{.printer = {.id = farm::PrinterId("p1"), .name = "Ada's", .serial = "01S"}};
    view.state.progress.job_name = "secret.3mf";
    view.state.print = {.id = "a", .job_id = "secret id", .name = "secret.3mf", .reason = "secret cold"};
    view.state.problem = farm::Problem{"offline", "Ada's does not answer"};
    view.tags = {"Ada"};
    auto second = view;
    second.printer.id = farm::PrinterId("p2");
    return {view, second};
}

TEST(Discretion, LeavesAWallWithoutSerialNumbers) {
    const auto shown = for_wall(farm(), Names::shown);
    EXPECT_EQ(shown[0].printer.serial, "");
    EXPECT_EQ(shown[0].printer.name, "Ada's");
    EXPECT_EQ(shown[0].state.progress.job_name, "secret.3mf");
}

TEST(Discretion, HidesEveryNameWhenAsked) {
    const auto hidden = for_wall(farm(), Names::hidden);
    EXPECT_EQ(hidden[0].printer.name, "Printer 1");
    EXPECT_EQ(hidden[1].printer.name, "Printer 2");
    const auto text = to_text(to_json(hidden));
    for (const auto* name : {"Ada", "secret", "01S"})
        EXPECT_EQ(text.find(name), text.npos) << name;
    EXPECT_EQ(hidden[0].state.problem->code, "offline");
}

TEST(Discretion, HidesThemInWhatChangesToo) {
    const json::object changes = {{"progress", {{"job_name", "secret.3mf"}, {"percent", 3}}},
                                  {"problem", {{"code", "offline"}, {"detail", "Ada's"}}},
                                  {"print", to_json(farm()[0].state.print)},
                                  {"activity", "printing"}};
    const auto hidden = to_text(for_wall(changes, Names::hidden));
    EXPECT_EQ(hidden.find("secret"), hidden.npos);
    EXPECT_EQ(hidden.find("Ada"), hidden.npos);
    EXPECT_NE(hidden.find(R"("percent":3)"), hidden.npos);
    EXPECT_EQ(for_wall(changes, Names::shown), changes);
    EXPECT_EQ(for_wall(json::object{{"problem", nullptr}}, Names::hidden).at("problem"), nullptr);
}

}  // namespace
}  // namespace gantry::cloud::events
