// Where pictures go, over the real gateway.
#include "fuse/gateway/uploads.hpp"

#include "base/clock.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::gateway {
namespace {

using gantry::testing::FakeCloud;
namespace wire = farm::gateway;

constexpr std::int64_t hour_ms = 3'600'000;

// Grants an address that refuses every picture; how many were asked for.
std::size_t grant_all(FakeCloud& cloud, std::size_t& granted) {
    const auto asked = cloud.all<wire::UploadRequest>();
    for (; granted < asked.size(); ++granted)
        cloud.send(wire::UploadGrant{.id = asked[granted].id,
                                     .printer = asked[granted].printer,
                                     .url = "/nowhere",
                                     .expires_at = unix_ms_now() + hour_ms});
    return granted;
}

awaitable<bool> failed(WholeFuse& fuse, int count) {
    for (int i = 0; i < 500; ++i) {
        if ((co_await fuse.get("/api/activity")).at("failed_count").to_number<int>() == count) co_return true;
        co_await sleep_for(20ms);
    }
    co_return false;
}

// It may be as another Fuse, which the addresses of before are not for.
TEST(CloudUploads, AskForAnAddressAgainOnANewConnection) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        std::size_t granted = 0;
        const auto added =
            co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"Demo"})");
        EXPECT_EQ(added.status, 201) << added.body;
        EXPECT_TRUE(co_await eventually([&] { return grant_all(cloud, granted) == 1; }));
        EXPECT_TRUE(co_await failed(fuse, 1));
        co_await fuse.call(Method::post, "/api/activity/refresh");
        EXPECT_TRUE(co_await failed(fuse, 2));
        EXPECT_EQ(cloud.all<wire::UploadRequest>().size(), 1u) << "while it lasts it serves again and again";
        cloud.drop();
        EXPECT_TRUE(co_await eventually([&] { return cloud.connections == 2 && cloud.connected(); }, 20s));
        co_await fuse.call(Method::post, "/api/activity/refresh");
        EXPECT_TRUE(co_await eventually([&] { return grant_all(cloud, granted) == 2; }));
    });
}

}  // namespace
}  // namespace gantry::fuse::gateway
