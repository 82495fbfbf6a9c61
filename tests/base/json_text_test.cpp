#include "base/json_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gantry {
namespace {

enum class Mood { calm, wild };
BOOST_DESCRIBE_ENUM(Mood, calm, wild)

struct Part {
    std::string name;
    std::optional<double> weight;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, weight))

struct Machine {
    Id<struct MachineTag> id;
    Mood mood = Mood::calm;
    bool on = false;
    std::int64_t count = 0;
    double heat = 0;
    std::vector<Part> parts;
    std::optional<Part> spare;
};
BOOST_DESCRIBE_STRUCT(Machine, (), (id, mood, on, count, heat, parts, spare))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

template <class T>
void expect_same(const T& value) {
    std::string text;
    append_json(text, value);
    EXPECT_EQ(text, to_text(to_json(value)));
}

TEST(JsonText, IsWhatTheTreeSays) {
    expect_same(Machine{});
    expect_same(Nothing{});
    Machine machine{
        .id = Id<struct MachineTag>("m1"), .mood = Mood::wild, .on = true, .count = -7, .heat = 219.5};
    machine.parts = {{"plain", 1e21}, {"\"quoted\\\" \n\x01 ä", std::nullopt}, {"", -0.25}};
    machine.spare = Part{"</script>", std::numeric_limits<double>::infinity()};
    expect_same(machine);
    expect_same(std::vector<Machine>{machine, {}, machine});
    EXPECT_TRUE(parse_json(to_text(to_json(machine))));
}

}  // namespace
}  // namespace gantry
