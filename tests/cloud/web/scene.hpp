// A store with everything that has an id, the people of every role, and those of another store.
#pragma once

#include <map>
#include <set>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {

// docs/permissions.md as it is written: by permission, who holds it ("owner" … "viewer", "key").
using DocumentedList = std::map<std::string, std::set<std::string>>;
DocumentedList documented_permissions();

// Somebody who asks, and what the list says of them.
struct Asker {
    std::string name;
    net::http::Headers headers;  // their cookie, or their key
    std::set<std::string> holds;
    bool is_key = false;
    bool is_wall = false;           // `holds` is then of its own addresses alone
    bool is_administrator = false;  // of the server
};

class Scene {
public:
    explicit Scene(Executor executor);
    // Makes all of it.
    awaitable<void> open();

    awaitable<void> sign_in_again(Asker& asker);

    // The route's path with the ids of this store, or with ids that nobody has.
    std::string path_of(const net::http::Route& route) const;
    static std::string path_to_nothing(const net::http::Route& route);

    TestCloud cloud;
    FakeFuse fuse;     // with the printers p1 and p2
    FakeFuse waiting;  // with a code that nobody has confirmed
    std::string owner;
    std::string stranger;  // the cookie of another store's owner
    std::string nobody;    // of somebody who is in no store
    std::vector<Asker> askers;
    std::optional<Peer> gateway;

private:
    awaitable<void> add_asker(const DocumentedList& list, std::string name, std::string role,
                              std::map<std::string, bool> overrides = {});
    awaitable<void> add_key(const DocumentedList& list);
    awaitable<void> add_wall();
    awaitable<void> make_objects();

    std::map<std::string, std::string> ids_;  // by the start of a route's pattern
    std::string code_;
};

}  // namespace gantry::cloud
