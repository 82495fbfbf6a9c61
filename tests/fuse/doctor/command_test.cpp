// `gantry doctor` as a process of its own, beside a whole Fuse that runs.
#include "tests/cli/command.hpp"
#include "tests/fuse/doctor/bench.hpp"

namespace gantry::fuse {
namespace {

struct Outcome {
    bool well = false;  // the exit status
    std::string text;

    // The steps of the Fuse, or of its printer "Workshop".
    json::array steps(std::string_view subject) const {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            const auto document = parse_json(line);
            if (document && document->at("subject").as_string() == subject)
                return document->at("steps").as_array();
        }
        return {};
    }
    std::string state(std::string_view subject, std::string_view step) const {
        for (const auto& known : steps(subject))
            if (known.at("id").as_string() == step) return std::string(known.at("state").as_string());
        return "no such step";
    }
    std::string cause(std::string_view subject, std::string_view step) const {
        for (const auto& known : steps(subject))
            if (known.at("id").as_string() == step) return std::string(known.at("cause").as_string());
        return "no such step";
    }
};

awaitable<Outcome> run_doctor(std::string data, std::vector<std::string> more = {"--json"}) {
    const cli::Command command;
    std::vector<std::string> arguments = {"doctor", "--data", std::move(data)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto program = command.program(std::move(arguments), "out");
    const auto ended = co_await run_to_end(std::move(program));
    co_return Outcome{ended.has_value(), command.read("out")};
}

TEST(DoctorCommand, AsksTheFuseThatRunsHereAboutItselfAndItsPrinters) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s", no_cloud, impatient);
        co_await bench.begin();
        const auto report = co_await run_doctor(bench.data.path());
        EXPECT_EQ(report.state("Fuse", "disk"), "passed") << report.text;
        EXPECT_NE(report.state("Fuse", "cloud"), "passed") << report.text;
        EXPECT_EQ(report.state("Workshop", "mqtt_port"), "passed") << report.text;
        EXPECT_EQ(report.state("Workshop", "camera"), "passed") << report.text;
        co_await bench.fault(FaultKind::camera_off);
        const auto wrong = co_await run_doctor(bench.data.path());
        EXPECT_FALSE(wrong.well);
        EXPECT_EQ(wrong.state("Workshop", "camera"), "failed") << wrong.text;
        const auto for_people = co_await run_doctor(bench.data.path(), {});
        EXPECT_TRUE(for_people.text.contains("Workshop\n")) << for_people.text;
        EXPECT_TRUE(for_people.text.contains("→ ")) << for_people.text;
        co_await bench.end();
    });
}

TEST(DoctorCommand, SaysThatTheFuseOfThisFolderRunsNoMore) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const gantry::testing::TemporaryFolder data;
        {
            WholeFuse fuse(executor, data.path(), no_cloud);
            co_await fuse.stop();
        }
        const auto report = co_await run_doctor(data.path());
        EXPECT_FALSE(report.well);
        EXPECT_EQ(report.cause("Fuse", "fuse"), "fuse_not_running") << report.text;
        EXPECT_EQ(report.state("Fuse", "disk"), "passed") << report.text;
    });
}

TEST(DoctorCommand, AsksForThePasswordWhereFuseDoes) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const gantry::testing::TemporaryFolder data;
        {
            WholeFuse fuse(executor, data.path(), no_cloud);
            const auto access = co_await fuse.get("/api/access");
            const json::value body = {{"code", access.at("setup_code")}, {"password", "correct horse"}};
            const auto made = co_await fuse.call(Method::post, "/api/setup", to_text(body));
            EXPECT_EQ(made.status, 200) << made.body;
            co_await fuse.stop();
        }
        auto options = WholeFuse::usual(data.path(), no_cloud);
        options.access.local_people = access::LocalPeople::sign_in;
        WholeFuse fuse(executor, std::move(options));
        const auto unasked = co_await run_doctor(data.path());
        EXPECT_FALSE(unasked.well);
        EXPECT_TRUE(unasked.text.contains("--password-file FILE")) << unasked.text;
        const auto file = data.path() + "/password";
        write_private_file(file, "wrong\n");
        const auto wrong = co_await run_doctor(data.path(), {"--json", "--password-file", file});
        EXPECT_TRUE(wrong.text.contains("Fuse refuses the password")) << wrong.text;
        write_private_file(file, "correct horse\n");
        const auto right = co_await run_doctor(data.path(), {"--json", "--password-file", file});
        EXPECT_EQ(right.state("Fuse", "disk"), "passed") << right.text;
        EXPECT_FALSE(right.text.contains("correct horse"));
        co_await fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
