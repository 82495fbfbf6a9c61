// api/cloud.yaml declares every route of the Cloud, and no other; /gateway is api/gateway.yaml.
#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"
#include "tests/net/http/api_document.hpp"

namespace gantry::cloud {
namespace {

TEST(Api, DeclaresEveryRouteWithItsPermissionAndNoOther) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const net::http::ApiDocument document(std::string(GANTRY_SOURCE_DIR) + "/api/cloud.yaml", "member");
        auto routes = net::http::operations_of(cloud.cloud().routes());
        routes.erase("get /gateway device");
        EXPECT_THAT(document.operations(), ::testing::ContainerEq(routes));
        co_return;
    });
}

}  // namespace
}  // namespace gantry::cloud
