#include "farm/gateway/messages.hpp"

#include <gtest/gtest.h>

namespace gantry::farm::gateway {
namespace {

TEST(GatewayMessages, ReadWhatTheyWrite) {
    PrinterRecord record{.printer = {.id = PrinterId("p1"), .name = "Übung \"1\"", .model = "P1S"}};
    record.state.nozzle = {.actual_c = 219.5, .target_c = 220};
    record.state.chamber = Temperature{.actual_c = 31};
    const auto text = format(Printers{{record}});
    const auto read = parse(text);
    ASSERT_TRUE(read) << read.error().detail;
    const auto& printers = std::get<Printers>(*read);
    EXPECT_EQ(printers.printers[0].printer, record.printer);
    EXPECT_EQ(printers.printers[0].state, record.state);
}

TEST(GatewayMessages, OfAnUnknownTypeAreKeptApartFromBrokenOnes) {
    EXPECT_EQ(std::get<Unknown>(*parse(R"({"type":"from.the.future","x":1})")).type, "from.the.future");
    EXPECT_EQ(parse(R"({"x":1})").error().code, Errc::malformed);
    EXPECT_EQ(parse(R"({"type":"state","printer":5})").error().detail, "printer: must be a text");
}

TEST(StateChange, CarriesOnlyWhatDiffers) {
    PrinterState before;
    PrinterState after = before;
    after.bed.target_c = 60;
    after.light_on = true;
    const auto changed = changes(before, after);
    EXPECT_EQ(to_text(changed), R"({"bed":{"actual_c":0,"target_c":60},"light_on":true})");
    EXPECT_EQ(*apply(before, changed), after);
}

TEST(StateChange, ThatIsMalformedChangesNothing) {
    EXPECT_EQ(apply({}, *parse_json(R"({"bed":{"target_c":"hot"}})")).error().detail,
              "bed.target_c: must be a number");
}

}  // namespace
}  // namespace gantry::farm::gateway
