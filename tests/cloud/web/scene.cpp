#include "tests/cloud/web/scene.hpp"

#include <boost/algorithm/string/replace.hpp>
#include <fstream>
#include <regex>

namespace gantry::cloud {
namespace {

// Each asker comes from another address, so that limits for one do not meet all.
constexpr auto address_header = "x-client";
constexpr std::array columns = {"owner", "admin", "operator", "viewer", "key"};
constexpr std::array objects = {"/api/users/",    "/api/invitations/", "/api/keys/",       "/api/walls/",
                                "/api/sessions/", "/api/fuses/",       "/api/activation/", "/api/wall/",
                                "/api/printers/", "/api/device/"};

std::string id_in(const Response& response, const char* member) {
    EXPECT_EQ(response.status, 201) << response.body;
    return text_at(parse_json(response.body)->as_object().at(member).as_object(), "id");
}

// The object of a route, by the start of its pattern; empty: it has none.
std::string object_of(const net::http::Route& route) {
    if (!route.pattern.contains('{')) return {};
    for (const auto* start : objects) {
        if (route.pattern.starts_with(start)) return start;
    }
    return {};
}

}  // namespace

std::string name_of(const net::http::Route& route) {
    return std::string(boost::describe::enum_to_string(route.method, "")) + " " + route.pattern;
}

std::string outcome_of(const Response& response) {
    auto outcome = std::to_string(response.status);
    const auto body = response.status < 400 ? Result<json::value>(json::value()) : parse_json(response.body);
    if (body && body->is_object()) outcome += " " + text_at(body->as_object(), "code");
    return outcome;
}

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
      waiting(cloud),
      helpers_(executor, "scene") {}

awaitable<void> Scene::sign_in_again(Asker& asker) {
    if (asker.is_key || asker.is_wall) co_return;
    const json::object credentials = {{"email", asker.name + "@example.org"},
                                      {"password", "a long password"}};
    const net::http::Headers from = {{address_header, asker.headers.at(address_header)}};
    const auto answer = co_await cloud.call_with(Method::post, "/api/session", from, to_text(credentials));
    EXPECT_EQ(answer.status, 200) << asker.name << ": " << answer.body;
    asker.headers["cookie"] = browser_of(answer).access;
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

awaitable<net::http::Headers> Scene::make_key(const DocumentedList& list, std::string cookie) {
    std::vector<std::string> permissions;
    for (const auto& [permission, holders] : list) {
        if (holders.contains("key")) permissions.push_back(permission);
    }
    const json::object body = {{"name", "Everything"}, {"permissions", to_json(permissions)}};
    const auto made = co_await cloud.call(Method::post, "/api/keys", to_text(body), cookie);
    EXPECT_EQ(made.status, 201) << made.body;
    co_return net::http::Headers{
        {"authorization", "Bearer " + text_at(parse_json(made.body)->as_object(), "key")}};
}

awaitable<void> Scene::add_key(const DocumentedList& list) {
    Asker asker{.name = "a key", .headers = co_await make_key(list, owner), .is_key = true};
    for (const auto& [permission, holders] : list) {
        if (holders.contains("key")) asker.holds.insert(permission);
    }
    asker.headers[address_header] = "203.0.113.98";
    askers.push_back(std::move(asker));
}

awaitable<void> Scene::add_wall() {
    const auto made = co_await cloud.call(Method::post, "/api/walls", R"({"name":"Hall"})", owner);
    ids_["/api/wall/"] = id_in(made, "wall");
    const auto link = text_at(parse_json(made.body)->as_object(), "link");
    const auto token = link.substr(link.find('#') + 1);
    askers.push_back({.name = "a wall", .headers = {{"cookie", "gantry_wall=" + token}}, .is_wall = true});
    // Its token is not a key either.
    askers.push_back(
        {.name = "a wall's key", .headers = {{"authorization", "Bearer " + token}}, .is_wall = true});
    for (auto* asker : {&askers.back(), &askers[askers.size() - 2]})
        asker->headers[address_header] = "203.0.113.99";
}

// The printers, with a picture of the first.
awaitable<void> Scene::join_printers() {
    co_await fuse.activate(owner);
    gateway.emplace(co_await fuse.connect());
    auto page = co_await open_page(cloud, owner);
    co_await page.expect("printers");
    gateway->send(printers_message({"p1", "p2"}));
    co_await page.expect("printers");
    gateway->send({{"type", "upload.request"}, {"id", "1"}, {"printer", "p1"}});
    const auto address = text_at(co_await gateway->expect("upload.grant"), "url");
    const auto put = co_await cloud.call(Method::put, address, "\xFF\xD8\xFF\xE0 a picture \xFF\xD9");
    EXPECT_EQ(put.status, 204) << put.body;
    ids_["/api/printers/"] = ids_["/api/device/"] = "p1";
}

awaitable<void> Scene::open() {
    owner = co_await cloud.set_up_owner();
    store = co_await cloud.store_id(owner);
    co_await join_printers();
    const auto list = documented_permissions();
    for (const auto* role : {"owner", "admin", "operator", "viewer"})
        co_await add_asker(list, role, role);
    co_await add_asker(list, "granted", "viewer", {{"printer.camera", true}, {"user.view", true}});
    co_await add_asker(list, "denied", "admin", {{"audit.view", false}, {"printer.camera", false}});
    co_await add_key(list);
    co_await add_wall();
    stranger = co_await cloud.add_other_store(owner, "eve");
    stranger_store = co_await cloud.store_id(stranger);
    stranger_key = co_await make_key(list, stranger);
    nobody = co_await cloud.add_user(owner, "ned", "viewer");
    EXPECT_EQ((co_await cloud.call(Method::post, "/api/store/leave", "", nobody)).status, 204);
    nobody = (co_await cloud.sign_in("ned@example.org")).access;
}

awaitable<std::string> Scene::new_person() {
    const auto name = fmt::format("somebody{}", ++made_);
    const auto token = co_await cloud.invite(owner, name, "viewer");
    const json::object acceptance = {{"token", token}, {"name", name}, {"password", "a long password"}};
    const net::http::Headers from = {{address_header, fmt::format("198.51.100.{}", made_)}};
    const auto joined =
        co_await cloud.call_with(Method::post, "/api/invitation/accept", from, to_text(acceptance));
    EXPECT_EQ(joined.status, 200) << joined.body;
    co_return co_await cloud.user_id(browser_of(joined).access);
}

// Another browser of theirs.
awaitable<std::string> Scene::new_session(Asker asker) {
    const auto here = asker.headers.at("cookie");
    co_await sign_in_again(asker);
    const auto sessions = co_await cloud.call(Method::get, "/api/sessions", "", here);
    for (const auto& one : parse_json(sessions.body)->as_array()) {
        if (!one.at("current").as_bool()) co_return text_at(one.as_object(), "id");
    }
    co_return "unknown";
}

awaitable<std::string> Scene::new_fuse() {
    FakeFuse spare(cloud);
    co_await spare.activate(owner);
    co_return spare.id();
}

awaitable<std::string> Scene::make(std::string start, Asker asker) {
    if (start == "/api/users/") co_return co_await new_person();
    if (start == "/api/fuses/") co_return co_await new_fuse();
    if (start == "/api/activation/") co_return text_at(co_await waiting.request_code(), "user_code");
    // Of nobody's sessions but one's own there is anything to say.
    if (start == "/api/sessions/") {
        const bool signs_in = std::ranges::any_of(
            askers, [&](const Asker& one) { return one.name == asker.name && !one.is_key && !one.is_wall; });
        co_return co_await new_session(signs_in ? asker : askers.front());
    }
    if (start == "/api/invitations/") {
        const auto body = filled(R"({"email":"{new}@example.org","role":"viewer"})");
        co_return id_in(co_await cloud.call(Method::post, "/api/invitations", body, owner), "invitation");
    }
    if (start == "/api/keys/") {
        const std::string body = R"({"name":"Script","permissions":["printer.view"]})";
        co_return id_in(co_await cloud.call(Method::post, "/api/keys", body, owner), "api_key");
    }
    const auto wall = co_await cloud.call(Method::post, "/api/walls", R"({"name":"Door"})", owner);
    co_return id_in(wall, "wall");
}

awaitable<std::string> Scene::path_of(net::http::Route route, Asker asker) {
    const auto start = object_of(route);
    if (start.empty()) co_return route.pattern;
    const bool is_ones_own = start == "/api/sessions/";
    if (is_ones_own || !ids_.contains(start)) ids_[start] = co_await make(start, asker);
    auto path = boost::replace_all_copy(route.pattern, "{printer}", "p1");
    boost::replace_all(path, "{id}", ids_[start]);
    boost::replace_all(path, "{code}", ids_[start]);
    co_return path;
}

std::string Scene::path_to_nothing(const net::http::Route& route) {
    const auto path = boost::replace_all_copy(route.pattern, "{printer}", "unknown");
    return boost::replace_all_copy(boost::replace_all_copy(path, "{id}", "unknown"), "{code}", "AAAA-AAAA");
}

std::string Scene::filled(std::string body) {
    boost::replace_all(body, "{store}", store);
    boost::replace_all(body, "{printer}", "p1");
    if (body.contains("{new}")) boost::replace_all(body, "{new}", fmt::format("new{}", ++made_));
    return body;
}

void Scene::let_the_fuse_answer() {
    helpers_.run("fuse", [this] { return answer_as_fuse(); });
}

awaitable<void> Scene::answer_as_fuse() {
    while (const auto asked = co_await gateway->next()) {
        const auto type = text_at(*asked, "type");
        if (type == "command") gateway->send({{"type", "reply"}, {"id", asked->at("id")}});
        if (type == "history.request")
            gateway->send({{"type", "history"}, {"id", asked->at("id")}, {"columns", {{"at", {1000}}}}});
    }
}

awaitable<Response> Scene::ask(net::http::Route route, Asker asker) {
    const auto& door = doors().at(name_of(route));
    const auto path = co_await path_of(route, asker) + door.query;
    const auto body = filled(door.body);
    auto response = co_await cloud.call_with(route.method, path, asker.headers, body);
    const bool decides = route.method != Method::get && route.pattern.starts_with("/api/activation/");
    if (response.status < 300 && (route.method == Method::del || decides)) ids_.erase(object_of(route));
    co_return response;
}

}  // namespace gantry::cloud
