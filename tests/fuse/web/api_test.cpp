// api/fuse.yaml is the truth about Fuse's routes, and the routes are the truth about api/fuse.yaml.
#include <gmock/gmock.h>

#include "fuse/web/authorize.hpp"
#include "tests/fuse/whole_fuse.hpp"
#include "tests/net/http/api_document.hpp"

namespace gantry::fuse::web {
namespace {

const net::http::ApiDocument& document() {
    static const net::http::ApiDocument document(std::string(GANTRY_SOURCE_DIR) + "/api/fuse.yaml", user);
    return document;
}

TEST(Api, DeclaresEveryRouteWithItsPermissionAndNoOther) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        WholeFuse fuse(executor, folder.path(), "http://127.0.0.1:1");
        EXPECT_THAT(document().operations(), ::testing::ContainerEq(net::http::operations_of(fuse.routes())));
        co_await fuse.stop();
    });
}

TEST(Api, DeclaresEveryProblemWithItsStatus) {
    std::map<std::string, int> known;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Errc>>(
        [&](auto code) { known[std::string(name_of(code.value))] = net::http::status_of(code.value); });
    EXPECT_THAT(document().problems(), ::testing::ContainerEq(known));
}

}  // namespace
}  // namespace gantry::fuse::web
