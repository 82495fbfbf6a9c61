// What each route of the Cloud asks of whoever comes, and what it then answers: written down here by hand,
// from docs/permissions.md and api/cloud.yaml, so that a route that declares something else is found out.
// Pure.
#pragma once

#include <map>
#include <string>

namespace gantry::cloud {

struct Door {
    // A permission of docs/permissions.md, or one of: anybody, person, server, device, grant, wall, metrics.
    std::string needs;
    // The answer to those who may, for an object of their own store: "200", or "422 rejected" for a request
    // that is understood and, being wrong on purpose, spoils nothing.
    std::string answer;
    std::string body = {};
    std::string query = {};
};

// By "method pattern", as "get /api/printers"; without public routes and sockets. In bodies {…} stands for
// what the scene has: see Scene::filled.
const std::map<std::string, Door>& doors();

}  // namespace gantry::cloud
