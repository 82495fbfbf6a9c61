// Camera activity through a whole Fuse with a virtual printer, as its page follows it.
#include "tests/fuse/whole_fuse.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse::web {
namespace {

using gantry::testing::FakeCloud;
using gantry::testing::TemporaryFolder;

awaitable<std::string> add_demo(WholeFuse& fuse) {
    const auto added =
        co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"Demo"})");
    EXPECT_EQ(added.status, 201) << added.body;
    const auto view = *parse_json(added.body);
    std::string id(view.at("printer").at("id").as_string());
    EXPECT_TRUE(co_await fuse.reaches("/api/printers/" + id, "/state/connection", "online"));
    co_return id;
}

awaitable<std::unique_ptr<net::websocket::Connection>> open_page(WholeFuse& fuse) {
    net::websocket::ClientRequest request{.url = fuse.url("/api/activity/events", "ws")};
    auto page = co_await net::websocket::connect(std::move(request));
    if (!page) throw std::runtime_error(page.error().detail);
    co_return std::move(*page);
}

// The next event whose camera fits; fails after ten seconds without one.
awaitable<json::value> camera_where(net::websocket::Connection& page,
                                    std::function<bool(const json::value& camera)> fits) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < end) {
        const auto text = co_await within(10s, page.read());
        if (!text) break;
        const auto event = *parse_json(*text);
        EXPECT_EQ(event.at("type"), "activity");
        for (const auto& camera : event.at("cameras").as_array())
            if (fits(camera)) co_return camera;
    }
    throw std::runtime_error("no such event came");
}

TEST(Activity, ShowsWhoWatchesAsTheyComeAndGo) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto id = co_await add_demo(fuse);
        const auto page = co_await open_page(fuse);
        const auto quiet = co_await camera_where(*page, [](const json::value&) { return true; });
        EXPECT_EQ(quiet.at("printer").as_string(), id);
        EXPECT_TRUE(quiet.at("watching").as_array().empty());
        EXPECT_EQ(quiet.at("frames").to_number<int>(), 0);

        rtc::Receiver browser;
        const auto path = "/api/printers/" + id + "/whep";
        const auto watching = co_await fuse.call(Method::post, path, browser.offer(), "application/sdp");
        EXPECT_EQ(watching.status, 201) << watching.body;
        browser.accept(watching.body);
        const auto watched = co_await camera_where(*page, [](const json::value& camera) {
            const auto& all = camera.at("watching").as_array();
            return !all.empty() && all[0].at("connected") == true && all[0].at("bytes").to_number<int>() > 0;
        });
        const auto& viewer = watched.at("watching").at(0);
        EXPECT_EQ(viewer.at("viewer"), "127.0.0.1");
        EXPECT_EQ(viewer.at("way"), "here");
        EXPECT_GT(viewer.at("since").to_number<std::int64_t>(), 0);
        EXPECT_EQ(watched.at("connections").to_number<int>(), 1);
        EXPECT_GT(watched.at("frames").to_number<int>(), 0);
        EXPECT_GT(watched.at("bytes").to_number<int>(), 0);

        EXPECT_EQ((co_await fuse.call(Method::del, watching.headers.at("location"))).status, 204);
        co_await camera_where(
            *page, [](const json::value& camera) { return camera.at("watching").as_array().empty(); });
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/printers/" + id)).status, 204);
        const auto gone = *parse_json(*co_await within(10s, page->read()));
        EXPECT_EQ(gone.at("fresh"), true);
        EXPECT_TRUE(gone.at("cameras").as_array().empty());
    });
}

TEST(Activity, NamesWhoWatchesThroughTheCloud) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FakeCloud cloud(executor);
        WholeFuse fuse(executor, folder.path(), cloud.url());
        const auto id = co_await add_demo(fuse);
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
        const auto page = co_await open_page(fuse);
        rtc::Receiver browser;
        const farm::gateway::SessionId session("s1");
        cloud.send(farm::gateway::LiveOffer{
            .session = session, .printer = farm::PrinterId(id), .sdp = browser.offer(), .viewer = "Ada"});
        const auto watched = co_await camera_where(
            *page, [](const json::value& camera) { return !camera.at("watching").as_array().empty(); });
        EXPECT_EQ(watched.at("watching").at(0).at("viewer"), "Ada");
        EXPECT_EQ(watched.at("watching").at(0).at("way"), "cloud");
        cloud.send(farm::gateway::LiveEnd{.session = session});
        co_await camera_where(
            *page, [](const json::value& camera) { return camera.at("watching").as_array().empty(); });
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

TEST(Activity, SaysWhyNoPicturesAreTaken) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        co_await add_demo(fuse);
        EXPECT_EQ((co_await fuse.get("/api/activity")).at("held_up").at("code"), "conflict");
        const auto refused = co_await fuse.call(Method::post, "/api/activity/refresh");
        EXPECT_EQ(refused.status, 409);
        EXPECT_TRUE(refused.body.contains("not activated")) << refused.body;
        co_await fuse.call(Method::patch, "/api/settings", R"({"snapshots_enabled":false})");
        EXPECT_EQ((co_await fuse.get("/api/activity")).at("held_up").at("code"), "disabled");
    });
}

TEST(Activity, RefreshesAllAndRemembersUploadsThatFailed) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FakeCloud cloud(executor);
        WholeFuse fuse(executor, folder.path(), cloud.url());
        const auto id = co_await add_demo(fuse);
        const auto page = co_await open_page(fuse);
        std::size_t answered = 0;
        const auto refuse = [&] {
            const auto requests = cloud.all<farm::gateway::UploadRequest>();
            for (; answered < requests.size(); ++answered) {
                const farm::Problem full{"storage", "the disk of the Cloud is full"};
                cloud.send(farm::gateway::UploadGrant{
                    .id = requests[answered].id, .printer = requests[answered].printer, .problem = full});
            }
            return answered;
        };
        EXPECT_TRUE(co_await eventually([&] { return refuse() == 1; }));
        const auto failed = co_await camera_where(
            *page, [](const json::value& camera) { return !camera.at("problem").is_null(); });
        EXPECT_EQ(failed.at("problem").at("code"), "storage");
        EXPECT_GT(failed.at("taken_at").to_number<std::int64_t>(), 0);
        EXPECT_GT(failed.at("due_at").to_number<std::int64_t>(), 0);
        EXPECT_EQ(failed.at("uploaded_at").to_number<std::int64_t>(), 0);

        const auto refreshed = co_await fuse.call(Method::post, "/api/activity/refresh");
        EXPECT_EQ(refreshed.status, 200) << refreshed.body;
        EXPECT_EQ(parse_json(refreshed.body)->at("printers").to_number<int>(), 1);
        EXPECT_TRUE(co_await eventually([&] { return refuse() == 2; }));
        json::value activity;
        for (int i = 0; i < 100 && (i == 0 || activity.at("failed_count").to_number<int>() < 2); ++i) {
            activity = co_await fuse.get("/api/activity");
            co_await sleep_for(20ms);
        }
        EXPECT_EQ(activity.at("failed_count").to_number<int>(), 2);
        EXPECT_EQ(activity.at("failed_uploads").at(0).at("printer").as_string(), id);
        EXPECT_EQ(activity.at("failed_uploads").at(0).at("problem").at("detail"),
                  "the disk of the Cloud is full");
        EXPECT_GE(activity.at("failed_uploads").at(0).at("at").to_number<std::int64_t>(),
                  activity.at("failed_uploads").at(1).at("at").to_number<std::int64_t>());

        const auto before = (co_await fuse.get("/api/status")).at("started_at");
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/restart")).status, 202);
        EXPECT_TRUE(co_await fuse.comes_back(before));
        const auto after = co_await fuse.get("/api/activity");
        EXPECT_EQ(after.at("failed_count").to_number<int>(), 2) << "Restart Fuse Client forgets none";
        EXPECT_EQ(after.at("failed_uploads"), activity.at("failed_uploads"));
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
