#include "cloud/snapshots/snapshots.hpp"

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::snapshots {
namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture \xFF\xD9";

// A Cloud with its owner, a Fuse with the printer "p1", and the owner's page.
struct Scene {
    explicit Scene(Executor executor, std::function<void(Settings&)> adjust = {})
        : cloud(executor, std::move(adjust)), fuse(cloud) {}

    awaitable<void> open() {
        owner = co_await cloud.set_up_owner();
        co_await fuse.activate(owner);
        peer.emplace(co_await fuse.connect());
        page.emplace(co_await open_page(cloud, owner));
        co_await page->expect("printers");
        peer->send(printers_message({"p1"}));
        co_await page->expect("printers");
    }

    awaitable<json::object> ask(std::string printer) {
        peer->send({{"type", "upload.request"}, {"id", "1"}, {"printer", printer}});
        return peer->expect("upload.grant");
    }

    awaitable<std::string> address_for(std::string printer) {
        co_return text_at(co_await ask(std::move(printer)), "url");
    }

    awaitable<Response> put(std::string path, std::string body) {
        net::http::ClientRequest request{.method = Method::put, .url = cloud.url(path)};
        request.headers["content-type"] = "image/jpeg";
        request.body = std::move(body);
        co_return *co_await net::http::fetch(std::move(request));
    }

    awaitable<Response> get(std::string cookie, std::string tag = "") {
        net::http::ClientRequest request{.url = cloud.url("/api/printers/p1/snapshot.jpg")};
        request.headers["cookie"] = cookie;
        if (!tag.empty()) request.headers["if-none-match"] = tag;
        co_return *co_await net::http::fetch(std::move(request));
    }

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;
    std::optional<Peer> peer;
    std::optional<Peer> page;
};

TEST(Snapshots, GoFromAFuseToThoseWhoMaySeeCameras) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        EXPECT_EQ((co_await scene.get(scene.owner)).status, 404);
        const auto grant = co_await scene.ask("p1");
        EXPECT_EQ(text_at(grant, "id"), "1");
        EXPECT_EQ((co_await scene.put(text_at(grant, "url"), jpeg)).status, 204);
        scene.peer->send({{"type", "snapshot"}, {"printer", "p1"}, {"taken_at", 1'700'000'000'000}});
        const auto event = co_await scene.page->expect("printer");
        EXPECT_EQ(event.at("camera").at("snapshot_at"), 1'700'000'000'000);
        const auto picture = co_await scene.get(scene.owner);
        EXPECT_EQ(picture.status, 200);
        EXPECT_EQ(picture.body, jpeg);
        EXPECT_EQ(picture.headers.at("content-type"), "image/jpeg");
        EXPECT_EQ((co_await scene.get(scene.owner, picture.headers.at("etag"))).status, 304);
        const auto viewer = co_await scene.cloud.add_user(scene.owner, "viewer", "viewer");
        EXPECT_EQ((co_await scene.get(viewer)).status, 403);
        EXPECT_EQ((co_await scene.get("")).status, 401);
    });
}

TEST(Snapshots, AreTakenFromThePrintersOwnFuseOnly) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        EXPECT_EQ(text_at((co_await scene.ask("p2")).at("problem").as_object(), "code"), "not_found");
        FakeFuse other(scene.cloud);
        co_await other.activate(scene.owner);
        auto other_gateway = co_await other.connect();
        other_gateway.send({{"type", "upload.request"}, {"id", "1"}, {"printer", "p1"}});
        const auto refused = co_await other_gateway.expect("upload.grant");
        EXPECT_EQ(text_at(refused.at("problem").as_object(), "code"), "not_found");
        EXPECT_EQ(text_at(refused, "url"), "");
        const auto path = co_await scene.address_for("p1");
        EXPECT_EQ((co_await scene.put(path, "<html>")).status, 400);
        EXPECT_EQ((co_await scene.put(path, std::string(5 * 1024 * 1024, 'x'))).status, 413);
        EXPECT_EQ((co_await scene.get(scene.owner)).status, 404);
    });
}

std::size_t pictures_in(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
        count += file.path().extension() == ".jpg" ? 1u : 0u;
    return count;
}

TEST(Snapshots, AreDeletedWithTheirStore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        EXPECT_EQ((co_await scene.put(co_await scene.address_for("p1"), jpeg)).status, 204);
        const auto objects = scene.cloud.folder() / "objects";
        EXPECT_EQ(pictures_in(objects), 1u);
        const auto deleted = co_await scene.cloud.call(Method::post, "/api/store/delete",
                                                       R"({"name":"Workshop"})", scene.owner);
        EXPECT_EQ(deleted.status, 204) << deleted.body;
        co_await eventually([&] { return pictures_in(objects) == 0; });
    });
}

TEST(Snapshots, ReplaceTheOneBefore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        const auto path = co_await scene.address_for("p1");
        const auto newer = "\xFF\xD8\xFF\xE0 another \xFF\xD9";
        EXPECT_EQ((co_await scene.put(path, jpeg)).status, 204);
        EXPECT_EQ((co_await scene.put(path, newer)).status, 204);
        EXPECT_EQ((co_await scene.get(scene.owner)).body, newer);
        const auto objects = scene.cloud.folder() / "objects";
        EXPECT_EQ(pictures_in(objects), 1u);
        std::size_t files = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(objects))
            files += file.is_regular_file() ? 1u : 0u;
        EXPECT_EQ(files, 1u) << "nothing of the one before";
    });
}

TEST(Snapshots, ComeWithTheSwitchesOfTheirFuseAndItsProblem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        scene.peer->send(
            {{"type", "cameras"}, {"cameras", true}, {"snapshots", false}, {"remote_stream", true}});
        const auto off = co_await scene.page->expect("printer");
        EXPECT_EQ(off.at("camera").at("switches").at("snapshots"), false);
        scene.peer->send({{"type", "snapshot"},
                          {"printer", "p1"},
                          {"taken_at", 0},
                          {"problem", {{"code", "timeout"}, {"detail", "the camera gives no picture"}}}});
        const auto failed = co_await scene.page->expect("printer");
        EXPECT_EQ(failed.at("camera").at("problem").at("code"), "timeout");
        // A printer that is added later has the same switches.
        scene.peer->send(printers_message({"p1", "p2"}));
        const auto all = co_await scene.page->expect("printers");
        for (const auto& view : all.at("printers").as_array())
            EXPECT_EQ(view.at("camera").at("switches").at("snapshots"), false);
    });
}

TEST(Snapshots, AreThereAfterARestartUntilTheyAreTooOld) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        objects::Objects kept(folder / "objects");
        EXPECT_TRUE(co_await kept.put("snapshots/store/p1.jpg", jpeg));
        printers::Fleet fleet;
        fleet.remember(StoreId("store"), FuseId("fuse"), {.id = PrinterId("p1")});
        auto now = std::chrono::system_clock::now();
        const Grants grants(Secret("north wind"));
        Snapshots snapshots(kept, fleet, grants, {.sweep_every = 5ms, .now = [&now] { return now; }});
        EXPECT_TRUE(co_await snapshots.load());
        const auto* view = fleet.find({.store = StoreId("store")}, PrinterId("p1"));
        EXPECT_GT(view->camera.snapshot_at, 0);
        Supervisor supervisor(executor, "test");
        supervisor.run("sweep", [&] { return snapshots.run(); });
        EXPECT_TRUE(co_await snapshots.get(StoreId("store"), PrinterId("p1")));
        now += std::chrono::hours(24 * 31);
        co_await eventually([&] { return view->camera.snapshot_at == 0; });
        EXPECT_EQ((co_await snapshots.get(StoreId("store"), PrinterId("p1"))).error().code, Errc::not_found);
        co_await supervisor.stop();
    });
}

TEST(Snapshots, OfAPrintersFormerStoreAreNotShownInItsNewOne) {
    run_coroutine_and_drain([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        objects::Objects kept(folder / "objects");
        for (const auto* key : {"snapshots/former/p1.jpg", "snapshots/p1.jpg", "snapshots/now/p2.jpg"})
            EXPECT_TRUE(co_await kept.put(key, jpeg));
        printers::Fleet fleet;
        for (const auto* id : {"p1", "p2"})
            fleet.remember(StoreId("now"), FuseId("fuse"), {.id = PrinterId(id)});
        const Grants grants(Secret("north wind"));
        Snapshots snapshots(kept, fleet, grants);
        EXPECT_TRUE(co_await snapshots.load());
        const auto shown_at = [&](const char* id) {
            return fleet.of_store(StoreId("now"), PrinterId(id))->camera.snapshot_at;
        };
        EXPECT_EQ(shown_at("p1"), 0);
        EXPECT_GT(shown_at("p2"), 0);
        // Nor does the picture of the new store disappear with that of the former one.
        co_await snapshots.forget(StoreId("former"));
        EXPECT_GT(shown_at("p2"), 0);
        EXPECT_EQ(snapshots.bytes(), 2 * jpeg.size());
    });
}

TEST(Objects, HaveKeysThatCannotLeaveTheirFolder) {
    for (const auto* key : {"snapshots/a/b.jpg", "a", "A-b_c.9/x"})
        EXPECT_TRUE(objects::is_key(key)) << key;
    for (const auto* key : {"", "/", "/etc/passwd", "a//b", "../a", "a/../b", "a/.hidden", "a/b/", "a b", "ä",
                            "a/b.new", "1/2/3/4/5/6/7/8/9"})
        EXPECT_FALSE(objects::is_key(key)) << key;
    EXPECT_FALSE(objects::is_key(std::string(81, 'a')));
    EXPECT_FALSE(objects::is_key(std::string("a\0b", 3)));
}

TEST(Objects, SayWhatTheDiskRefuses) {
    run_coroutine_and_drain([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        objects::Objects objects(folder / "objects");
        // A file where a folder is needed: what the disk says must come back as a named error.
        EXPECT_TRUE(co_await objects.put("snapshots", "in the way"));
        EXPECT_EQ((co_await objects.put("snapshots/a.jpg", jpeg)).error().code, Errc::storage);
        EXPECT_EQ((co_await objects.get("snapshots/a.jpg")).error().code, Errc::not_found);
    });
}

}  // namespace
}  // namespace gantry::cloud::snapshots
