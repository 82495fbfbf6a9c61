#include "bambu/files/name.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace gantry::bambu::files {
namespace {

TEST(FileName, IsWhatPrintersAndUrlsTake) {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"bracket.gcode.3mf", "bracket.gcode.3mf"},
        {"plate 1.3mf", "plate_1.3mf"},
        {"Bracket.GCODE.3MF", "Bracket.gcode.3mf"},
        {"a/b\\c:d.gcode", "a_b_c_d.gcode"},
        {"vase.gco", "vase.gcode"},
        {"..hidden. .3mf", "hidden.3mf"},
        {"100% \"sure\"?.g", "100___sure.gcode"},
        {"Gehäuse.3mf", "Gehäuse.3mf"},
        {" ?.3mf", "print.3mf"}};
    for (const auto& [people, printer] : names)
        EXPECT_EQ(name_on_printer(people), printer);
}

TEST(FileName, IsCutBetweenCharacters) {
    std::string long_name;
    for (int i = 0; i < 200; ++i)
        long_name += "ä";
    const auto name = name_on_printer(long_name + ".gcode.3mf");
    EXPECT_LE(name->size(), 100u);
    EXPECT_TRUE(is_utf8(*name)) << *name;
    EXPECT_TRUE(name->ends_with("ä.gcode.3mf"));
}

TEST(FileName, RefusesWhatThesePrintersDoNotPrint) {
    for (const auto* name : {"a.bgcode", "a.stl", "gcode", ""})
        EXPECT_EQ(name_on_printer(name).error().code, Errc::unsupported) << name;
}

}  // namespace
}  // namespace gantry::bambu::files
