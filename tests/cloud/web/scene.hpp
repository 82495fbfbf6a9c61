// A store with everything that has an id, the people of every role, and those of another store.
#pragma once

#include <map>
#include <set>

#include "tests/cloud/test_cloud.hpp"
#include "tests/cloud/web/doors.hpp"

namespace gantry::cloud {

// docs/permissions.md as it is written: by permission, who holds it ("owner" … "viewer", "key").
using DocumentedList = std::map<std::string, std::set<std::string>>;
DocumentedList documented_permissions();

// "get /api/printers/{id}"
std::string name_of(const net::http::Route& route);
// "200", or "403 forbidden" with the code of the problem.
std::string outcome_of(const Response& response);

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

    // The route's path with ids of this store, made anew where a request has used one up; or with ids that
    // nobody has.
    awaitable<std::string> path_of(net::http::Route route, Asker asker);
    static std::string path_to_nothing(const net::http::Route& route);
    // A body with what stands in it for the scene's own.
    std::string filled(std::string body);
    // Asks as they do for what is theirs.
    awaitable<Response> ask(net::http::Route route, Asker asker);
    // From now on the Fuse answers what it is asked.
    void let_the_fuse_answer();

    TestCloud cloud;
    FakeFuse fuse;     // with the printers p1 and p2
    FakeFuse waiting;  // whose codes nobody has confirmed
    std::string owner;
    std::string store;
    std::string stranger;  // the cookie of another store's owner
    std::string stranger_store;
    net::http::Headers stranger_key;  // with everything that a key of that store may
    std::string nobody;               // of somebody who is in no store
    std::vector<Asker> askers;
    std::optional<Peer> gateway;

private:
    awaitable<void> add_asker(const DocumentedList& list, std::string name, std::string role,
                              std::map<std::string, bool> overrides = {});
    awaitable<net::http::Headers> make_key(const DocumentedList& list, std::string cookie);
    awaitable<void> add_key(const DocumentedList& list);
    awaitable<void> add_wall();
    awaitable<void> join_printers();
    // By the start of a route's pattern: the id of a new one.
    awaitable<std::string> make(std::string start, Asker asker);
    awaitable<std::string> new_person();
    awaitable<std::string> new_session(Asker asker);
    awaitable<std::string> new_fuse();
    awaitable<void> answer_as_fuse();

    Supervisor helpers_;
    std::map<std::string, std::string> ids_;  // by the start of a route's pattern, until it is used up
    int made_ = 0;
};

}  // namespace gantry::cloud
