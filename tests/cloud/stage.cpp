#include "tests/cloud/stage.hpp"

namespace gantry::cloud {

Stage::Stage(Executor executor, std::function<void(Settings&)> adjust)
    : cloud(executor, std::move(adjust)), fuse(cloud) {}

awaitable<void> Stage::join() {
    owner = co_await cloud.set_up_owner();
    co_await fuse.activate(owner);
}

awaitable<void> Stage::prepare(std::string role, json::object printers) {
    co_await join();
    watcher = owner;
    if (role != "owner") watcher = co_await cloud.add_user(owner, "otto", role);
    gateway.emplace(co_await fuse.connect());
    page.emplace(co_await open_page(cloud, watcher));
    co_await page->expect("printers");
    gateway->send(printers);
    co_await page->expect("printers");
}

awaitable<Response> Stage::as_owner(Method method, std::string path, std::string body) {
    co_return co_await cloud.call(method, std::move(path), std::move(body), owner);
}

awaitable<void> Stage::change_watcher(std::string change) {
    const auto path = "/api/users/" + co_await cloud.user_id(watcher);
    const auto changed = co_await as_owner(Method::patch, path, std::move(change));
    EXPECT_EQ(changed.status, 200) << changed.body;
}

}  // namespace gantry::cloud
