#include "net/http/disposition.hpp"

#include <gtest/gtest.h>

namespace gantry::net::http {
namespace {

TEST(Disposition, CarriesAnyName) {
    for (const std::string name : {"a.3mf", "with space.gcode", "\"quoted\"; filename=x", "<b>.3mf",
                                   "ship 🦀.gcode", "line\r\nbreak", "100%.gcode"}) {
        const auto value = attachment(name);
        EXPECT_EQ(file_name_of(value), name);
        EXPECT_EQ(value.find_first_of("\r\n<>"), value.npos) << value;
        EXPECT_EQ(std::ranges::count(value, '"'), 2) << value;
    }
    EXPECT_EQ(attachment("ä b.3mf"), R"(attachment; filename="___b.3mf"; filename*=UTF-8''%C3%A4%20b.3mf)");
}

TEST(Disposition, IsReadAsBrowsersWriteIt) {
    EXPECT_EQ(file_name_of(R"(form-data; name="file"; filename="a b.3mf")"), "a b.3mf");
    EXPECT_EQ(file_name_of("attachment; filename*=UTF-8''a%20b; x=1"), "a b");
    for (const auto* bad : {"", "attachment", "attachment; filename=\"open", "filename*=latin1''x",
                            "filename*=UTF-8''%4", "filename*=UTF-8''%zz"})
        EXPECT_FALSE(file_name_of(bad)) << bad;
}

}  // namespace
}  // namespace gantry::net::http
