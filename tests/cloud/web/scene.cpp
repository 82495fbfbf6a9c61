#include "tests/cloud/web/scene.hpp"

#include <boost/algorithm/string/replace.hpp>
#include <fstream>
#include <regex>

namespace gantry::cloud {
namespace {

// Each asker comes from another address, so that limits for one do not meet all.
constexpr auto address_header = "x-client";
constexpr std::array columns = {"owner", "admin", "operator", "viewer", "key"};

std::string id_in(const Response& response, const char* member) {
    EXPECT_EQ(response.status, 201) << response.body;
    return text_at(parse_json(response.body)->as_object().at(member).as_object(), "id");
}

}  // namespace

DocumentedList documented_permissions() {
    static const std::regex row(
        R"(^\| `([\w.]+)` \| [^|]+ \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$)");
    std::ifstream document(GANTRY_SOURCE_DIR "/docs/permissions.md");
    DocumentedList list;
    for (std::string line; std::getline(document, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, row)) continue;
        auto& holders = list[match[1]];
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (match[2 + i] == "yes" || match[2 + i] == "may") holders.insert(columns[i]);
        }
    }
    return list;
}

Scene::Scene(Executor executor)
    : cloud(executor, [](Settings& settings) { settings.server.forwarded_header = address_header; }),
      fuse(cloud),
      waiting(cloud) {}

awaitable<void> Scene::sign_in_again(Asker& asker) {
    if (!asker.is_key && !asker.is_wall)
        asker.headers["cookie"] = (co_await cloud.sign_in(asker.name + "@example.org")).access;
}

awaitable<void> Scene::add_asker(const DocumentedList& list, std::string name, std::string role,
                                 std::map<std::string, bool> overrides) {
    Asker asker{.name = name, .is_administrator = role == "owner"};
    for (const auto& [permission, holders] : list) {
        const auto beside = overrides.find(permission);
        if (beside != overrides.end() ? beside->second : holders.contains(role))
            asker.holds.insert(permission);
    }
    json::object more;
    more["overrides"] = to_json(overrides);
    asker.headers["cookie"] = role == "owner" ? owner : co_await cloud.add_user(owner, name, role, more);
    asker.headers[address_header] = "203.0.113." + std::to_string(askers.size());
    askers.push_back(std::move(asker));
}

awaitable<void> Scene::add_key(const DocumentedList& list) {
    Asker asker{.name = "a key", .is_key = true};
    for (const auto& [permission, holders] : list) {
        if (holders.contains("key")) asker.holds.insert(permission);
    }
    const std::vector<std::string> permissions(asker.holds.begin(), asker.holds.end());
    const json::object body = {{"name", "Everything"}, {"permissions", to_json(permissions)}};
    const auto made = co_await cloud.call(Method::post, "/api/keys", to_text(body), owner);
    ids_["/api/keys/"] = id_in(made, "api_key");
    asker.headers = {{"authorization", "Bearer " + text_at(parse_json(made.body)->as_object(), "key")}};
    askers.push_back(std::move(asker));
}

awaitable<void> Scene::add_wall() {
    const auto made = co_await cloud.call(Method::post, "/api/walls", R"({"name":"Hall"})", owner);
    ids_["/api/wall"] = id_in(made, "wall");
    const auto link = text_at(parse_json(made.body)->as_object(), "link");
    const auto token = link.substr(link.find('#') + 1);
    askers.push_back({.name = "a wall", .headers = {{"cookie", "gantry_wall=" + token}}, .is_wall = true});
    // Its token is not a key either.
    askers.push_back(
        {.name = "a wall's key", .headers = {{"authorization", "Bearer " + token}}, .is_wall = true});
    for (auto* asker : {&askers.back(), &askers[askers.size() - 2]})
        asker->headers[address_header] = "203.0.113.99";
}

awaitable<void> Scene::make_objects() {
    const auto victim = co_await cloud.add_user(owner, "vic", "viewer");
    ids_["/api/users/"] = co_await cloud.user_id(victim);
    const std::string invitation = R"({"email":"new@example.org","role":"viewer"})";
    ids_["/api/invitations/"] =
        id_in(co_await cloud.call(Method::post, "/api/invitations", invitation, owner), "invitation");
    const auto sessions = co_await cloud.call(Method::get, "/api/sessions", "", victim);
    ids_["/api/sessions/"] = text_at(parse_json(sessions.body)->as_array().at(0).as_object(), "id");
    ids_["/api/fuses/"] = fuse.id();
    ids_["/api/printers/"] = "p1";
    ids_["/api/device/snapshots/"] = "p1";
    code_ = text_at(co_await waiting.request_code(), "user_code");
}

awaitable<void> Scene::open() {
    owner = co_await cloud.set_up_owner();
    co_await fuse.activate(owner);
    gateway.emplace(co_await fuse.connect());
    auto page = co_await open_page(cloud, owner);
    co_await page.expect("printers");
    gateway->send(printers_message({"p1", "p2"}));
    co_await page.expect("printers");
    const auto list = documented_permissions();
    for (const auto* role : {"owner", "admin", "operator", "viewer"})
        co_await add_asker(list, role, role);
    co_await add_asker(list, "granted", "viewer", {{"printer.camera", true}, {"user.view", true}});
    co_await add_asker(list, "denied", "admin", {{"audit.view", false}, {"printer.camera", false}});
    co_await add_key(list);
    co_await add_wall();
    co_await make_objects();
    stranger = co_await cloud.add_other_store(owner, "eve");
    nobody = co_await cloud.add_user(owner, "ned", "viewer");
    EXPECT_EQ((co_await cloud.call(Method::post, "/api/store/leave", "", nobody)).status, 204);
    nobody = (co_await cloud.sign_in("ned@example.org")).access;
}

std::string Scene::path_of(const net::http::Route& route) const {
    std::string id = "unknown";
    for (const auto& [start, known] : ids_) {
        if (route.pattern.starts_with(start)) id = known;
    }
    const auto path = boost::replace_all_copy(route.pattern, "{printer}", "p1");
    return boost::replace_all_copy(boost::replace_all_copy(path, "{id}", id), "{code}", code_);
}

std::string Scene::path_to_nothing(const net::http::Route& route) {
    const auto path = boost::replace_all_copy(route.pattern, "{printer}", "unknown");
    return boost::replace_all_copy(boost::replace_all_copy(path, "{id}", "unknown"), "{code}", "AAAA-AAAA");
}

}  // namespace gantry::cloud
