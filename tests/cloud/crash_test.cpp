// kill -9 under load: whatever the Cloud has acknowledged is there when it comes back.
#include <gmock/gmock.h>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {
namespace {

// What it said that it has done.
struct Acknowledged {
    std::vector<std::string> invited;
    int renamed = 0;  // the store's name is this number
    Browser browser;
};

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
    CloudProcess victim(executor, data);
    co_await victim.ready();
    const auto owner = co_await victim.set_up("0");
    const auto signed_in = co_await victim.call(
        Method::post, "/api/session", {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
    done.browser = browser_of(*signed_in);
    Supervisor load(executor, "load");
    for (int worker = 0; worker < 6; ++worker)
        load.run("invite", [&, worker] { return invite_on(victim, done, worker, owner); });
    load.run("rename", [&] { return rename_on(victim, done, owner); });
    load.run("renew", [&] { return renew_on(victim, done); });
    for (int i = 0; i < 20'000 && (done.invited.size() < 60 || done.renamed < 5); ++i)
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
    });
}

}  // namespace
}  // namespace gantry::cloud
