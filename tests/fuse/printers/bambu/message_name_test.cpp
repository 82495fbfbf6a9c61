#include "fuse/printers/bambu/message_name.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers::bambu {
namespace {

TEST(BambuMessageName, IsTheCommandOrTheFamily) {
    EXPECT_EQ(message_name(R"({"print":{"bed_temper":1,"command":"push_status"}})"), "push_status");
    EXPECT_EQ(message_name("{\n    \"info\": {\n        \"command\" : \"get_version\"\n}}"), "get_version");
    EXPECT_EQ(message_name(R"({"wifi_signal":"-40dBm"})"), "wifi_signal");
    EXPECT_EQ(message_name(R"({"print":{"text":"\"command\"","command":"stop"}})"), "stop");
    for (const auto* text : {"", "{", "\xFF", "[1]", R"({"<b>":1})", R"("command":"a b")"})
        EXPECT_EQ(message_name(text), "unknown") << text;
    EXPECT_EQ(message_name(R"({"print":{"command":")" + std::string(41, 'a') + "\"}}"), "print");
}

}  // namespace
}  // namespace gantry::fuse::printers::bambu
