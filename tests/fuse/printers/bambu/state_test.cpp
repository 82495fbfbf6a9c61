// From messages to what a card shows.
#include "fuse/printers/bambu/state.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "farm/gateway/messages.hpp"
#include "tests/bambu/report/mutator.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
using lab::report::Document;

json::value fixture(const std::string& name) {
    std::ifstream file(std::string(GANTRY_SOURCE_DIR) + "/tests/bambu/fixtures/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return *parse_json(text.str());
}

farm::PrinterState state_after(const std::vector<json::value>& messages, const char* model) {
    Document document;
    for (const auto& message : messages)
        EXPECT_TRUE(document.take(to_text(message)));
    const auto* known = lab::model_by_name(model);
    return state_of(lab::report::status_of(document, known), known);
}

TEST(BambuState, ShowsWhatAP1sReports) {
    const auto state = state_after({fixture("p1s-01.10-printing.json")}, "P1S");
    EXPECT_EQ(state.speed, farm::Speed::standard);
    EXPECT_EQ(state.nozzle.actual_c, 220) << "rounded to tenths";
    EXPECT_EQ(state.nozzle_diameter_mm, 0.4);
    EXPECT_TRUE(state.nozzles.empty());
    const farm::Fans fans{.part = 100, .aux = 73, .chamber = 0, .heatbreak = 100};
    EXPECT_EQ(state.fans, fans);
    EXPECT_EQ(state.storage, farm::Storage::good);
    EXPECT_FALSE(state.wired);
    EXPECT_FALSE(state.developer_mode_off);
    ASSERT_EQ(state.filament_units.size(), 1U);
    const auto& unit = state.filament_units[0];
    EXPECT_EQ(unit.kind, farm::FilamentUnitKind::ams);
    EXPECT_EQ(unit.humidity_percent, 24);
    EXPECT_FALSE(unit.drying);
    EXPECT_EQ(unit.slots.at(0).name, "PLA Matte");
    EXPECT_TRUE(unit.slots.at(2).active);
    ASSERT_EQ(state.external_spools.size(), 1U);
    EXPECT_FALSE(state.external_spools[0].loaded);
}

TEST(BambuState, IsBusyWithItselfAndThenIdleInACalibration) {
    const json::value calibration = {
        {"print",
         {{"msg", 1}, {"print_type", "system"}, {"subtask_name", "auto_cali_for_user_param.gcode"}}}};
    const json::value end = {{"print", {{"msg", 1}, {"print_type", "idle"}, {"gcode_state", "FINISH"}}}};
    const auto printing = fixture("p1s-01.10-printing.json");
    const auto running = state_after({printing, calibration}, "P1S");
    EXPECT_EQ(running.activity, farm::Activity::printing);
    EXPECT_TRUE(running.own_job);
    const auto ended = state_after({printing, calibration, end}, "P1S");
    EXPECT_EQ(ended.activity, farm::Activity::idle) << "no print has finished";
    EXPECT_FALSE(ended.own_job);
}

TEST(BambuState, ShowsBothNozzlesOfATwoNozzleMachine) {
    const json::value more = {
        {"print",
         {{"msg", 1},
          {"nozzle_diameter", "0.6"},
          {"aux", "1000"},
          {"wifi_signal", "-90dBm"},
          {"vir_slot",
           json::array{{{"id", "254"}, {"tray_type", "TPU"}, {"tray_color", "FF0000FF"}, {"remain", -1}},
                       {{"id", "255"}, {"tray_type", ""}}}},
          {"ams",
           {{"ams_exist_bits", "11"},
            {"tray_exist_bits", "10002"},
            {"ams", json::array{{{"id", "0"},
                                 {"info", "3"},
                                 {"humidity", "2"},
                                 {"tray", json::array{{{"id", "1"}, {"tray_type", "PETG"}}}}},
                                {{"id", "128"},
                                 {"info", "24"},
                                 {"dry_time", 95},
                                 {"tray", json::array{{{"id", "0"}, {"tray_type", "PA"}}}}}}}}}}}};
    const auto state = state_after({fixture("h2d-two-nozzles.json"), more}, "H2D");
    ASSERT_EQ(state.nozzles.size(), 2U);
    EXPECT_EQ(state.nozzles[0].name, "Right");
    EXPECT_TRUE(state.nozzles[0].active);
    EXPECT_EQ(state.nozzles[1].temperature.actual_c, 38);
    EXPECT_EQ(state.nozzle_diameter_mm, 0.4) << "the active nozzle's own, not the mirrored one";
    const farm::Fans fans{.part = 80, .aux = 50, .chamber = 0};
    EXPECT_EQ(state.fans, fans);
    EXPECT_TRUE(state.wired);
    EXPECT_EQ(state.wifi_dbm, 0);
    EXPECT_EQ(state.storage, farm::Storage::good);
    ASSERT_EQ(state.external_spools.size(), 2U);
    EXPECT_EQ(state.external_spools[1].material, "TPU") << "the left one";
    ASSERT_EQ(state.filament_units.size(), 2U);
    EXPECT_EQ(state.filament_units[0].kind, farm::FilamentUnitKind::ams_2_pro);
    EXPECT_TRUE(state.filament_units[0].slots.at(0).active) << "slot 1 by the extruder's own word";
    EXPECT_EQ(state.filament_units[1].kind, farm::FilamentUnitKind::ams_ht);
    EXPECT_TRUE(state.filament_units[1].drying);
    EXPECT_EQ(state.filament_units[1].drying_minutes, 95);
}

TEST(BambuState, NamesFaultsAndDeveloperMode) {
    const json::value faults = {
        {"print",
         {{"msg", 1},
          {"hms", json::array{{{"attr", 50331904}, {"code", 65543}}, {{"attr", 83887360}, {"code", 65543}}}},
          {"print_error", 117473286}}}};
    const auto state = state_after({fixture("p1s-01.10-printing.json"), faults}, "P1S");
    ASSERT_EQ(state.faults.size(), 3U);
    EXPECT_EQ(state.faults[0].severity, farm::Severity::fatal);
    EXPECT_EQ(state.faults[0].module, "Motion controller");
    EXPECT_EQ(state.faults[0].link,
              "https://wiki.bambulab.com/en/p1/troubleshooting/hmscode/0300_0100_0001_0007");
    EXPECT_EQ(state.faults[1].module, "Mainboard");
    EXPECT_EQ(state.faults[2].module, "AMS A");
    EXPECT_TRUE(state.developer_mode_off);
}

TEST(BambuState, TellsACancelledPrintAndItsNumber) {
    const auto said = [](json::object print) {
        print["msg"] = 1;
        const json::value delta = {{"print", print}};
        return state_after({fixture("p1s-01.10-printing.json"), delta}, "P1S").print;
    };
    EXPECT_EQ(said({{"print_error", 50348044}}).result, farm::PrintResult::cancelled);
    EXPECT_EQ(said({{"fail_reason", "50348044"}}).result, farm::PrintResult::cancelled);
    EXPECT_EQ(said({{"print_error", 117473286}, {"fail_reason", "50348044"}}).result,
              farm::PrintResult::unknown);
    EXPECT_EQ(said({{"task_id", "4711"}}).job_id, "4711");
    EXPECT_EQ(said({{"task_id", "0"}, {"subtask_id", "12"}}).job_id, "12");
    EXPECT_EQ(said({{"task_id", "0"}, {"subtask_id", ""}}).job_id, "");
}

// What a farm shows stays small, is text that a browser takes, and arrives in the Cloud as it was.
void expect_sane(const farm::PrinterState& before, const farm::PrinterState& state) {
    const auto text = to_text(to_json(state));
    ASSERT_LT(text.size(), 48U * 1024);
    const auto read = parse_as<farm::PrinterState>(text);
    ASSERT_TRUE(read) << read.error().detail << text;
    ASSERT_EQ(*read, state) << text;
    const auto changed = farm::gateway::changes(before, state);
    ASSERT_EQ(*farm::gateway::apply(before, changed), state);
    ASSERT_GE(state.progress.percent, 0);
    ASSERT_LE(state.progress.percent, 100);
    ASSERT_LE(state.faults.size(), 33U);
    ASSERT_LE(state.filament_units.size(), 16U);
    ASSERT_LE(state.external_spools.size(), 2U);
}

void send_nonsense(const json::value& capture, const char* model_name, int messages) {
    lab::report::Mutator mutator;
    const auto* model = lab::model_by_name(model_name);
    Document document;
    farm::PrinterState before;
    int accepted = 0;
    for (int i = 0; i < messages; ++i) {
        const auto message = i % 97 == 96 ? mutator.huge(capture) : mutator.message(capture);
        if (document.take(message)) ++accepted;
        const auto state = state_of(lab::report::status_of(document, model), model);
        expect_sane(before, state);
        if (::testing::Test::HasFatalFailure()) FAIL() << "message " << i << ": " << message.substr(0, 4000);
        before = state;
        if (i % 50 == 49) document = Document();
    }
    EXPECT_GT(accepted, messages / 2) << "most nonsense must come as far as the state";
    EXPECT_LT(to_text(document.print()).size(), 6U * 1024 * 1024);
}

TEST(BambuState, SurvivesNonsenseFromAP1s) {
    send_nonsense(fixture("p1s-01.10-printing.json"), "P1S", 600);
}

TEST(BambuState, SurvivesNonsenseFromAnH2d) {
    json::object whole = fixture("p1s-01.10-printing.json").as_object();
    whole["print"].as_object()["device"] = fixture("h2d-two-nozzles.json").at("device");
    send_nonsense(whole, "H2D", 600);
}

TEST(BambuState, SurvivesNonsenseFromAnUnknownPrinter) {
    send_nonsense(fixture("p1s-01.10-printing.json"), "none", 400);
}

TEST(BambuState, StaysWithinBoundsWhenAPrinterNeverStops) {
    lab::report::Mutator mutator;
    const auto capture = fixture("p1s-01.10-printing.json");
    Document document;
    // Several times as much as is kept.
    for (int i = 0; i < 40; ++i)
        static_cast<void>(document.take(mutator.huge(capture)));
    EXPECT_LT(to_text(document.print()).size(), 6U * 1024 * 1024);
}

}  // namespace
}  // namespace gantry::fuse::printers::bambu
