// A driver that Fuse does not know is registered with one line, and goes every way that Fuse has.
#include "fuse/printers/driver.hpp"

#include <fstream>
#include <sstream>

#include "base/log.hpp"
#include "tests/fuse/printers/kiln.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::printers {
namespace {

using testing::TemporaryFolder;
constexpr auto passphrase = "correct horse";

Options with_kiln(const std::string& data) {
    auto options = WholeFuse::usual(data, no_cloud);
    options.drivers = [] {
        auto registry = make_registry();
        registry.add(kiln::driver());
        return registry;
    };
    options.camera_sources = [] {
        auto registry = cameras::make_registry();
        registry.add(kiln::camera());
        return registry;
    };
    return options;
}

// A kiln, and a Fuse that knows such printers.
struct Scene {
    explicit Scene(Executor executor)
        : kiln(executor), fuse(std::make_unique<WholeFuse>(executor, with_kiln(folder.path()))) {}

    json::object wanted() const {
        return {{"driver", "kiln"},
                {"name", "Hall"},
                {"address", "127.0.0.1"},
                {"options",
                 {{"http_port", kiln.port()},
                  {"user", "eva"},
                  {"api_key", kiln::good_key},
                  {"camera_url", kiln.picture_url()}}}};
    }
    awaitable<json::value> ask(Method method, std::string where, json::value body, int status) {
        const auto text = to_text(body);
        const auto answer = co_await fuse->call(method, where, text);
        EXPECT_EQ(answer.status, status) << where << " " << answer.body;
        EXPECT_FALSE(answer.body.contains("k1ln")) << where;
        co_return answer.body.empty() ? json::value() : *parse_json(answer.body);
    }
    awaitable<void> add() {
        const auto view = co_await ask(Method::post, "/api/printers", wanted(), 201);
        path = "/api/printers/" + std::string(view.at("printer").at("id").as_string());
        EXPECT_TRUE(co_await fuse->reaches(path, "/state/connection", "online"));
    }
    awaitable<json::value> change(json::value body, int status = 200) {
        return ask(Method::patch, path, std::move(body), status);
    }
    awaitable<int> picture(std::string query = "") {
        const auto answer = co_await fuse->call(Method::get, path + "/snapshot.jpg" + query);
        co_return answer.status;
    }
    awaitable<void> restart(Executor executor) {
        co_await fuse->stop();
        fuse.reset();
        fuse = std::make_unique<WholeFuse>(executor, with_kiln(folder.path()));
    }
    awaitable<void> stop() {
        co_await fuse->stop();
        co_await kiln.stop();
    }

    TemporaryFolder folder;
    kiln::Printer kiln;
    std::unique_ptr<WholeFuse> fuse;
    std::string path{};  // of the one that was added
};

void with_scene(std::function<awaitable<void>(Scene&, Executor)> test) {
    run_coroutine([&test](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await test(scene, executor);
        co_await scene.stop();
    });
}

std::string text_at(const json::value& value, std::string_view pointer) {
    boost::system::error_code none;
    const auto* found = value.find_pointer(pointer, none);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

TEST(Driver, IsAskedWhoAnswersAndWhetherAKeyWorks) {
    with_scene([](Scene& scene, Executor) -> awaitable<void> {
        const auto forms = co_await scene.fuse->get("/api/drivers");
        EXPECT_EQ(forms.at(1).at("driver"), "kiln");
        EXPECT_EQ(forms.at(1).at("fields").at(3).at("option"), true);
        EXPECT_EQ(forms.at(1).at("failures").at("unauthorized"), "Wrong API key");
        EXPECT_EQ(forms.at(0).at("failures").at("unauthorized"), "Wrong code");
        auto body = scene.wanted();
        auto who = co_await scene.ask(Method::post, "/api/printers/identify", body, 200);
        EXPECT_EQ(text_at(who, "/serial"), kiln::serial);
        auto verdict = co_await scene.ask(Method::post, "/api/discovery/test", body, 200);
        EXPECT_EQ(text_at(verdict, "/identity/model"), "Kiln One");
        body["options"].as_object()["api_key"] = "wrong";
        verdict = co_await scene.ask(Method::post, "/api/discovery/test", body, 200);
        EXPECT_EQ(text_at(verdict, "/problem/code"), "unauthorized");
        body["options"].as_object().erase("api_key");
        verdict = co_await scene.ask(Method::post, "/api/discovery/test", body, 200);
        EXPECT_EQ(text_at(verdict, "/problem/detail"), "API Key: it is missing");
        co_await scene.ask(Method::post, "/api/printers", body, 400);
        body["options"].as_object()["colour"] = "red";
        verdict = co_await scene.ask(Method::post, "/api/printers", body, 400);
        EXPECT_TRUE(text_at(verdict, "/detail").contains("no \"colour\""));
    });
}

TEST(Driver, KeepsItsOwnFieldsOverARestart) {
    with_scene([](Scene& scene, Executor executor) -> awaitable<void> {
        co_await scene.add();
        co_await scene.restart(executor);
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/state/connection", "online"));
        const auto view = co_await scene.fuse->get(scene.path);
        EXPECT_EQ(text_at(view, "/printer/serial"), kiln::serial);
        EXPECT_EQ(text_at(view, "/options/user"), "eva");
        EXPECT_EQ(view.at("options").as_object().size(), 3u) << "nobody sees the key";
        EXPECT_EQ(co_await scene.picture(), 200);
        EXPECT_EQ(scene.kiln.seen_user, "eva");
    });
}

TEST(Driver, FollowsAChangeOfItsFields) {
    with_scene([](Scene& scene, Executor) -> awaitable<void> {
        co_await scene.add();
        co_await scene.change({{"options", {{"user", "ida"}, {"api_key", ""}}}});
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/state/connection", "online")) << "key kept";
        EXPECT_EQ(co_await scene.picture(), 200);
        EXPECT_EQ(scene.kiln.seen_user, "ida");
        auto view = co_await scene.change({{"options", {{"camera_url", ""}}}});
        EXPECT_EQ(text_at(view, "/printer/camera"), "none");
        EXPECT_EQ(co_await scene.picture(), 501) << "its camera is gone";
        view = co_await scene.change({{"options", {{"camera_url", scene.kiln.picture_url()}}}});
        EXPECT_EQ(text_at(view, "/printer/camera"), "kiln_still");
        EXPECT_EQ(co_await scene.picture(), 200) << "and back";
        const auto refused = co_await scene.change({{"options", {{"http_port", "many"}}}}, 400);
        EXPECT_TRUE(text_at(refused, "/detail").contains("HTTP Port: a port is"));
        EXPECT_EQ(text_at(co_await scene.change({{"options", {{"user", ""}}}}, 400), "/detail"),
                  "User Name: it is missing");
        const json::value wrong = {{"options", {{"api_key", "wrong"}}}};
        const auto verdict = co_await scene.ask(Method::post, scene.path + "/test", wrong, 200);
        EXPECT_EQ(text_at(verdict, "/problem/code"), "unauthorized");
        co_await scene.change(wrong);
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/state/connection", "refused"));
    });
}

TEST(Driver, LosesAnOptionalSecretWhenAskedTo) {
    with_scene([](Scene& scene, Executor executor) -> awaitable<void> {
        co_await scene.add();
        const auto stored = [&scene]() -> awaitable<std::string> {
            co_return to_text((co_await scene.fuse->get(scene.path)).at("stored_secrets"));
        };
        const std::string one = R"(["api_key"])";
        const std::string both = R"(["api_key","camera_key"])";
        EXPECT_EQ(co_await stored(), one);
        co_await scene.change({{"options", {{"camera_key", kiln::camera_key}}}});
        EXPECT_EQ(co_await stored(), both);
        EXPECT_EQ(co_await scene.picture(), 200);
        EXPECT_EQ(scene.kiln.seen_key, kiln::camera_key);
        co_await scene.change({{"options", {{"camera_key", ""}, {"user", "ida"}}}});
        EXPECT_EQ(co_await stored(), both) << "nothing was typed";

        const json::value without = {{"options", {{"camera_key", nullptr}}}};
        const auto verdict = co_await scene.ask(Method::post, scene.path + "/test", without, 200);
        EXPECT_EQ(text_at(verdict, "/identity/serial"), kiln::serial);
        EXPECT_EQ(co_await stored(), both) << "a trial changes nothing";
        co_await scene.change(without);
        EXPECT_EQ(co_await stored(), one);
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/state/connection", "online"));
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/camera/state", "closed"));
        EXPECT_EQ(co_await scene.picture("?max_age=0"), 200);
        EXPECT_EQ(scene.kiln.seen_key, kiln::good_key);
        co_await scene.restart(executor);
        EXPECT_EQ(co_await stored(), one) << "on the disk too";
        EXPECT_EQ(text_at(co_await scene.change({{"options", {{"api_key", nullptr}}}}, 400), "/detail"),
                  "API Key: it is missing");
    });
}

TEST(Driver, LetsSeveralPrintersShareAnAddressWithAPortEach) {
    with_scene([](Scene& scene, Executor) -> awaitable<void> {
        co_await scene.add();
        auto other = scene.wanted();
        other["serial"] = "KILN-0002";
        const auto refused = co_await scene.ask(Method::post, "/api/printers", other, 409);
        EXPECT_TRUE(text_at(refused, "/detail").contains("\"Hall\""));
        other["options"].as_object()["http_port"] = "1";
        co_await scene.ask(Method::post, "/api/printers", other, 201);
        const json::value back = {{"options", {{"http_port", scene.kiln.port()}}}};
        const auto all = co_await scene.fuse->get("/api/printers");
        scene.path = "/api/printers/" + text_at(all, "/1/printer/id");
        co_await scene.change(back, 409);
    });
}

awaitable<std::string> exported(WholeFuse& fuse, std::string secret) {
    const json::value wanted = {{"passphrase", secret}};
    co_return (co_await fuse.call(Method::post, "/api/printers/export", to_text(wanted))).body;
}

TEST(Driver, GoesThroughAnExportWithoutItsKey) {
    with_scene([](Scene& scene, Executor executor) -> awaitable<void> {
        co_await scene.add();
        const auto file = co_await exported(*scene.fuse, "");
        EXPECT_FALSE(file.contains("k1ln"));
        co_await scene.ask(Method::patch, scene.path, {{"options", {{"user", "ida"}}}}, 200);
        json::object import{{"file", file}};
        auto review = co_await scene.ask(Method::post, "/api/printers/import/review", import, 200);
        EXPECT_EQ(text_at(review, "/lines/0/differences/0/what"), "User Name");
        EXPECT_EQ(text_at(review, "/lines/0/differences/0/in_the_file"), "eva");
        import["choices"] = {{{"line", 0}}};
        co_await scene.ask(Method::post, "/api/printers/import", import, 200);
        EXPECT_EQ(text_at(co_await scene.fuse->get(scene.path), "/options/user"), "eva");
        EXPECT_TRUE(co_await scene.fuse->reaches(scene.path, "/state/connection", "online"))
            << "its key stays";
        const TemporaryFolder elsewhere;
        WholeFuse other(executor, with_kiln(elsewhere.path()));
        review = *parse_json(
            (co_await other.call(Method::post, "/api/printers/import/review", to_text(import))).body);
        EXPECT_EQ(text_at(review, "/lines/0/standing"), "addable");
        EXPECT_EQ(text_at(review, "/lines/0/missing/0/label"), "API Key");
        import["choices"] = {{{"line", 0}, {"options", {{"api_key", kiln::good_key}}}}};
        const auto done = co_await other.call(Method::post, "/api/printers/import", to_text(import));
        EXPECT_TRUE(done.body.contains("added")) << done.body;
        const auto id = text_at(co_await other.get("/api/printers"), "/0/printer/id");
        EXPECT_TRUE(co_await other.reaches("/api/printers/" + id, "/state/connection", "online"));
        co_await other.stop();
    });
}

TEST(Driver, GoesThroughASealedExportAsItIs) {
    with_scene([](Scene& scene, Executor executor) -> awaitable<void> {
        co_await scene.add();
        const auto file = co_await exported(*scene.fuse, passphrase);
        json::object import{{"file", file}, {"passphrase", passphrase}};
        const auto here = co_await scene.ask(Method::post, "/api/printers/import/review", import, 200);
        EXPECT_EQ(text_at(here, "/lines/0/standing"), "same") << "its key too";
        co_await scene.change({{"options", {{"api_key", "another"}}}});
        const auto now = co_await scene.ask(Method::post, "/api/printers/import/review", import, 200);
        EXPECT_EQ(text_at(now, "/lines/0/differences/0/what"), "API Key");
        EXPECT_EQ(text_at(now, "/lines/0/differences/0/here"), "");
        const TemporaryFolder elsewhere;
        WholeFuse other(executor, with_kiln(elsewhere.path()));
        import["choices"] = {{{"line", 0}}};
        const auto done = co_await other.call(Method::post, "/api/printers/import", to_text(import));
        EXPECT_TRUE(done.body.contains("added")) << done.body;
        const auto id = text_at(co_await other.get("/api/printers"), "/0/printer/id");
        EXPECT_TRUE(co_await other.reaches("/api/printers/" + id, "/state/connection", "online"));
        co_await other.stop();
    });
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Driver, HasItsSecretInNoLogMessageOrFile) {
    with_scene([](Scene& scene, Executor) -> awaitable<void> {
        co_await scene.add();
        auto wrong = scene.wanted();
        wrong["options"].as_object()["api_key"] = "k1ln-wrong";
        co_await scene.ask(Method::post, "/api/discovery/test", wrong, 200);
        const auto messages = co_await scene.fuse->call(Method::get, scene.path + "/communications/download");
        EXPECT_TRUE(messages.body.contains("[redacted]")) << messages.body;
        EXPECT_FALSE(messages.body.contains("k1ln"));
        for (const auto& line : log::recent())
            EXPECT_FALSE(line.text.contains("k1ln")) << line.text;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(scene.folder.path()))
            if (entry.is_regular_file())
                EXPECT_FALSE(contents(entry.path()).contains("k1ln")) << entry.path();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
