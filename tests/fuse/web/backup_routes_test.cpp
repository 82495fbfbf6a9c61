// Export and import of printers, as the page does them.
#include "net/http/disposition.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using testing::TemporaryFolder;
constexpr auto secret = "correct horse";

awaitable<std::string> add(WholeFuse& fuse, std::string name, std::string serial, std::string address) {
    const json::value wanted = {{"name", name},   {"address", address},        {"serial", serial},
                                {"model", "P1S"}, {"access_code", "87654321"}, {"ports", {{"mqtt", 1}}}};
    const auto added = co_await fuse.call(Method::post, "/api/printers", to_text(wanted));
    EXPECT_EQ(added.status, 201) << added.body;
    co_return std::string(parse_json(added.body)->at("printer").at("id").as_string());
}

awaitable<std::string> exported(WholeFuse& fuse, std::string passphrase) {
    const json::value wanted = {{"passphrase", passphrase}};
    const auto file = co_await fuse.call(Method::post, "/api/printers/export", to_text(wanted));
    EXPECT_EQ(file.status, 200) << file.body;
    EXPECT_TRUE(
        net::http::file_name_of(file.headers.at("content-disposition"))->starts_with("gantry-printers-"));
    EXPECT_EQ(file.headers.at("cache-control"), "no-store");
    co_return file.body;
}

awaitable<json::value> reviewed(WholeFuse& fuse, std::string file, std::string passphrase = "") {
    const json::value wanted = {{"file", file}, {"passphrase", passphrase}};
    const auto review = co_await fuse.call(Method::post, "/api/printers/import/review", to_text(wanted));
    EXPECT_EQ(review.status, 200) << review.body;
    co_return *parse_json(review.body);
}

awaitable<json::value> imported(WholeFuse& fuse, std::string file, json::array choices,
                                std::string passphrase = "") {
    const json::value wanted = {{"file", file}, {"passphrase", passphrase}, {"choices", choices}};
    const auto done = co_await fuse.call(Method::post, "/api/printers/import", to_text(wanted));
    EXPECT_EQ(done.status, 200) << done.body;
    co_return parse_json(done.body)->at("lines");
}

std::string text_of(const json::value& value, std::string_view member) {
    return std::string(value.at(member).as_string());
}

std::string file_with(const json::array& printers) {
    const json::object file = {{"format", "gantry-fuse-printers"}, {"version", 1}, {"printers", printers}};
    return to_text(file);
}

json::object entry(const std::string& name, const std::string& serial, const std::string& address) {
    return {{"name", name}, {"model", "P1S"}, {"serial", serial}, {"address", address}};
}

TEST(BackupRoutes, TakePrintersWithTheirCodesToAnotherFuse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder here;
        const TemporaryFolder there;
        std::string file;
        {
            WholeFuse fuse(executor, here.path(), no_cloud);
            const auto id = co_await add(fuse, "One", "01P00A000000001", "127.0.0.1");
            co_await add(fuse, "Two", "01P00A000000002", "127.0.0.2");
            const auto virtual_one = R"({"driver":"virtual","name":"Made up","ams_units":2})";
            EXPECT_EQ((co_await fuse.call(Method::post, "/api/printers", virtual_one)).status, 201);
            const auto switches =
                R"({"camera_switches":{"camera_enabled":true,"snapshots_enabled":false,"remote_stream_enabled":true}})";
            EXPECT_EQ((co_await fuse.call(Method::patch, "/api/printers/" + id, switches)).status, 200);
            file = co_await exported(fuse, secret);
            co_await fuse.stop();
        }
        WholeFuse fuse(executor, there.path(), no_cloud);
        const auto review = co_await reviewed(fuse, file, secret);
        EXPECT_EQ(review.at("sealed"), true);
        EXPECT_EQ(review.at("lines").as_array().size(), 3u);
        for (const auto& line : review.at("lines").as_array()) {
            EXPECT_EQ(text_of(line, "standing"), "addable");
            EXPECT_EQ(line.at("needs_access_code"), false);
        }
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty()) << "a review adds nothing";
        const auto done = co_await imported(fuse, file, {{{"line", 0}}, {{"line", 2}}}, secret);
        for (const auto& line : done.as_array())
            EXPECT_EQ(text_of(line, "outcome"), "added");
        const auto all = co_await fuse.get("/api/printers");
        EXPECT_EQ(all.as_array().size(), 2u) << "what nobody chose stays out";
        EXPECT_EQ(all.at(0).at("camera_switches").at("snapshots_enabled"), false);
        EXPECT_EQ(text_of(all.at(1).at("printer"), "name"), "Made up");
        const auto again = co_await exported(fuse, secret);
        const auto same = co_await reviewed(fuse, again, secret);
        EXPECT_EQ(text_of(same.at("lines").at(0), "standing"), "same") << "its access code too";
        co_await fuse.stop();
    });
}

TEST(BackupRoutes, ShowWhatWouldChangeAndChangeItWhenChosen) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto id = co_await add(fuse, "One", "01P00A000000001", "127.0.0.1");
        const auto file = co_await exported(fuse, secret);
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/printers/" + id,
                                      R"({"name":"Uno","address":"127.0.0.9","access_code":"11111111"})"))
                      .status,
                  200);
        const auto line = (co_await reviewed(fuse, file, secret)).at("lines").at(0);
        EXPECT_EQ(text_of(line, "standing"), "different");
        EXPECT_EQ(text_of(line, "known_as"), "Uno");
        const auto& differences = line.at("differences").as_array();
        EXPECT_EQ(differences.size(), 3u);
        EXPECT_EQ(text_of(differences.at(0), "what"), "Printer Name");
        EXPECT_EQ(text_of(differences.at(1), "in_the_file"), "127.0.0.1");
        EXPECT_EQ(text_of(differences.at(2), "what"), "Access Code");
        EXPECT_FALSE(to_text(line).contains("87654321"));
        const auto done = co_await imported(fuse, file, {{{"line", 0}}}, secret);
        EXPECT_EQ(text_of(done.at(0), "outcome"), "changed");
        const auto view = co_await fuse.get("/api/printers/" + id);
        EXPECT_EQ(text_of(view.at("printer"), "name"), "One");
        EXPECT_EQ(text_of(view, "address"), "127.0.0.1");
    });
}

TEST(BackupRoutes, AskForTheCodesThatAFileDoesNotHave) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto file = file_with({entry("One", "01P00A000000001", "127.0.0.1")});
        const auto line = (co_await reviewed(fuse, file)).at("lines").at(0);
        EXPECT_EQ(line.at("needs_access_code"), true);
        auto done = co_await imported(fuse, file, {{{"line", 0}}});
        EXPECT_EQ(text_of(done.at(0), "outcome"), "failed");
        EXPECT_EQ(text_of(done.at(0).at("problem"), "detail"), "the access code is missing");
        done = co_await imported(fuse, file, {{{"line", 0}, {"access_code", "12345678"}}});
        EXPECT_EQ(text_of(done.at(0), "outcome"), "added");
    });
}

TEST(BackupRoutes, RefuseLinesThatCannotBeHereAndNoOthers) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        co_await add(fuse, "Taken", "01P00A000000009", "127.0.0.9");
        const std::string strange = "\"x\" 'y' <img src=x onerror=alert(1)> 🦀";
        auto taken = entry("Same place", "01P00A000000003", "127.0.0.9");
        taken["ports"] = {{"mqtt", 1}};
        auto unknown = entry("Unknown", "01P00A000000004", "127.0.0.4");
        unknown["driver"] = "toaster";
        const auto file = file_with(
            {entry(strange, "01P00A000000001", "127.0.0.1"), entry("Twice", "01P00A000000001", "127.0.0.2"),
             entry(std::string(500, 'n'), "01P00A000000002", "127.0.0.3"), taken, unknown,
             entry("No address", "01P00A000000005", "over there"), entry("No serial", "", "127.0.0.6"),
             entry("", "01P00A000000007", "127.0.0.7")});
        const auto review = co_await reviewed(fuse, file);
        const auto& lines = review.at("lines").as_array();
        const std::pair<const char*, const char*> wanted[] = {
            {"addable", ""},           {"refused", "twice"},     {"refused", "100 characters"},
            {"refused", "\"Taken\""},  {"refused", "no driver"}, {"refused", "192.168.0.30"},
            {"refused", "the serial"}, {"refused", "a name"}};
        for (std::size_t i = 0; i < std::size(wanted); ++i) {
            EXPECT_EQ(text_of(lines.at(i), "standing"), wanted[i].first) << i;
            if (*wanted[i].second == '\0') continue;
            const auto detail = text_of(lines.at(i).at("problem"), "detail");
            EXPECT_TRUE(detail.contains(wanted[i].second)) << i << ": " << detail;
        }
        EXPECT_EQ(text_of(lines.at(0), "name"), strange);
        EXPECT_LT(text_of(lines.at(2), "name").size(), 200u) << "shortened";
        json::array all;
        for (std::size_t i = 0; i < lines.size(); ++i)
            all.push_back({{"line", i}, {"access_code", "12345678"}});
        const auto done = co_await imported(fuse, file, all);
        EXPECT_EQ(text_of(done.at(0), "outcome"), "added");
        for (std::size_t i = 1; i < lines.size(); ++i)
            EXPECT_EQ(text_of(done.at(i), "outcome"), "failed") << i;
        EXPECT_EQ((co_await fuse.get("/api/printers")).as_array().size(), 2u);
    });
}

TEST(BackupRoutes, RefuseAWholeFileWithItsReason) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto ask = [&fuse](std::string path, json::value body) -> awaitable<Response> {
            co_return co_await fuse.call(Method::post, "/api/printers/" + path, to_text(body));
        };
        const auto short_one = co_await ask("export", {{"passphrase", "short"}});
        EXPECT_EQ(short_one.status, 400);
        EXPECT_TRUE(short_one.body.contains("at least 10 characters"));
        const auto cut = co_await ask("import/review", {{"file", "{\"format\":\"gantry-fuse-pr"}});
        EXPECT_EQ(cut.status, 400);
        EXPECT_TRUE(cut.body.contains("not whole"));
        const auto huge = co_await ask("import/review", {{"file", std::string(2'500'000, 'x')}});
        EXPECT_EQ(huge.status, 413);
        EXPECT_TRUE(huge.body.contains("at most 2 MB"));
        const auto sealed = co_await exported(fuse, secret);
        const auto wrong = co_await ask("import", {{"file", sealed}, {"passphrase", "wrong horse"}});
        EXPECT_EQ(wrong.status, 422);
        const auto beyond = co_await ask("import", {{"file", file_with({})}, {"choices", {{{"line", 3}}}}});
        EXPECT_EQ(beyond.status, 404);
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty());
    });
}

}  // namespace
}  // namespace gantry::fuse::web
