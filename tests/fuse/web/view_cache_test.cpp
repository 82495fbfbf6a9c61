// The list of printers through a whole Fuse: kept text must never be older than the printers.
#include <gtest/gtest.h>

#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

// The list and the views one by one say the same, but for the rounding of a picture's time.
awaitable<void> expect_list_is_true(WholeFuse& fuse, std::size_t printers) {
    for (int tries = 0;; ++tries) {
        const auto list = co_await fuse.get("/api/printers");
        EXPECT_EQ(list.as_array().size(), printers);
        json::array single;
        for (const auto& view : list.as_array())
            single.push_back(
                co_await fuse.get("/api/printers/" + std::string(view.at("printer").at("id").as_string())));
        if (single == list.as_array()) co_return;
        // A report came between the two requests.
        if (tries == 50) {
            ADD_FAILURE() << to_text(list) << "\n" << to_text(single);
            co_return;
        }
    }
}

TEST(ViewCache, IsAsTrueAsTheViewsThemselves) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        WholeFuse fuse(executor, folder.path(), no_cloud);
        co_await expect_list_is_true(fuse, 0);
        const auto id = co_await fuse.add(sim.printer);
        co_await expect_list_is_true(fuse, 1);
        const auto path = "/api/printers/" + id;
        EXPECT_EQ((co_await fuse.call(Method::post, path + "/command", R"({"action":"light_off"})")).status,
                  204);
        const auto dark = co_await fuse.get("/api/printers");
        EXPECT_EQ(dark.at(0).at("state").at("light_on"), false);
        EXPECT_EQ((co_await fuse.call(Method::patch, path, R"({"name":"Renamed"})")).status, 200);
        const auto renamed = co_await fuse.get("/api/printers");
        EXPECT_EQ(renamed.at(0).at("printer").at("name"), "Renamed");
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"cameras_enabled":false})")).status,
                  200);
        const auto blind = co_await fuse.get("/api/printers");
        EXPECT_EQ(blind.at(0).at("camera").at("state"), "disabled");
        const json::value second = {{"name", "Off"},
                                    {"address", "127.0.0.2"},
                                    {"serial", "00M00A000000009"},
                                    {"access_code", "12345678"},
                                    {"ports", {{"mqtt", 1}}}};
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/printers", to_text(second))).status, 201);
        co_await expect_list_is_true(fuse, 2);
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 204);
        co_await expect_list_is_true(fuse, 1);
        co_await fuse.stop();
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
