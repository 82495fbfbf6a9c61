// kill -9 under load: whatever the Cloud has acknowledged is there when it comes back.
#include <gmock/gmock.h>

#include "tests/base/eventually.hpp"
#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t enough_invitations = 60;
constexpr int enough = 5;  // of everything else

// What it said that it has done. Of what is done once more each time, the number of the last.
struct Acknowledged {
    std::vector<std::string> invited;
    std::vector<std::string> keys;     // made, and not revoked
    std::vector<std::string> revoked;  // their ids
    std::vector<std::string> joined;   // Fuses
    int renamed = 0;                   // the store's name is this number
    int pictured = 0;                  // p1's picture
    int granted = 0;                   // the printer in the viewer's scope
    int tagged = 0;                    // p1's tag
    int printed = 0;                   // p1's prints, by what a page was told
    Browser browser;

    bool all_done() const {
        return invited.size() >= enough_invitations && revoked.size() >= enough && joined.size() >= enough &&
               std::min({renamed, granted, tagged, printed}) >= enough && pictured >= 20;
    }
};

// Who is there before the load comes.
struct People {
    std::string owner;             // cookies
    std::string viewer;            // an id
    std::optional<FakeFuse> fuse;  // with the printer p1
    std::string address;           // that takes p1's picture
};

awaitable<People> prepare(Executor executor, const std::filesystem::path& data) {
    TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
    People people{
        .owner = co_await cloud.set_up_owner(), .viewer = {}, .fuse = FakeFuse(cloud), .address = {}};
    people.viewer = co_await cloud.user_id(co_await cloud.add_user(people.owner, "vic", "viewer"));
    co_await people.fuse->activate(people.owner);
    auto gateway = co_await people.fuse->connect();
    gateway.send(printers_message({"p1"}));
    co_await gateway.expect("allowed_printers");
    gateway.send({{"type", "upload.request"}, {"id", "1"}, {"printer", "p1"}});
    people.address = text_at(co_await gateway.expect("upload.grant"), "url");
    co_await cloud.stop();
    co_return people;
}

std::string picture(int number) {
    return fmt::format("\xFF\xD8\xFF\xE0 picture {} {}\xFF\xD9", number, std::string(30'000, 'x'));
}

// The load: each does one thing after the other until the server is gone.
struct Load {
    CloudProcess& victim;
    Acknowledged& done;
    People& people;

    // An answer with that status; empty: it is gone.
    awaitable<std::optional<json::object>> ask(Method method, std::string path, json::object body,
                                               int status) {
        const auto answer = co_await victim.call(method, path, body, people.owner);
        if (!answer || answer->status != status) co_return std::nullopt;
        const auto parsed = parse_json(answer->body);
        co_return parsed && parsed->is_object() ? parsed->as_object() : json::object();
    }

    awaitable<void> invite(int worker) {
        for (int i = 0;; ++i) {
            const auto email = fmt::format("w{}-{}@example.org", worker, i);
            const json::object body = {{"email", email}, {"role", "viewer"}};
            if (!co_await ask(Method::post, "/api/invitations", body, 201)) co_return;
            done.invited.push_back(email);
        }
    }

    // Two keys each time, of which one is revoked again.
    awaitable<void> make_keys() {
        for (int i = 0;; ++i) {
            const json::object body = {{"name", fmt::format("k{}", i)},
                                       {"permissions", json::array{"printer.view"}}};
            const auto made = co_await ask(Method::post, "/api/keys", body, 201);
            if (!made) co_return;
            const auto id = text_at(made->at("api_key").as_object(), "id");
            if (i % 2 == 0) {
                done.keys.push_back(id);
                continue;
            }
            if (!co_await ask(Method::del, "/api/keys/" + id, {}, 204)) co_return;
            done.revoked.push_back(id);
        }
    }

    awaitable<void> grant() {
        for (int i = 1;; ++i) {
            const json::object scope = {{"all", false}, {"printers", json::array{fmt::format("g{}", i)}}};
            const json::object body = {{"overrides", {{"printer.control", i % 2 == 0}}}, {"scope", scope}};
            if (!co_await ask(Method::patch, "/api/users/" + people.viewer, body, 200)) co_return;
            done.granted = i;
        }
    }

    awaitable<void> tag() {
        for (int i = 1;; ++i) {
            const json::object body = {{"printers", json::array{"p1"}},
                                       {"add", json::array{fmt::format("t{}", i)}},
                                       {"remove", json::array{fmt::format("t{}", i - 1)}}};
            if (!co_await ask(Method::patch, "/api/tags", body, 204)) co_return;
            done.tagged = i;
        }
    }

    awaitable<void> rename() {
        for (int i = 1;; ++i) {
            if (!co_await ask(Method::patch, "/api/store", {{"name", std::to_string(i)}}, 204)) co_return;
            done.renamed = i;
        }
    }

    // A Fuse has joined when it has its token.
    awaitable<void> activate(std::string store) {
        for (;;) {
            FakeFuse fuse(victim.host());
            const auto code = co_await fuse.request_code();
            if (text_at(code, "user_code").empty()) co_return;
            const auto path = "/api/activation/" + text_at(code, "user_code");
            if (!co_await ask(Method::post, path, {{"store", store}}, 204)) co_return;
            const auto device_code = text_at(code, "device_code");
            const auto granted =
                co_await fuse.request_token(device_code, fuse.sign("gantry-device:" + device_code));
            if (granted.status != 200) co_return;
            done.joined.push_back(text_at(parse_json(granted.body)->as_object(), "access_token"));
            if (done.joined.size() >= 2 * enough) co_return;  // codes are for people, and rare
        }
    }

    // A page is told of a print when it is written down.
    awaitable<void> print() {
        auto gateway = co_await people.fuse->connect();
        gateway.send(printers_message({"p1"}));
        co_await gateway.expect("allowed_printers");
        auto page = co_await open_page_at(victim.host(), {{"cookie", people.owner}});
        co_await page.expect("printers");
        for (int i = 1;; ++i) {
            const json::object print = {{"id", std::to_string(i)},
                                        {"job_id", ""},
                                        {"name", fmt::format("j{}", i)},
                                        {"started_at", i},
                                        {"ended_at", 0},
                                        {"result", "running"},
                                        {"reason", ""}};
            gateway.send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"print", print}}}});
            co_await page.expect("prints");
            done.printed = i;
        }
    }

    awaitable<void> take_pictures() {
        for (int i = 1;; ++i) {
            const auto put = co_await victim.put(people.address, picture(i));
            if (!put || put->status != 204) co_return;
            done.pictured = i;
        }
    }

    awaitable<void> renew() {
        for (;;) {
            const auto renewed =
                co_await victim.call(Method::post, "/api/session/refresh", {}, done.browser.refresh);
            if (!renewed || renewed->status != 200) co_return;
            done.browser = browser_of(*renewed);
        }
    }
};

awaitable<void> run_until_killed(Executor executor, const std::filesystem::path& data, Acknowledged& done) {
    auto people = co_await prepare(executor, data);
    CloudProcess victim(executor, data);
    co_await victim.ready();
    people.fuse->go_to(victim.host());
    const auto signed_in = co_await victim.call(
        Method::post, "/api/session", {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
    done.browser = browser_of(*signed_in);
    const auto store = text_at(parse_json(signed_in->body)->at("store").as_object(), "id");
    Load load{victim, done, people};
    Supervisor all(executor, "load");
    for (int worker = 0; worker < 3; ++worker)
        all.run("invite", [&, worker] { return load.invite(worker); });
    all.run("keys", [&] { return load.make_keys(); });
    all.run("grant", [&] { return load.grant(); });
    all.run("tag", [&] { return load.tag(); });
    all.run("rename", [&] { return load.rename(); });
    all.run("activate", [&] { return load.activate(store); });
    all.run("print", [&] { return load.print(); });
    all.run("picture", [&] { return load.take_pictures(); });
    all.run("renew", [&] { return load.renew(); });
    EXPECT_TRUE(co_await gantry::eventually([&done] { return done.all_done(); }, 90s))
        << "too slow to be killed";
    victim.kill();
    co_await all.stop();
}

// What came back, and who asks.
struct After {
    TestCloud& cloud;
    std::string owner;

    awaitable<std::string> get(std::string path) {
        const auto answer = co_await cloud.call(Method::get, path, "", owner);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        co_return answer.body;
    }
};

// The last may have been done without its answer having come.
void expect_last(int found, int acknowledged, const char* what) {
    EXPECT_GE(acknowledged, enough) << what;
    EXPECT_TRUE(found == acknowledged || found == acknowledged + 1)
        << what << ": " << found << " of " << acknowledged;
}

awaitable<void> expect_people(After after, const Acknowledged& done) {
    EXPECT_GE(done.invited.size(), enough_invitations);
    const auto invitations = co_await after.get("/api/invitations");
    const auto log = co_await after.get("/api/audit/export?format=jsonl&action=user.invited");
    for (const auto& email : done.invited) {
        EXPECT_THAT(invitations, HasSubstr('"' + email + '"'));
        EXPECT_THAT(log, HasSubstr('"' + email + '"'));
    }
    const auto users = parse_json(co_await after.get("/api/users"))->as_array();
    const auto vic =
        std::ranges::find_if(users, [](const auto& user) { return user.at("email") == "vic@example.org"; });
    const std::string printer(vic->at("scope").at("printers").at(0).as_string());
    const int granted = std::stoi(printer.substr(1));
    expect_last(granted, done.granted, "grants");
    EXPECT_EQ(vic->at("overrides").at("printer.control"), granted % 2 == 0);
}

awaitable<void> expect_doors(After after, const Acknowledged& done) {
    EXPECT_GE(done.keys.size(), static_cast<std::size_t>(enough));
    EXPECT_GE(done.revoked.size(), static_cast<std::size_t>(enough));
    const auto keys = co_await after.get("/api/keys");
    for (const auto& id : done.keys)
        EXPECT_THAT(keys, HasSubstr('"' + id + '"'));
    for (const auto& id : done.revoked)
        EXPECT_THAT(keys, Not(HasSubstr('"' + id + '"')));
    EXPECT_GE(done.joined.size(), static_cast<std::size_t>(enough));
    for (const auto& token : done.joined) {
        FakeFuse fuse(after.cloud);
        EXPECT_TRUE((co_await fuse.dial(token)).has_value());
    }
}

awaitable<void> expect_printers(After after, const Acknowledged& done) {
    const auto p1 = parse_json(co_await after.get("/api/printers/p1"));
    const std::string tag(p1->at("tags").at(0).as_string());
    expect_last(std::stoi(tag.substr(1)), done.tagged, "tags");
    EXPECT_EQ(p1->at("tags").as_array().size(), 1u);
    const auto prints = parse_json(co_await after.get("/api/printers/p1/prints"))->at("prints").as_array();
    const std::string print(prints.at(0).at("name").as_string());
    expect_last(std::stoi(print.substr(1)), done.printed, "prints");
    const auto stores = parse_json(co_await after.get("/api/stores"))->as_array();
    expect_last(std::stoi(std::string(stores.at(0).at("name").as_string())), done.renamed, "renames");
    const auto shown = co_await after.get("/api/printers/p1/snapshot.jpg");
    const bool is_whole = shown == picture(done.pictured) || shown == picture(done.pictured + 1);
    EXPECT_TRUE(is_whole) << shown.substr(0, 40) << " of " << done.pictured;
}

TEST(Crash, LosesNothingThatWasAcknowledged) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto data = folder / "cloud";
        Acknowledged done;
        co_await run_until_killed(executor, data, done);
        TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
        const auto renewed =
            co_await cloud.call(Method::post, "/api/session/refresh", "", done.browser.refresh);
        EXPECT_EQ(renewed.status, 200) << renewed.body;
        const After after{cloud, browser_of(renewed).access};
        co_await expect_people(after, done);
        co_await expect_doors(after, done);
        co_await expect_printers(after, done);
    });
}

}  // namespace
}  // namespace gantry::cloud
