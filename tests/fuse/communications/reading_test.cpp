#include "fuse/communications/reading.hpp"

#include <gtest/gtest.h>

#include "fuse/printers/bambu/driver.hpp"

namespace gantry::fuse::communications {
namespace {

class Messages {
public:
    Messages& receive(std::string text) { return add(Direction::receive, "push_status", std::move(text)); }
    Messages& send(std::string name, std::string text) {
        return add(Direction::send, std::move(name), std::move(text));
    }
    std::vector<Kept> kept() const { return log_.copy(); }

private:
    Messages& add(Direction direction, std::string name, std::string text) {
        Row row{.direction = direction, .topic = "device/1", .name = std::move(name), .size = text.size()};
        log_.add(std::move(row), text, packer_);
        return *this;
    }

    Limits limits_;
    Log log_{limits_};
    Packer packer_;
};

std::unique_ptr<printers::Replay> replay() {
    printers::PrinterConfig config;
    config.printer.model = "P1S";
    return printers::bambu::driver()->make_replay(config);
}

constexpr auto full =
    R"({"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","mc_percent":40,"layer_num":7,
        "nozzle_temper":219.5,"nozzle_target_temper":220,"bed_temper":60,"cooling_fan_speed":"15",
        "ams":{"ams_exist_bits":"1","tray_exist_bits":"1","ams":[{"id":"0","humidity":"4","temp":"25.0",
        "tray":[{"id":"0","tray_type":"PLA","tray_color":"FF0000FF","remain":80}]}]}}})";

TEST(Reading, ShowsTheWholeStateBehindADelta) {
    const auto kept = Messages()
                          .receive(full)
                          .send("pushall", "{}")
                          .receive(R"({"print":{"command":"push_status","msg":1,"bed_temper":61}})")
                          .kept();
    const auto detail = read(kept, 3, replay());
    ASSERT_TRUE(detail && detail->state);
    EXPECT_TRUE(detail->complete);
    EXPECT_EQ(detail->format, BodyFormat::json);
    EXPECT_EQ(detail->state->activity, farm::Activity::printing);
    EXPECT_EQ(detail->state->progress.percent, 40);
    EXPECT_EQ(detail->state->progress.layer, 7);
    EXPECT_EQ(detail->state->nozzle.actual_c, 219.5);
    EXPECT_EQ(detail->state->bed.actual_c, 61);
    EXPECT_EQ(detail->state->fans.part, 100);
    EXPECT_EQ(detail->state->filament_units.at(0).slots.at(0).material, "PLA");
}

TEST(Reading, TellsWhatAMessageChanged) {
    const auto kept = Messages()
                          .receive(full)
                          .receive(R"({"print":{"command":"push_status","msg":1,"bed_temper":61,"new":true,
                              "ams":{"ams":[{"id":"0","humidity":"3"}]}}})")
                          .send("get_version", "{}")
                          .kept();
    const auto changes = read(kept, 2, replay())->changes;
    std::map<std::string, std::string> told;
    for (const auto& [path, before, after] : changes)
        told[path] = (before ? to_text(*before) : "-") + " " + (after ? to_text(*after) : "-");
    EXPECT_EQ(told["bed_temper"], "60 61");
    EXPECT_EQ(told["new"], "- true");
    EXPECT_EQ(told["ams.ams[0].humidity"], "\"4\" \"3\"");
    const auto sent = read(kept, 3, replay());
    EXPECT_TRUE(sent->changes.empty());
    EXPECT_EQ(sent->state->bed.actual_c, 61) << "as of then";
}

TEST(Reading, SaysWhenTheFullReportIsNoLongerKept) {
    const auto kept =
        Messages().receive(R"({"print":{"command":"push_status","msg":1,"bed_temper":61}})").kept();
    const auto detail = read(kept, 1, replay());
    EXPECT_FALSE(detail->complete);
    EXPECT_EQ(detail->state->bed.actual_c, 61);
    EXPECT_EQ(read(kept, 2, replay()).error().code, Errc::not_found);
    EXPECT_FALSE(read(kept, 1, nullptr)->state);
}

TEST(Reading, WritesBytesThatAreNoTextSafely) {
    const auto kept = Messages().receive("<script>\xFF\x01\xC3\xA9").receive("no JSON").receive("[1]").kept();
    EXPECT_EQ(read(kept, 1, replay())->body, "<script>\\xff\x01\xC3\xA9");
    EXPECT_EQ(read(kept, 1, replay())->format, BodyFormat::binary);
    EXPECT_EQ(read(kept, 2, replay())->format, BodyFormat::text);
    EXPECT_EQ(read(kept, 3, replay())->format, BodyFormat::json);
}

TEST(Reading, SelectsByDirectionTextAndNumber) {
    const auto kept =
        Messages().receive("Apple").send("pushall", "pear").receive("Plum").receive("APPLE pie").kept();
    const auto numbers = [&](Filter filter, std::uint64_t before, std::size_t limit) {
        std::vector<std::uint64_t> found;
        for (const auto& row : select(kept, filter, before, limit).messages)
            found.push_back(row.number);
        return found;
    };
    using Numbers = std::vector<std::uint64_t>;
    EXPECT_EQ(numbers({}, 0, 10), (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(numbers({}, 0, 2), (Numbers{3, 4}));
    EXPECT_EQ(numbers({}, 3, 10), (Numbers{1, 2}));
    EXPECT_EQ(numbers({.send = false}, 0, 10), (Numbers{1, 3, 4}));
    EXPECT_EQ(numbers({.search = "aPPle"}, 0, 10), (Numbers{1, 4}));
    EXPECT_EQ(numbers({.search = "PUSHALL"}, 0, 10), (Numbers{2}));
    EXPECT_TRUE(select(kept, {}, 0, 3).more);
    EXPECT_FALSE(select(kept, {}, 0, 4).more);
}

TEST(Reading, WritesLinesOfJsonWithinABound) {
    const auto kept = Messages().receive("one").receive("two\n\xFF").kept();
    std::istringstream all(to_lines(kept, 100'000));
    std::string line;
    std::getline(all, line);
    EXPECT_EQ(parse_json(line)->at("body"), "one");
    std::getline(all, line);
    EXPECT_EQ(parse_json(line)->at("body"), "two\n\\xff");
    EXPECT_FALSE(std::getline(all, line));
    const auto cut = to_lines(kept, 200);
    EXPECT_TRUE(cut.starts_with("{\"left_out\":1}\n")) << cut;
}

TEST(Reading, BoundsTheDifferencesItTells) {
    json::object many;
    for (int i = 0; i < 300; ++i)
        many["member_" + std::to_string(i)] = i;
    std::size_t beyond = 0;
    EXPECT_EQ(differences({}, many, 200, beyond).size(), 200u);
    EXPECT_EQ(beyond, 100u);
}

}  // namespace
}  // namespace gantry::fuse::communications
