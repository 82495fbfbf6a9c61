#include "base/json.hpp"

#include <gtest/gtest.h>

namespace gantry {
namespace {

enum class Shade { dark, light };
BOOST_DESCRIBE_ENUM(Shade, dark, light)

struct Slot {
    int index = 7;
    std::optional<std::string> material;
};
BOOST_DESCRIBE_STRUCT(Slot, (), (index, material))

struct Rack {
    std::string name = "unnamed";
    double weight_kg = 0;
    bool open = false;
    Shade shade = Shade::dark;
    std::vector<Slot> slots;
    std::map<std::string, int> counts;
};
BOOST_DESCRIBE_STRUCT(Rack, (), (name, weight_kg, open, shade, slots, counts))

TEST(JsonBinding, ReadsWhatItWrites) {
    Rack rack{.name = "a", .weight_kg = 219.5, .open = true, .shade = Shade::light};
    rack.slots = {{.index = 1, .material = "PLA"}, {.index = 2}};
    rack.counts = {{"x", 3}};
    const auto text = to_text(to_json(rack));
    EXPECT_EQ(
        text,
        R"({"name":"a","weight_kg":219.5,"open":true,"shade":"light","slots":[{"index":1,"material":"PLA"},)"
        R"({"index":2,"material":null}],"counts":{"x":3}})");
    EXPECT_EQ(to_text(to_json(*parse_as<Rack>(text))), text);
}

TEST(JsonBinding, KeepsDefaultsOfMissingMembersAndIgnoresUnknownOnes) {
    const auto rack = parse_as<Rack>(R"({"colour":"red","slots":[{}]})");
    ASSERT_TRUE(rack);
    EXPECT_EQ(rack->name, "unnamed");
    EXPECT_EQ(rack->slots[0].index, 7);
}

TEST(JsonBinding, NamesThePathOfAWrongType) {
    EXPECT_EQ(parse_as<Rack>(R"({"slots":[{},{"index":"two"}]})").error().detail,
              "slots[1].index: must be a whole number");
    EXPECT_EQ(parse_as<Rack>(R"({"counts":{"x":true}})").error().detail, "counts.x: must be a whole number");
    EXPECT_EQ(parse_as<Rack>(R"({"shade":"pink"})").error().code, Errc::malformed);
    EXPECT_EQ(parse_as<Rack>(R"({"slots":[{"index":99999999999}]})").error().detail,
              "slots[0].index: number out of range");
}

TEST(JsonText, IsRefusedBeyondItsLimits) {
    EXPECT_EQ(parse_json("[1,2,3]", {.max_bytes = 4}).error().code, Errc::too_large);
    EXPECT_EQ(parse_json("[[[[1]]]]", {.max_depth = 3}).error().code, Errc::malformed);
    EXPECT_EQ(parse_json("{\"a\":").error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry
