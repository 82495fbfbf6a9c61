#include "fuse/files/name.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::files {
namespace {

TEST(FileName, IsTextForPeopleWithoutFolders) {
    std::string long_name;
    for (int i = 0; i < 494; ++i)
        long_name += "🦀";
    const std::pair<std::string, std::string> cases[] = {
        {"bracket.3mf", "bracket.3mf"},
        {"Plate 1.gcode.3mf", "Plate 1.gcode.3mf"},
        {"C:\\Users\\x\\a.GCODE", "a.GCODE"},
        {"../../etc/passwd.g", "passwd.g"},
        {"..\\..\\a.gco", "a.gco"},
        {"\"quoted\" <b>&amp;</b>'.3mf", "b>'.3mf"},
        {"<img src=x onerror=alert(1)>.gcode", "<img src=x onerror=alert(1)>.gcode"},
        {"ship 🦀.gcode", "ship 🦀.gcode"},
        {"a\r\nSet-Cookie: x.3mf", "aSet-Cookie: x.3mf"},
        {"\xE2\x80\xAEmf3.exe.gcode", "mf3.exe.gcode"},
        {"  spaced.bgcode ", "spaced.bgcode"},
        {long_name + ".gcode", long_name + ".gcode"},
    };
    for (const auto& [given, expected] : cases) {
        const auto checked = check_name(given);
        if (checked) {
            EXPECT_EQ(*checked, expected);
        } else {
            EXPECT_EQ(checked.error().code, Errc::unsupported) << given << checked.error().detail;
        }
    }
}

TEST(FileName, IsRefusedWithItsReason) {
    const std::pair<std::string, Errc> cases[] = {
        {"", Errc::malformed},
        {"folder/", Errc::malformed},
        {" \x01 ", Errc::malformed},
        {"\xFF.3mf", Errc::malformed},
        {std::string(497, 'x') + ".3mf", Errc::too_large},
        {"photo.jpg", Errc::unsupported},
        {".gcode", Errc::unsupported},
        {"gcode", Errc::unsupported},
    };
    for (const auto& [given, code] : cases)
        EXPECT_EQ(check_name(given).error().code, code) << given;
}

TEST(FileName, SaysHowTheContentBegins) {
    EXPECT_TRUE(check_begin("a.3mf", "PK\x03\x04…"));
    EXPECT_TRUE(check_begin("a.gcode.3MF", "PK\x03\x04"));
    EXPECT_TRUE(check_begin("a.gcode", "; generated\nG28\n"));
    EXPECT_TRUE(check_begin("a.bgcode", "GCDE1"));
    for (const auto& [name, begin] :
         std::initializer_list<std::pair<const char*, std::string_view>>{{"a.3mf", "<html>"},
                                                                         {"a.3mf", "PK"},
                                                                         {"a.gcode", {"G28\0", 4}},
                                                                         {"a.bgcode", "G28"},
                                                                         {"a.g", ""}})
        EXPECT_EQ(check_begin(name, begin).error().code, Errc::malformed) << name;
}

}  // namespace
}  // namespace gantry::fuse::files
