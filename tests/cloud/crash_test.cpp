// kill -9 under load: whatever the Cloud has acknowledged is there when it comes back.
#include <gmock/gmock.h>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {
namespace {

// What it said that it has done.
struct Acknowledged {
    std::vector<std::string> invited;
    int renamed = 0;   // the store's name is this number
    int pictured = 0;  // p1's picture is the one of this number
    Browser browser;
};

// Who is there before the load comes.
struct People {
    std::string owner;    // cookies
    std::string address;  // that takes the picture of its printer p1
};

awaitable<People> prepare(Executor executor, const std::filesystem::path& data) {
    TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
    FakeFuse fuse(cloud);
    People people{.owner = co_await cloud.set_up_owner(), .address = {}};
    co_await fuse.activate(people.owner);
    auto gateway = co_await fuse.connect();
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

awaitable<void> picture_on(CloudProcess& victim, Acknowledged& done, std::string address) {
    for (int i = 1;; ++i) {
        const auto put = co_await victim.put(address, picture(i));
        if (!put || put->status != 204) co_return;
        done.pictured = i;
    }
}

awaitable<void> invite_on(CloudProcess& victim, Acknowledged& done, int worker, std::string owner) {
    for (int i = 0;; ++i) {
        const auto email = fmt::format("w{}-{}@example.org", worker, i);
        const auto made = co_await victim.call(Method::post, "/api/invitations",
                                               {{"email", email}, {"role", "viewer"}}, owner);
        if (!made || made->status != 201) co_return;
        done.invited.push_back(email);
    }
}

awaitable<void> rename_on(CloudProcess& victim, Acknowledged& done, std::string owner) {
    for (int i = 1;; ++i) {
        const auto renamed =
            co_await victim.call(Method::patch, "/api/store", {{"name", std::to_string(i)}}, owner);
        if (!renamed || renamed->status != 204) co_return;
        done.renamed = i;
    }
}

awaitable<void> renew_on(CloudProcess& victim, Acknowledged& done) {
    for (;;) {
        const auto renewed =
            co_await victim.call(Method::post, "/api/session/refresh", {}, done.browser.refresh);
        if (!renewed || renewed->status != 200) co_return;
        done.browser = browser_of(*renewed);
    }
}

awaitable<void> run_until_killed(Executor executor, const std::filesystem::path& data, Acknowledged& done) {
    const auto people = co_await prepare(executor, data);
    const auto& owner = people.owner;
    CloudProcess victim(executor, data);
    co_await victim.ready();
    const auto signed_in = co_await victim.call(
        Method::post, "/api/session", {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
    done.browser = browser_of(*signed_in);
    Supervisor load(executor, "load");
    for (int worker = 0; worker < 6; ++worker)
        load.run("invite", [&, worker] { return invite_on(victim, done, worker, owner); });
    load.run("rename", [&] { return rename_on(victim, done, owner); });
    load.run("renew", [&] { return renew_on(victim, done); });
    load.run("picture", [&] { return picture_on(victim, done, people.address); });
    for (int i = 0; i < 20'000 && (done.invited.size() < 60 || done.renamed < 5 || done.pictured < 20); ++i)
        co_await sleep_for(1ms);
    victim.kill();
    co_await load.stop();
}

TEST(Crash, LosesNothingThatWasAcknowledged) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto data = folder / "cloud";
        Acknowledged done;
        co_await run_until_killed(executor, data, done);
        EXPECT_GE(done.invited.size(), 60u);
        TestCloud cloud(executor, [&](Settings& settings) { settings.data = data; });
        const auto renewed =
            co_await cloud.call(Method::post, "/api/session/refresh", "", done.browser.refresh);
        EXPECT_EQ(renewed.status, 200) << renewed.body;
        const auto owner = browser_of(renewed).access;
        const auto invitations = co_await cloud.call(Method::get, "/api/invitations", "", owner);
        const auto log =
            co_await cloud.call(Method::get, "/api/audit/export?format=jsonl&action=user.invited", "", owner);
        for (const auto& email : done.invited) {
            EXPECT_THAT(invitations.body, ::testing::HasSubstr('"' + email + '"'));
            EXPECT_THAT(log.body, ::testing::HasSubstr('"' + email + '"'));
        }
        // The last rename may have been done without the answer having come.
        const auto stores = co_await cloud.call(Method::get, "/api/stores", "", owner);
        const auto name = parse_json(stores.body)->as_array().at(0).at("name").as_string();
        const int found = std::stoi(std::string(name));
        EXPECT_TRUE(found == done.renamed || found == done.renamed + 1) << found << " of " << done.renamed;
        EXPECT_GE(done.pictured, 20);
        const auto shown = co_await cloud.call(Method::get, "/api/printers/p1/snapshot.jpg", "", owner);
        EXPECT_EQ(shown.status, 200) << shown.body;
        const bool is_whole =
            shown.body == picture(done.pictured) || shown.body == picture(done.pictured + 1);
        EXPECT_TRUE(is_whole) << shown.body.substr(0, 40) << " of " << done.pictured;
    });
}

}  // namespace
}  // namespace gantry::cloud
