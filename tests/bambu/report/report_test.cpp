#include "bambu/report/report.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gantry::bambu::report {
namespace {

std::string fixture(const std::string& name) {
    std::ifstream file(std::string(GANTRY_SOURCE_DIR) + "/tests/bambu/fixtures/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

const Model* p1s() {
    return model_by_name("P1S");
}

Document printing_p1s() {
    Document document;
    EXPECT_TRUE(document.take(fixture("p1s-01.10-printing.json")));
    return document;
}

Status after(std::string_view message) {
    auto document = printing_p1s();
    EXPECT_TRUE(document.take(message));
    return status_of(document, p1s());
}

TEST(Report, ReadsAFullReport) {
    const auto document = printing_p1s();
    EXPECT_TRUE(document.complete());
    const auto status = status_of(document, p1s());
    EXPECT_EQ(status.job_state, JobState::running);
    EXPECT_EQ(status.job_name, "bracket");
    EXPECT_EQ(status.percent, 41);
    EXPECT_EQ(status.remaining_minutes, 27);
    EXPECT_EQ(status.layer, 58);
    EXPECT_EQ(status.total_layers, 142);
    EXPECT_EQ(status.nozzle.actual_c, 219.96875);
    EXPECT_EQ(status.bed.target_c, 60);
    EXPECT_FALSE(status.chamber) << "5 degrees is what a P1S without sensor reports";
    EXPECT_EQ(status.light_on, true);
    EXPECT_EQ(status.wifi_dbm, -47);
    EXPECT_EQ(status.stage, "");
    EXPECT_FALSE(status.signature_required);
}

TEST(Report, ReadsTheAms) {
    const auto status = status_of(printing_p1s(), p1s());
    ASSERT_EQ(status.ams.size(), 1u);
    const auto& unit = status.ams[0];
    EXPECT_EQ(unit.humidity_level, 4);
    EXPECT_EQ(unit.temperature_c, 27.1);
    ASSERT_EQ(unit.trays.size(), 4u);
    EXPECT_EQ(unit.trays[0].material, "PLA");
    EXPECT_EQ(unit.trays[0].colour, "7D6556FF");
    EXPECT_EQ(unit.trays[0].remaining_percent, 73);
    EXPECT_FALSE(unit.trays[1].loaded);
    EXPECT_TRUE(unit.trays[2].loaded);
    EXPECT_TRUE(unit.trays[2].active);
    EXPECT_EQ(unit.trays[2].remaining_percent, -1);
}

TEST(Report, MergesDeltas) {
    auto document = printing_p1s();
    const auto taken = document.take(
        R"({"print":{"bed_temper":"61.5","command":"push_status","msg":1,"layer_num":"59","sequence_id":"4021"}})");
    EXPECT_EQ(taken->kind, Kind::delta);
    const auto status = status_of(document, p1s());
    EXPECT_EQ(status.bed.actual_c, 61.5);
    EXPECT_EQ(status.layer, 59);
    EXPECT_EQ(status.nozzle.target_c, 220);
}

TEST(Report, KnowsThatADeltaIsNotEverything) {
    Document document;
    EXPECT_EQ(document.take(R"({"print":{"command":"push_status","msg":1,"gcode_state":"IDLE"}})")->kind,
              Kind::delta);
    EXPECT_FALSE(document.complete());
}

TEST(Report, MergesOneTrayOfOneUnit) {
    const auto status =
        after(R"({"print":{"msg":1,"ams":{"ams":[{"id":"0","tray":[{"id":"0","tray_type":"ABS"}]}]}}})");
    ASSERT_EQ(status.ams.at(0).trays.size(), 4u);
    EXPECT_EQ(status.ams[0].trays[0].material, "ABS");
    EXPECT_EQ(status.ams[0].trays[0].colour, "7D6556FF");
    EXPECT_EQ(status.ams[0].trays[2].material, "PETG");
}

TEST(Report, ForgetsTheMaterialOfATrayThatComesWithoutType) {
    const auto status = after(
        R"({"print":{"msg":1,"ams":{"tray_exist_bits":"4","ams":[{"id":"0","tray":[{"id":"0","state":10}]}]}}})");
    EXPECT_FALSE(status.ams.at(0).trays.at(0).loaded);
    EXPECT_EQ(status.ams[0].trays[0].material, "");
    EXPECT_EQ(status.ams[0].trays[0].colour, "");
}

TEST(Report, RemovesUnitsThatAreGone) {
    auto document = printing_p1s();
    EXPECT_TRUE(document.take(
        R"({"print":{"msg":1,"ams":{"ams_exist_bits":"3","ams":[{"id":"1","tray":[{"id":"0"}]}]}}})"));
    EXPECT_EQ(status_of(document, p1s()).ams.size(), 2u);
    EXPECT_TRUE(document.take(R"({"print":{"msg":1,"ams":{"ams_exist_bits":"2"}}})"));
    ASSERT_EQ(status_of(document, p1s()).ams.size(), 1u);
    EXPECT_EQ(status_of(document, p1s()).ams[0].id, 1);
}

TEST(Report, IgnoresTheAmsOfAPowerOffFrame) {
    const auto status = after(
        R"({"print":{"msg":1,"ams":{"ams_exist_bits":"0","tray_exist_bits":"0","power_on_flag":false,"ams":[]}}})");
    EXPECT_EQ(status.ams.size(), 1u);
}

TEST(Report, MergesKeysBesidePrint) {
    auto document = printing_p1s();
    EXPECT_TRUE(document.take(R"({"wifi_signal":"-61dBm","fun":"3EC1AFFF9CFF"})"));
    const auto status = status_of(document, p1s());
    EXPECT_EQ(status.wifi_dbm, -61);
    EXPECT_TRUE(status.signature_required);
}

TEST(Report, ReadsTheActiveOneOfTwoNozzles) {
    auto document = printing_p1s();
    EXPECT_TRUE(document.take(fixture("h2d-two-nozzles.json")));
    auto status = status_of(document, model_by_name("H2D"));
    EXPECT_EQ(status.nozzle.actual_c, 219);
    EXPECT_EQ(status.nozzle.target_c, 220);
    EXPECT_EQ(status.chamber->actual_c, 31);
    EXPECT_TRUE(document.take(R"({"device":{"extruder":{"state":274}}})"));
    status = status_of(document, model_by_name("H2D"));
    EXPECT_EQ(status.nozzle.actual_c, 38);
}

TEST(Report, ReadsFirmwareAndAcknowledgements) {
    auto document = printing_p1s();
    EXPECT_EQ(document.take(fixture("p1s-01.08-get-version.json"))->kind, Kind::modules);
    EXPECT_EQ(document.firmware(), "01.08.02.00");
    const auto taken = document.take(R"({"print":{"command":"pause","sequence_id":"30007","result":"FAILED",)"
                                     R"("reason":"mqtt message verify failed","err_code":84033543}})");
    ASSERT_EQ(taken->kind, Kind::acknowledgement);
    EXPECT_TRUE(taken->acknowledgement->refused);
    EXPECT_EQ(taken->acknowledgement->sequence_id, "30007");
    EXPECT_EQ(taken->acknowledgement->err_code, 84033543);
    EXPECT_EQ(status_of(document, p1s()).job_state, JobState::running);
}

TEST(Report, PutsStagesIntoWordsOnlyWhileAJobRuns) {
    EXPECT_EQ(after(R"({"print":{"msg":1,"stg_cur":2}})").stage, "Heating the bed");
    EXPECT_EQ(after(R"({"print":{"msg":1,"stg_cur":255}})").stage, "");
    EXPECT_EQ(after(R"({"print":{"msg":1,"stg_cur":99}})").stage, "Stage 99");
    EXPECT_EQ(after(R"({"print":{"msg":1,"gcode_state":"FINISH","stg_cur":2}})").stage, "");
}

TEST(Report, TellsTheJobsOfThePrinterItselfFromPrints) {
    EXPECT_FALSE(status_of(printing_p1s(), p1s()).own_job);
    const auto running = after(
        R"({"print":{"msg":1,"print_type":"system","subtask_name":"auto_cali_for_user_param.gcode","stg_cur":1,"mc_remaining_time":0}})");
    EXPECT_TRUE(running.own_job);
    EXPECT_EQ(running.job_name, "Calibration");
    EXPECT_EQ(running.stage, "Levelling the bed");
    EXPECT_FALSE(running.remaining_minutes);
    EXPECT_TRUE(
        after(
            R"({"print":{"msg":1,"print_type":"idle","gcode_state":"FINISH","subtask_name":"auto_cali_for_user"}})")
            .own_job)
        << "its type is gone when it has ended";
    const auto filament = after(
        R"({"print":{"msg":1,"print_type":"","subtask_name":"","gcode_file":"/usr/etc/print/filament_unload.gcode"}})");
    EXPECT_TRUE(filament.own_job);
    EXPECT_EQ(filament.job_name, "filament_unload");
    EXPECT_FALSE(after(R"({"print":{"msg":1,"subtask_name":"auto_pa_line_calib_mode"}})").own_job)
        << "this one leaves lines on the plate";
}

TEST(Report, TakesTrailingZerosAndBytesThatAreNoUtf8) {
    using namespace std::string_view_literals;
    auto document = printing_p1s();
    EXPECT_TRUE(document.take("{\"print\":{\"msg\":1,\"subtask_name\":\"caf\xE9\"}}\0"sv));
    EXPECT_EQ(status_of(document, p1s()).job_name, "caf?");
}

TEST(Report, SurvivesWrongTypesEverywhere) {
    const auto whole = parse_json(fixture("p1s-01.10-printing.json"));
    const std::vector<json::value> wrong = {
        nullptr, true, -1, 1e300, "x", "", json::array{1, nullptr}, json::object{{"id", json::array()}},
        1e18};
    for (const auto& [key, ignored] : whole->at("print").as_object()) {
        for (const auto& value : wrong) {
            auto document = printing_p1s();
            const json::value message = {{"print", {{key, value}, {"msg", 1}}}};
            EXPECT_TRUE(document.take(to_text(message))) << to_text(message);
            status_of(document, p1s());
            status_of(document, nullptr);
        }
    }
    Document document;
    for (const auto* text : {"[]", "3", "{\"print\":[]}", "{\"info\":{\"command\":3}}", "{\"print\":null}"})
        static_cast<void>(document.take(text));
    EXPECT_FALSE(document.take("{\"print\":"));
}

TEST(Report, DoesNotGrowWithoutBound) {
    Document document;
    bool refused = false;
    for (int i = 0; i < 20'000 && !refused; ++i) {
        const json::value message = {{"print", {{"key" + std::to_string(i), std::string(1000, 'x')}}}};
        const auto taken = document.take(to_text(message));
        refused = !taken && taken.error().code == Errc::too_large;
    }
    EXPECT_TRUE(refused);
    EXPECT_TRUE(document.print().empty());
}

}  // namespace
}  // namespace gantry::bambu::report
