#include "bambu/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bambu/faults.hpp"

namespace gantry::bambu::catalogue {
namespace {

constexpr std::size_t longest = 120;  // what a card shows in two lines

bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= longest && text.back() != '.' && text.front() != ' ' &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

HealthMessage message_of(std::uint64_t code) {
    return {static_cast<std::uint32_t>(code >> 32), static_cast<std::uint32_t>(code)};
}

TEST(Catalogue, HasEachHealthMessageOnce) {
    std::set<std::uint64_t> codes;
    for (const auto& message : messages())
        for (std::uint64_t i = 0; i <= message.more; ++i)
            EXPECT_TRUE(codes.insert(message.code + i).second) << fault_of(message_of(message.code), "").code;
    EXPECT_GE(codes.size(), 100u);
    for (const auto table : {unit_messages(), spool_messages()}) {
        std::set<std::pair<int, std::uint32_t>> of_units;
        for (const auto& one : table)
            for (int i = 0; i < one.parts; ++i)
                EXPECT_TRUE(of_units.insert({one.part + i, one.code}).second) << one.text;
    }
}

TEST(Catalogue, HasOnlyModulesAndSeveritiesThatThereAre) {
    for (const auto& message : messages()) {
        const auto fault = fault_of(message_of(message.code), "");
        EXPECT_FALSE(fault.module.empty()) << fault.code;
        const auto level = message.code >> 16 & 0xFFFF;
        EXPECT_TRUE(level >= 1 && level <= 4) << fault.code;
        EXPECT_LE((message.code & 0xFFFF) + message.more, 0xFFFFu) << fault.code;
    }
    for (const auto table : {unit_messages(), spool_messages()})
        for (const auto& one : table)
            EXPECT_TRUE(one.code >> 16 >= 1 && one.code >> 16 <= 4) << one.text;
    for (const auto& error : print_errors()) {
        const auto fault = fault_of_print_error(error.code);
        ASSERT_TRUE(fault) << error.text;
        EXPECT_FALSE(fault->module.empty()) << fault->code;
        EXPECT_EQ(fault->text, error.text);
    }
}

TEST(Catalogue, HasEachPrintErrorOnce) {
    std::set<std::uint32_t> codes;
    for (const auto& error : print_errors())
        EXPECT_TRUE(codes.insert(error.code).second) << error.text;
    for (const auto table : {unit_errors(), spool_errors()}) {
        std::set<std::uint16_t> of_units;
        for (const auto& error : table)
            EXPECT_TRUE(of_units.insert(error.code).second) << error.text;
    }
}

TEST(Catalogue, SaysItInOneLineThatGoesOnWithoutAFullStop) {
    for (const auto& message : messages())
        EXPECT_TRUE(is_plain(message.text) && std::isupper(message.text.front())) << message.text;
    for (const auto& error : print_errors())
        EXPECT_TRUE(is_plain(error.text) && std::isupper(error.text.front())) << error.text;
    for (const auto table : {unit_messages(), spool_messages()})
        for (const auto& one : table)
            EXPECT_TRUE(is_plain(one.text) && std::islower(one.text.front())) << one.text;
    for (const auto table : {unit_errors(), spool_errors()})
        for (const auto& one : table)
            EXPECT_TRUE(is_plain(one.text) && std::islower(one.text.front())) << one.text;
}

TEST(Catalogue, ListsByTopic) {
    EXPECT_TRUE(std::ranges::is_sorted(messages(), {}, &Message::topic));
    for (const auto& message : messages())
        EXPECT_FALSE(name_of(message.topic).empty());
}

}  // namespace
}  // namespace gantry::bambu::catalogue
