#include "fuse/settings/settings.hpp"

#include <gtest/gtest.h>

#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::settings {
namespace {

TEST(Settings, NameTheMemberThatIsWrong) {
    const std::pair<const char*, const char*> wrong[] = {
        {R"({"gateway_url":"ftp://x"})", "gateway_url"},
        {R"({"gateway_url":"javascript:x"})", "gateway_url"},
        {R"({"gateway_url":"https://"})", "gateway_url"},
        {R"({"gateway_url":"https://a b"})", "gateway_url"},
        {R"({"gateway_url":"https://host:99999"})", "gateway_url"},
        {R"({"gateway_url":"https://me:secret@host"})", "gateway_url"},
        {R"({"gateway_url":"https://host/?a"})", "gateway_url"},
        {R"({"gateway_url":"https://host/#a"})", "gateway_url"},
        {R"({"file_cache_gb":0})", "file_cache_gb"},
        {R"({"file_cache_gb":-1})", "file_cache_gb"},
        {R"({"file_cache_gb":1.5})", "file_cache_gb"},
        {R"({"timelapse_cache_gb":10001})", "timelapse_cache_gb"},
        {R"({"timelapse_mode":"sometimes"})", "timelapse_mode"},
    };
    for (const auto& [text, member] : wrong) {
        const auto settings = parse_as<Settings>(text);
        const auto outcome = settings ? check(*settings) : Result<>(std::unexpected(settings.error()));
        ASSERT_FALSE(outcome) << text;
        EXPECT_EQ(outcome.error().code, Errc::malformed) << text;
        EXPECT_TRUE(outcome.error().detail.starts_with(member)) << outcome.error().detail;
    }
    for (const auto* good : {"https://cloud.example.com", "http://127.0.0.1:8080", "https://[::1]:1/gantry"})
        EXPECT_TRUE(check(Settings{.gateway_url = good})) << good;
}

TEST(Settings, BeginAsARequirementSaysTheyDo) {
    const Settings settings;
    EXPECT_EQ(settings.gateway_url, default_gateway_url);
    EXPECT_EQ(settings.timelapse_mode, TimelapseMode::frame_per_layer);
    EXPECT_EQ(settings.timelapse_cache_gb, 2);
    EXPECT_TRUE(settings.cameras_enabled && settings.snapshots_enabled && settings.remote_stream_enabled);
}

TEST(Settings, TheCommandLineWinsOverWhatIsStored) {
    run_coroutine([](Executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        storage::Store store(folder.path());
        CurrentSettings free(store, {});
        json::value stored = {{"gateway_url", "https://stored.example"}};
        EXPECT_TRUE(co_await free.change(std::move(stored)));
        EXPECT_TRUE(free.view().at("fixed").get_array().empty());

        CurrentSettings fixed(store, {}, {.gateway_url = "https://given.example/"});
        fixed.load();
        EXPECT_EQ(fixed.get().gateway_url, "https://given.example");
        EXPECT_EQ(fixed.view().at("fixed"), json::value(json::array{"gateway_url"}));
        json::value other = {{"gateway_url", "https://other.example"}};
        EXPECT_EQ((co_await fixed.change(std::move(other))).error().code, Errc::conflict);
        json::value same = {{"gateway_url", "https://given.example"}, {"snapshots_enabled", false}};
        EXPECT_TRUE(co_await fixed.change(std::move(same)));

        CurrentSettings again(store, {});
        again.load();
        EXPECT_EQ(again.get().gateway_url, "https://stored.example");
        EXPECT_FALSE(again.get().snapshots_enabled);
    });
}

TEST(Settings, AMalformedAddressOnTheCommandLineIsNamed) {
    const testing::TemporaryFolder folder;
    storage::Store store(folder.path());
    EXPECT_THROW(CurrentSettings(store, {}, {.gateway_url = "cloud"}), std::runtime_error);
}

}  // namespace
}  // namespace gantry::fuse::settings
