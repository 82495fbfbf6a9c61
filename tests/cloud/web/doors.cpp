#include "tests/cloud/web/doors.hpp"

namespace gantry::cloud {
namespace {

using Doors = std::map<std::string, Door>;

const Doors of_oneself = {
    {"get /api/session", {"anybody", "200"}},
    {"put /api/session/store", {"person", "200", R"({"store":"{store}"})"}},
    {"get /api/sessions", {"person", "200"}},
    {"del /api/sessions", {"person", "204"}},
    {"del /api/sessions/{id}", {"person", "204"}},
    {"post /api/account/password",
     {"person", "204", R"({"current":"a long password","password":"a long password"})"}},
    {"get /api/account/second-factor", {"person", "200"}},
    {"post /api/account/second-factor", {"person", "200", R"({"password":"a long password"})"}},
    {"post /api/account/second-factor/confirm", {"person", "422 rejected", R"({"code":"000000"})"}},
    {"post /api/account/second-factor/remove",
     {"person", "422 rejected", R"({"password":"a long password","code":"000000"})"}},
    {"get /api/roles", {"person", "200"}},
    {"get /api/stores", {"person", "200"}},
    {"post /api/stores", {"person", "201", R"({"name":"Another"})"}},
    {"post /api/store/leave", {"person", "204"}},
    {"post /api/invitation/join", {"person", "404 not_found", R"({"token":"of nobody"})"}},
};

const Doors of_the_store = {
    {"patch /api/store", {"store.settings", "204", R"({"name":"Workshop"})"}},
    {"post /api/store/delete", {"store.delete", "422 rejected", R"({"name":"not its name"})"}},
    {"get /api/users", {"user.view", "200"}},
    {"patch /api/users/{id}", {"user.manage", "200", R"({"role":"viewer"})"}},
    {"del /api/users/{id}", {"user.manage", "204"}},
    {"post /api/users/{id}/reset", {"user.manage", "201", "{}"}},
    {"get /api/invitations", {"user.view", "200"}},
    {"post /api/invitations", {"user.manage", "201", R"({"email":"{new}@example.org","role":"viewer"})"}},
    {"del /api/invitations/{id}", {"user.manage", "204"}},
    {"get /api/keys", {"apikey.manage", "200"}},
    {"post /api/keys", {"apikey.manage", "201", R"({"name":"Script","permissions":["printer.view"]})"}},
    {"del /api/keys/{id}", {"apikey.manage", "204"}},
    {"get /api/walls", {"apikey.manage", "200"}},
    {"post /api/walls", {"apikey.manage", "201", R"({"name":"Hall"})"}},
    {"del /api/walls/{id}", {"apikey.manage", "204"}},
    {"get /api/audit", {"audit.view", "200"}},
    {"get /api/audit/actors", {"audit.view", "200"}},
    {"get /api/audit/export", {"audit.view", "200", "", "?format=csv"}},
};

const Doors of_printers = {
    {"get /api/printers", {"printer.view", "200"}},
    {"get /api/printers/{id}", {"printer.view", "200"}},
    {"get /api/printers/{id}/history", {"printer.view", "200"}},
    {"get /api/printers/{id}/prints", {"job.view", "200"}},
    {"post /api/printers/{id}/command", {"printer.control", "204", R"({"action":"pause"})"}},
    {"get /api/printers/{id}/snapshot.jpg", {"printer.camera", "200"}},
    {"patch /api/tags", {"printer.edit", "204", R"({"printers":["{printer}"],"add":["Lab"]})"}},
    {"get /api/wall/{id}/snapshots/{printer}", {"wall", "200"}},
};

const Doors of_fuses = {
    {"get /api/fuses", {"fuse.view", "200"}},
    {"patch /api/fuses/{id}", {"fuse.manage", "204", R"({"name":"Hall"})"}},
    {"del /api/fuses/{id}", {"fuse.manage", "204"}},
    {"get /api/activation/{code}", {"fuse.manage", "200"}},
    {"post /api/activation/{code}", {"fuse.manage", "204", R"({"store":"{store}"})"}},
    {"del /api/activation/{code}", {"fuse.manage", "204"}},
    {"get /api/device/ice-servers", {"device", "200"}},
    {"put /api/device/snapshots/{id}", {"grant", "204"}},
};

const Doors of_the_server = {
    {"get /metrics", {"metrics", "200"}},
    {"get /api/server/settings", {"server", "200"}},
    {"patch /api/server/settings", {"server", "200", R"({"name":"Ours"})"}},
    {"post /api/server/test-letter", {"server", "409 conflict"}},
};

}  // namespace

const Doors& doors() {
    static const Doors all = [] {
        Doors joined;
        for (const auto& some : {of_oneself, of_the_store, of_printers, of_fuses, of_the_server})
            joined.insert(some.begin(), some.end());
        return joined;
    }();
    return all;
}

}  // namespace gantry::cloud
