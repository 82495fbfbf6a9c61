#include "bambu/faults.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gantry::bambu {
namespace {

TEST(Faults, ReadAsTheMakerWritesThem) {
    const auto fault = fault_of({50331904, 65543}, "p1");
    EXPECT_EQ(fault.code, "HMS_0300_0100_0001_0007");
    EXPECT_EQ(fault.severity, FaultSeverity::fatal);
    EXPECT_FALSE(fault.text.empty());
    EXPECT_EQ(fault.link, "https://wiki.bambulab.com/en/p1/troubleshooting/hmscode/0300_0100_0001_0007");
    EXPECT_EQ(fault_of({50331904, 65543}, "").link, "https://e.bambulab.com/?e=0300010000010007");
}

TEST(Faults, NameTheAmsSlotThatRanOut) {
    EXPECT_EQ(fault_of({0x07012200, 0x00020001}, "p1").text, "AMS B slot 3 has run out of filament");
}

TEST(Faults, NameTheModuleThatComplains) {
    struct Case {
        HealthMessage message;
        std::string module;
    };
    const Case cases[] = {{{0x0300'0100, 0x0001'0007}, "Motion controller"},
                          {{0x0500'0500, 0x0001'0007}, "Mainboard"},
                          {{0x0701'2200, 0x0002'0001}, "AMS B slot 3"},
                          {{0x0700'0100, 0x0002'0001}, "AMS A"},
                          {{0x07FF'2000, 0x0002'0001}, "External spool"},
                          {{0x1201'2000, 0x0002'0001}, "AMS Lite B slot 1"},
                          {{0x1800'2000, 0x0002'0001}, "AMS HT A slot 1"},
                          {{0x0781'5000, 0x0002'0001}, "AMS HT B"},
                          {{0x0800'0100, 0x0002'0001}, "Toolhead"},
                          {{0x0C00'0300, 0x0003'0008}, "Camera and detectors"},
                          {{0xFF00'0000, 0x0003'0008}, ""}};
    for (const auto& c : cases)
        EXPECT_EQ(fault_of(c.message, "p1").module, c.module);
    EXPECT_EQ(fault_of_print_error(0x07FF'8012)->module, "External spool");
}

TEST(Faults, AreFoundByTheirCodeHoweverItIsWritten) {
    const HealthMessage bed{0x0300'0100, 0x0001'0007};
    for (const auto* code : {"HMS_0300_0100_0001_0007", "0300_0100_0001_0007", "0300-0100-0001-0007",
                             "0300010000010007", "HMS_0300010000010007"})
        EXPECT_EQ(health_message_of(code), bed) << code;
    EXPECT_EQ(health_message_of("0C00-0300-0003-000a"), (HealthMessage{0x0C00'0300, 0x0003'000A}));
    for (const auto* code :
         {"", "HMS_", "0300_0100_0001", "0300_0100_0001_000G", "0300_0100_0001_00070", "0000_0000_0000_0000",
          "+300010000010007", "0300 0100 0001 0007", "03000_100_0001_0007", "HMS_HMS_0300_0100_0001_0007",
          "0300_0100_0001_0007_0300_0100_0001_0007"})
        EXPECT_EQ(health_message_of(code).error().code, Errc::malformed) << code;
}

TEST(Faults, AreKnownWithAText) {
    const auto known = known_health_messages();
    EXPECT_GE(known.size(), 100u);
    std::vector<std::string_view> topics;
    for (const auto& [message, topic] : known) {
        const auto fault = fault_of(message, "p1");
        EXPECT_FALSE(fault.text.empty()) << fault.code;
        EXPECT_EQ(health_message_of(fault.code), message);
        if (topics.empty() || topics.back() != topic) topics.push_back(topic);
    }
    EXPECT_EQ(std::set(topics.begin(), topics.end()).size(), topics.size()) << "each topic in one piece";
}

TEST(Faults, SayWhichUnitAndSlotTheyAreAbout) {
    EXPECT_EQ(fault_of({0x0702'1300, 0x0002'0002}, "p1").text,
              "AMS C slot 4 strains: the filament is tangled or stuck");
    EXPECT_EQ(fault_of({0x1200'2100, 0x0002'0002}, "a1").text, "AMS Lite A slot 2 is empty: put in a spool");
    EXPECT_EQ(fault_of({0x07FF'2000, 0x0002'0001}, "p1").text,
              "External spool has run out of filament: load a new one");
    EXPECT_EQ(fault_of({0x0701'5000, 0x0002'0001}, "p1").text, "AMS B does not answer: check its cable");
    EXPECT_EQ(fault_of({0x0700'2000, 0x0002'0099}, "p1").text, "") << "no text is better than a wrong one";
    EXPECT_EQ(fault_of_print_error(0x0701'8011)->text,
              "AMS B has run out of filament: put a new spool in the same slot");
    EXPECT_EQ(fault_of_print_error(0x07FF'8011)->text,
              "External spool has run out of filament: load a new one");
}

TEST(Faults, ShareATextWhenTheirNumbersFollowOneAnother) {
    const auto plate = fault_of({0x0300'0D00, 0x0001'0003}, "x1").text;
    EXPECT_TRUE(plate.contains("build plate"));
    EXPECT_EQ(fault_of({0x0300'0D00, 0x0001'000A}, "x1").text, plate);
    EXPECT_NE(fault_of({0x0300'0D00, 0x0001'000B}, "x1").text, plate);
}

TEST(Faults, TellErrorsFromStepsAndCancellations) {
    EXPECT_FALSE(fault_of_print_error(0));
    EXPECT_FALSE(fault_of_print_error(0x03000001));
    EXPECT_FALSE(fault_of_print_error(50348044));
    EXPECT_FALSE(fault_of_print_error(83902478));
    EXPECT_TRUE(means_cancelled(50348044));
    EXPECT_TRUE(means_cancelled(83902478));
    EXPECT_FALSE(means_cancelled(0));
    EXPECT_FALSE(means_cancelled(83935248));
    EXPECT_EQ(fault_of_print_error(83935248)->code, "0500_C010");
}

TEST(Faults, RecogniseDeveloperModeOff) {
    EXPECT_TRUE(means_developer_mode_off({83887360, 65543}));
    EXPECT_FALSE(means_developer_mode_off({83887360, 65542}));
    EXPECT_TRUE(means_developer_mode_off(84033543, ""));
    EXPECT_TRUE(means_developer_mode_off(0, "mqtt message verify failed"));
    EXPECT_FALSE(means_developer_mode_off(0, "success"));
}

}  // namespace
}  // namespace gantry::bambu
