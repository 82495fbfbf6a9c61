// A Cloud with an owner, a Fuse of theirs with the printer p1, and somebody's page: where what passes between
// a Fuse and a page is tested.
#pragma once

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {

struct Stage {
    explicit Stage(Executor executor, std::function<void(Settings&)> adjust = {});

    // The owner and their Fuse, which is not connected.
    awaitable<void> join();
    // All of it: the Fuse's printers are on the page of somebody with that role, or the owner's own.
    awaitable<void> prepare(std::string role = "owner", json::object printers = printers_message({"p1"}));
    awaitable<Response> as_owner(Method method, std::string path, std::string body = {});
    // Changes what the person who watches may do.
    awaitable<void> change_watcher(std::string change);

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;    // cookies
    std::string watcher;  // whose page it is
    std::optional<Peer> gateway;
    std::optional<Peer> page;
};

}  // namespace gantry::cloud
