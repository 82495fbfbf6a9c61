#include "fuse/printers/virtual/messages.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers::virtual_printer {
namespace {

TEST(VirtualMessages, AreReadAgainAsTheStateThatTheyReported) {
    farm::PrinterState state;
    state.activity = farm::Activity::printing;
    state.nozzle = {.actual_c = 219.5, .target_c = 220};
    const auto replay = make_replay();
    const auto first = report_text(std::nullopt, state);
    EXPECT_TRUE(replay->is_whole(first));
    replay->take(first);
    EXPECT_TRUE(replay->complete());
    EXPECT_EQ(replay->state(), state);

    const auto before = state;
    state.progress.layer = 7;
    state.light_on = false;
    const auto second = report_text(before, state);
    EXPECT_LT(second.size(), first.size() / 2);
    EXPECT_FALSE(replay->is_whole(second));
    replay->take(second);
    EXPECT_EQ(replay->state(), state);
    EXPECT_EQ(replay->document().at("progress").at("layer").to_number<int>(), 7);
}

TEST(VirtualMessages, SayNothingAboutTheStateWhenTheyAreNoReports) {
    const auto replay = make_replay();
    const std::vector<std::string> others{command_text(Action::pause), R"({"report":1})", R"({"changes":[]})",
                                          "[]", "{"};
    for (const auto& text : others) {
        EXPECT_FALSE(replay->is_whole(text)) << text;
        replay->take(text);
    }
    EXPECT_FALSE(replay->complete());
    EXPECT_TRUE(replay->document().empty());
    EXPECT_EQ(command_text(Action::pause), R"({"command":"pause"})");
}

}  // namespace
}  // namespace gantry::fuse::printers::virtual_printer
