#include "sim/printer/machine.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"

namespace gantry::sim::printer {
namespace {

Machine make_machine(std::string_view model = "p1s", bool developer_mode = true) {
    Identity identity{.model = *find_model(model),
                      .serial = "01P00A000000001",
                      .address = "127.0.1.1",
                      .developer_mode = developer_mode};
    Settings settings{.print_duration = 100s,
                      .layers = 50,
                      .find_file =
                          [](std::string_view url) {
                              return url == "ftp://a.gcode.3mf" ? std::optional<std::uintmax_t>(10)
                                                                : std::nullopt;
                          },
                      .md5_of_file = [](std::string_view) { return "0CC175B9C0F1B6A831C399E269772661"; }};
    return {identity, settings, {}};
}

json::object request(std::string_view text) {
    return parse_json(text)->get_object();
}

json::object print_of(const json::object& message) {
    return message.at("print").get_object();
}

constexpr auto start_print =
    R"({"print":{"command":"project_file","sequence_id":"30101","url":"ftp://a.gcode.3mf","param":"Metadata/plate_1.gcode",)"
    R"("subtask_name":"my part","use_ams":true,"ams_mapping":[-1,2],"task_id":"7"}})";

Machine::Clock::time_point at(double seconds) {
    return Machine::Clock::time_point(std::chrono::milliseconds(static_cast<int>(seconds * 1000)));
}

// The gcode_states that deltas and full reports tell, in order.
std::vector<std::string> run(Machine& machine, double from, double to) {
    std::vector<std::string> states;
    for (double second = from; second <= to; second += 0.25) {
        machine.advance(at(second));
        auto message = machine.take_full();
        if (!message) message = machine.take_delta();
        if (!message) continue;
        if (const auto* state = message->at("print").get_object().if_contains("gcode_state"))
            states.emplace_back(state->get_string());
    }
    return states;
}

TEST(Machine, AnswersPushallWithAFullReport) {
    auto machine = make_machine();
    EXPECT_TRUE(
        machine.handle(request(R"({"pushing":{"command":"pushall","sequence_id":"1"}})"), at(0)).empty());
    const auto full = machine.take_full();
    ASSERT_TRUE(full);
    const auto print = print_of(*full);
    EXPECT_EQ(print.at("command"), "push_status");
    EXPECT_EQ(print.at("msg"), 0);
    EXPECT_EQ(print.at("gcode_state"), "IDLE");
    EXPECT_EQ(print.at("chamber_temper"), 5);
    EXPECT_FALSE(print.contains("device"));
    EXPECT_FALSE(print.contains("fun"));
    EXPECT_EQ(print.at("ams").at("tray_exist_bits"), "7");
    EXPECT_FALSE(machine.take_full());
}

TEST(Machine, ReportsEachClassInItsOwnWay) {
    auto machine = make_machine("p2s", false);
    machine.handle(request(R"({"pushing":{"command":"pushall"}})"), at(0));
    const auto print = print_of(*machine.take_full());
    EXPECT_TRUE(print.contains("device"));
    EXPECT_FALSE(print.contains("chamber_temper"));
    EXPECT_EQ(print.at("fun"), "3EC1AFFF9CFF");
    EXPECT_EQ(print.at("ipcam").at("rtsp_url"), "rtsps://127.0.1.1:322/streaming/live/1");
    EXPECT_EQ(print.at("vir_slot").at(0).at("id"), "255");
    EXPECT_EQ(print.at("stg_cur"), -1);
}

TEST(Machine, PrintsFromPrepareToFinish) {
    auto machine = make_machine();
    const auto answers = machine.handle(request(start_print), at(0));
    ASSERT_EQ(answers.size(), 1u);
    const auto echo = print_of(answers[0]);
    EXPECT_EQ(echo.at("result"), "success");
    EXPECT_EQ(echo.at("sequence_id"), "30101");
    EXPECT_EQ(echo.at("url"), "ftp://a.gcode.3mf");
    EXPECT_EQ(print_of(*machine.take_full()).at("gcode_state"), "IDLE");
    EXPECT_EQ(run(machine, 0, 110), (std::vector<std::string>{"PREPARE", "RUNNING", "FINISH"}));
    EXPECT_EQ(machine.state().layer, 50);
    EXPECT_EQ(machine.state().percent, 100);
    EXPECT_EQ(machine.state().title, "my_part");
    EXPECT_EQ(machine.state().nozzle_target_c, 0);
}

TEST(Machine, CalibratesWithoutLayersAndKeepsTheName) {
    auto machine = make_machine();
    machine.handle(request(R"({"print":{"command":"calibration","sequence_id":"1","option":7}})"), at(0));
    EXPECT_EQ(run(machine, 1, 50), std::vector<std::string>{"RUNNING"});
    EXPECT_EQ(machine.state().print_type, "system");
    EXPECT_EQ(machine.state().title, "auto_cali_for_user_param.gcode");
    EXPECT_EQ(machine.state().total_layers, 0);
    EXPECT_EQ(machine.state().stages, (std::vector{14, 1, 3}));
    EXPECT_GT(machine.state().percent, 40);
    EXPECT_TRUE(machine.pause());
    EXPECT_TRUE(machine.resume());
    EXPECT_EQ(machine.state().stage, 1);
    EXPECT_EQ(machine.printed(), 0);
    EXPECT_EQ(run(machine, 50.25, 110), std::vector<std::string>{"FINISH"});
    EXPECT_EQ(machine.printed(), 0) << "nothing lies on the plate";
    EXPECT_EQ(machine.state().print_type, "idle");
    EXPECT_EQ(machine.state().title, "auto_cali_for_user_param.gcode");
}

TEST(Machine, IsHotAndLoadedWhilePrinting) {
    auto machine = make_machine();
    machine.handle(request(start_print), at(0));
    run(machine, 0, 60);
    EXPECT_EQ(machine.state().gcode_state, GcodeState::running);
    EXPECT_NEAR(machine.state().nozzle_c, 220, 1);
    EXPECT_NEAR(machine.state().bed_c, 60, 1);
    EXPECT_EQ(machine.state().tray_now, 2);
    EXPECT_EQ(machine.state().ams_status, 768);
    EXPECT_GT(machine.state().layer, 10);
    EXPECT_GT(machine.printed(), 0.4);
}

TEST(Machine, PausesResumesAndStops) {
    auto machine = make_machine();
    machine.handle(request(start_print), at(0));
    run(machine, 0, 50);
    machine.handle(request(R"({"print":{"command":"pause","sequence_id":"1"}})"), at(50));
    const auto layer = machine.state().layer;
    run(machine, 50, 70);
    EXPECT_EQ(machine.state().gcode_state, GcodeState::pause);
    EXPECT_EQ(machine.state().layer, layer);
    machine.handle(request(R"({"print":{"command":"resume","sequence_id":"2"}})"), at(70));
    run(machine, 70, 75);
    EXPECT_GT(machine.state().layer, layer);
    machine.handle(request(R"({"print":{"command":"stop","sequence_id":"3"}})"), at(75));
    EXPECT_EQ(machine.state().gcode_state, GcodeState::failed);
    EXPECT_EQ(machine.state().print_error, 0x0300400Cu);
}

TEST(Machine, AcknowledgesAMissingFileAndFailsLater) {
    auto machine = make_machine();
    const auto answers = machine.handle(
        request(R"({"print":{"command":"project_file","sequence_id":"1","url":"ftp://b.gcode.3mf"}})"),
        at(0));
    EXPECT_EQ(print_of(answers[0]).at("result"), "success");
    run(machine, 0, 1);
    EXPECT_EQ(machine.state().print_error, 0u);
    run(machine, 1, 3);
    EXPECT_EQ(machine.state().print_error, 0x0500C010u);
    EXPECT_EQ(machine.state().gcode_state, GcodeState::idle);
    machine.handle(request(R"({"print":{"command":"clean_print_error","sequence_id":"2"}})"), at(3));
    EXPECT_EQ(machine.state().print_error, 0u);
}

TEST(Machine, RefusesAJobWhoseFileIsAnotherThanItsMd5Says) {
    const auto job = [](std::string_view md5) {
        return request(fmt::format(
            R"({{"print":{{"command":"project_file","url":"ftp://a.gcode.3mf","md5":"{}"}}}})", md5));
    };
    for (const std::string_view md5 : {"", "0CC175B9C0F1B6A831C399E269772661"}) {
        auto machine = make_machine();
        machine.handle(job(md5), at(0));
        run(machine, 0, 3);
        EXPECT_EQ(machine.state().print_error, 0u) << md5;
        EXPECT_NE(machine.state().gcode_state, GcodeState::idle) << md5;
    }
    auto machine = make_machine();
    EXPECT_EQ(print_of(machine.handle(job("00000000000000000000000000000000"), at(0))[0]).at("result"),
              "success");
    run(machine, 0, 3);
    EXPECT_EQ(machine.state().print_error, 0x05004003u);
    EXPECT_EQ(machine.state().gcode_state, GcodeState::idle);
}

TEST(Machine, RefusesASecondJobAndAWrongSlot) {
    auto machine = make_machine();
    machine.handle(request(start_print), at(0));
    run(machine, 0, 20);
    machine.handle(request(start_print), at(20));
    EXPECT_EQ(machine.state().print_error, 0x05004004u);
    EXPECT_EQ(machine.state().gcode_state, GcodeState::running);

    auto other = make_machine();
    other.handle(
        request(
            R"({"print":{"command":"project_file","url":"ftp://a.gcode.3mf","use_ams":true,"ams_mapping":[254]}})"),
        at(0));
    EXPECT_EQ(other.state().print_error, 0x07008012u);
    EXPECT_EQ(other.state().gcode_state, GcodeState::failed);
}

TEST(Machine, RefusesControlWithoutDeveloperMode) {
    auto machine = make_machine("p1s", false);
    const auto answers = machine.handle(request(start_print), at(0));
    EXPECT_EQ(print_of(answers[0]).at("result"), "failed");
    EXPECT_EQ(print_of(answers[0]).at("err_code"), 84033543);
    EXPECT_EQ(machine.state().hms, (std::vector<Hms>{{83887360, 65543}}));
    EXPECT_EQ(machine.state().gcode_state, GcodeState::idle);
    machine.handle(request(R"({"system":{"command":"ledctrl","led_node":"chamber_light","led_mode":"off"}})"),
                   at(0));
    EXPECT_FALSE(machine.state().light);
}

TEST(Machine, ObeysSpeedLightHeatAndFilament) {
    auto machine = make_machine();
    machine.handle(request(R"({"print":{"command":"print_speed","param":"4"}})"), at(0));
    machine.handle(
        request(R"({"print":{"command":"gcode_line","param":"M104 S210\nM140 S55\nM106 P2 S128\n"}})"),
        at(0));
    machine.handle(
        request(
            R"({"print":{"command":"ams_filament_setting","ams_id":0,"tray_id":3,"tray_type":"ABS","tray_color":"FF0000FF"}})"),
        at(0));
    EXPECT_EQ(machine.state().speed_level, 4);
    EXPECT_EQ(machine.state().nozzle_target_c, 210);
    EXPECT_EQ(machine.state().bed_target_c, 55);
    EXPECT_EQ(machine.state().aux_fan, 128);
    EXPECT_EQ(machine.state().trays[3].type, "ABS");
}

void run_gcode(Machine& machine, const std::string& lines, double second) {
    json::object line{{"command", "gcode_line"}, {"param", lines}};
    machine.handle({{"print", std::move(line)}}, at(second));
}

TEST(Machine, MovesItsAxesWheneverItIsToldExceptInAPrint) {
    auto machine = make_machine();
    EXPECT_FALSE(machine.state().homed) << "as after it was switched on";
    run_gcode(machine, "G28\n", 0);
    run(machine, 0, 1);
    EXPECT_FALSE(machine.state().homed);
    run(machine, 1, 4);
    EXPECT_TRUE(machine.state().homed);
    run_gcode(machine, "M211 S\nM1002 push_ref_mode\nG91\nG1 X10.0 F3000\nM1002 pop_ref_mode\n", 4);
    EXPECT_EQ(machine.state().position[0], 10);
    machine.handle(request(start_print), at(5));
    run(machine, 5, 60);
    run_gcode(machine, "G1 Z5.0 F900\nG28\n", 60);
    EXPECT_EQ(machine.state().position[2], 0);
    EXPECT_TRUE(machine.state().homed);
}

TEST(Machine, HeatsAChamberThatHasAHeater) {
    auto warm = make_machine("x1e");
    run_gcode(warm, "M141 S45\n", 0);
    run(warm, 0, 60);
    EXPECT_EQ(warm.state().chamber_c, 45);
    auto cold = make_machine("x1c");
    run_gcode(cold, "M141 S45\n", 0);
    run(cold, 0, 60);
    EXPECT_EQ(cold.state().chamber_c, 31);
}

TEST(Machine, SurvivesNonsense) {
    auto machine = make_machine();
    for (const auto* text :
         {R"({})", R"({"print":1})", R"({"print":{}})", R"({"print":{"command":7}})",
          R"({"what":{"command":"x"}})", R"({"print":{"command":"skip_objects","obj_list":"a"}})",
          R"({"print":{"command":"project_file"}})",
          R"({"print":{"command":"ams_filament_setting","ams_id":99999999999,"tray_id":-4}})"}) {
        machine.handle(request(text), at(0));
    }
    EXPECT_EQ(print_of(machine.handle(request(R"({"print":{"command":"set_airduct","modeId":1}})"), at(0))[0])
                  .at("result"),
              "success");
}

TEST(Report, TellsOnlyWhatChanged) {
    const auto before = request(R"({"a":1,"b":{"c":[1,2],"d":2}})");
    EXPECT_EQ(difference(before, before), std::nullopt);
    EXPECT_EQ(difference(before, request(R"({"a":1,"b":{"c":[1,3],"d":2}})")),
              request(R"({"b":{"c":[1,3]}})"));
}

TEST(Report, IsIndentedByFourSpaces) {
    EXPECT_EQ(indented(*parse_json(R"({"a":{"b":[1,"x"],"c":{}},"d":219.5})")),
              "{\n    \"a\": {\n        \"b\": [\n            1,\n            \"x\"\n        ],\n        "
              "\"c\": {}\n    },\n"
              "    \"d\": 219.5\n}");
}

}  // namespace
}  // namespace gantry::sim::printer
