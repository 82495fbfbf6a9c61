#include "tests/cloud/test_cloud.hpp"

#include <sodium.h>

#include <fstream>

#include "base/random.hpp"
#include "tests/base/eventually.hpp"

namespace gantry::cloud {

TestCloud::TestCloud(Executor executor, std::function<void(Settings&)> adjust)
    : executor_(executor), supervisor_(executor, "test") {
    if (sodium_init() < 0) throw std::runtime_error("libsodium");
    Settings settings{.data = folder_.path(), .hash_cost = HashCost::cheapest};
    if (adjust) adjust(settings);
    data_ = settings.data;
    cloud_ = std::make_shared<Cloud>(executor, std::move(settings));
    task_ = supervisor_.spawn("cloud", [cloud = cloud_] { return cloud->run(); });
}

awaitable<void> TestCloud::stop() {
    task_.cancel();
    co_await task_.join();
}

std::string TestCloud::url(const std::string& path, const std::string& scheme) const {
    return scheme + "://" + host() + path;
}

awaitable<Response> TestCloud::call(Method method, std::string path, std::string body, std::string cookie) {
    net::http::Headers headers;
    if (!cookie.empty()) headers["cookie"] = cookie;
    co_return co_await call_with(method, std::move(path), std::move(headers), std::move(body));
}

awaitable<Response> TestCloud::call_with(Method method, std::string path, net::http::Headers headers,
                                         std::string body) {
    net::http::ClientRequest request{
        .method = method, .url = url(path), .headers = std::move(headers), .body = std::move(body)};
    auto response = co_await net::http::fetch(std::move(request));
    EXPECT_TRUE(response.has_value()) << path << ": " << response.error().detail;
    co_return response.value_or(Response{.status = 0});
}

awaitable<std::string> TestCloud::set_up_owner() {
    const auto file = folder() / "setup-link";
    co_await eventually(
        [&] { return std::filesystem::exists(file) && std::filesystem::file_size(file) > 0; });
    std::string link;
    std::getline(std::ifstream(file) >> std::ws, link);
    const json::object body = {{"token", link.substr(link.find('=') + 1)},
                               {"name", "Olive"},
                               {"email", "owner@example.org"},
                               {"password", "a long password"},
                               {"store_name", "Workshop"}};
    const auto response = co_await call(Method::post, "/api/setup", to_text(body));
    EXPECT_EQ(response.status, 201) << response.body;
    co_return browser_of(response).access;
}

awaitable<std::string> TestCloud::invite(std::string owner, std::string name, std::string role,
                                         json::object more) {
    more["email"] = name + "@example.org";
    more["role"] = role;
    const auto made = co_await call(Method::post, "/api/invitations", to_text(more), owner);
    EXPECT_EQ(made.status, 201) << made.body;
    if (made.status != 201) co_return "";
    const auto link = text_at(parse_json(made.body)->as_object(), "link");
    co_return link.substr(link.find('#') + 1);
}

awaitable<std::string> TestCloud::add_user(std::string owner, std::string name, std::string role,
                                           json::object more) {
    const auto token = co_await invite(owner, name, role, std::move(more));
    const json::object acceptance = {{"token", token}, {"name", name}, {"password", "a long password"}};
    const auto response = co_await call(Method::post, "/api/invitation/accept", to_text(acceptance));
    EXPECT_EQ(response.status, 200) << response.body;
    co_return browser_of(response).access;
}

awaitable<std::string> TestCloud::add_other_store(std::string owner, std::string name) {
    const auto cookie = co_await add_user(owner, name, "viewer");
    const json::object store = {{"name", name + "'s store"}};
    const auto made = co_await call(Method::post, "/api/stores", to_text(store), cookie);
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ((co_await call(Method::post, "/api/store/leave", "", cookie)).status, 204);
    const auto back = co_await sign_in(name + "@example.org");
    co_return back.access;
}

awaitable<Browser> TestCloud::sign_in(std::string email, std::string password) {
    const json::object credentials = {{"email", email}, {"password", password}};
    const auto response = co_await call(Method::post, "/api/session", to_text(credentials));
    EXPECT_EQ(response.status, 200) << response.body;
    co_return browser_of(response);
}

Browser browser_of(const Response& response, Browser with) {
    for (const auto& cookie : response.cookies) {
        const auto pair = cookie.substr(0, cookie.find(';'));
        if (pair.starts_with("gantry_access=")) with.access = pair;
        if (pair.starts_with("gantry_refresh=")) with.refresh = pair;
    }
    return with;
}

awaitable<std::string> TestCloud::user_id(std::string cookie) {
    const auto response = co_await call(Method::get, "/api/session", "", cookie);
    co_return parse_json(response.body)->at("user").at("id").as_string().c_str();
}

awaitable<std::string> TestCloud::store_id(std::string cookie) {
    const auto response = co_await call(Method::get, "/api/session", "", cookie);
    co_return parse_json(response.body)->at("store").at("id").as_string().c_str();
}

awaitable<Response> TestCloud::confirm(std::string code, std::string cookie, std::string store) {
    const json::object choice = {{"store", store}};
    co_return co_await call(Method::post, "/api/activation/" + code, to_text(choice), cookie);
}

awaitable<std::optional<json::object>> Peer::next() {
    const auto text = co_await connection_->read();
    if (!text) co_return std::nullopt;
    co_return parse_json(*text)->as_object();
}

awaitable<json::object> Peer::next_of(std::string type) {
    while (auto message = co_await next()) {
        if (text_at(*message, "type") == type) co_return *std::move(message);
    }
    throw std::runtime_error("the connection ended before a " + type);
}

awaitable<json::object> Peer::expect(std::string type) {
    std::string failure;
    try {
        co_return co_await within(5s, next_of(type));
    } catch (const std::exception& e) {
        failure = e.what();
    }
    throw std::runtime_error("no " + type + ": " + failure);
}

awaitable<void> Peer::expect_end() {
    while (co_await within(5s, connection_->read())) {
    }
}

awaitable<Peer> open_page(TestCloud& cloud, std::string cookie) {
    co_return co_await open_page_with(cloud, {{"cookie", cookie}});
}

awaitable<Peer> open_page_with(TestCloud& cloud, net::http::Headers headers) {
    return open_page_at(cloud.host(), std::move(headers));
}

awaitable<Peer> open_page_at(std::string host, net::http::Headers headers) {
    net::websocket::ClientRequest request{.url = "ws://" + host + "/api/events",
                                          .headers = std::move(headers)};
    auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection) throw std::runtime_error(connection.error().detail);
    co_return Peer(*std::move(connection));
}

FakeFuse::FakeFuse(std::string host) : host_(std::move(host)) {
    Bytes key(crypto_sign_PUBLICKEYBYTES);
    secret_key_.resize(crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(reinterpret_cast<unsigned char*>(key.data()),
                        reinterpret_cast<unsigned char*>(secret_key_.data()));
    public_key_ = to_base64url(key);
}

std::string FakeFuse::sign(const std::string& message) const {
    Bytes signature(crypto_sign_BYTES);
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                         reinterpret_cast<const unsigned char*>(secret_key_.data()));
    return to_base64url(signature);
}

awaitable<Response> FakeFuse::ask(Method method, std::string path, std::string body, std::string cookie) {
    net::http::ClientRequest request{
        .method = method, .url = "http://" + host_ + path, .body = std::move(body)};
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    const auto response = co_await net::http::fetch(std::move(request));
    co_return response.value_or(Response{.status = 0});
}

awaitable<json::object> FakeFuse::request_code() {
    const json::object body = {
        {"host_name", "workshop-pi"}, {"public_key", public_key_}, {"software", "gantry-fuse 0.1.0"}};
    const auto response = co_await ask(Method::post, "/api/device/code", to_text(body));
    EXPECT_EQ(response.status, 200) << response.body;
    co_return parse_json(response.body)->as_object();
}

awaitable<Response> FakeFuse::request_token(std::string device_code, std::string signature) {
    const json::object body = {{"device_code", device_code}, {"signature", signature}};
    co_return co_await ask(Method::post, "/api/device/token", to_text(body));
}

awaitable<std::string> FakeFuse::activate(std::string cookie) {
    const auto code = co_await request_code();
    const auto session = co_await ask(Method::get, "/api/session", "", cookie);
    const json::object choice = {{"store", parse_json(session.body)->at("store").at("id")}};
    const auto path = "/api/activation/" + text_at(code, "user_code");
    const auto confirmed = co_await ask(Method::post, path, to_text(choice), cookie);
    EXPECT_EQ(confirmed.status, 204) << confirmed.body;
    const auto device_code = text_at(code, "device_code");
    const auto response = co_await request_token(device_code, sign("gantry-device:" + device_code));
    EXPECT_EQ(response.status, 200) << response.body;
    const auto granted = parse_json(response.body)->as_object();
    id_ = text_at(granted, "fuse_id");
    token_ = text_at(granted, "access_token");
    co_return token_;
}

awaitable<Result<Peer>> FakeFuse::dial(std::string token) {
    net::websocket::ClientRequest request{.url = "ws://" + host_ + "/gateway",
                                          .headers = {{"authorization", "Bearer " + token}}};
    auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection) co_return std::unexpected(connection.error());
    co_return Peer(*std::move(connection));
}

awaitable<Peer> FakeFuse::connect() {
    auto peer = co_await dial(token_);
    if (!peer) throw std::runtime_error(peer.error().detail);
    const auto challenge = co_await peer->expect("challenge");
    peer->send({{"type", "hello"},
                {"version", 1},
                {"signature", sign("gantry-gateway:" + text_at(challenge, "nonce"))},
                {"host_name", "workshop-pi"},
                {"software", "gantry-fuse 0.1.0"}});
    co_await peer->expect("welcome");
    co_return *std::move(peer);
}

json::object printers_message(const std::vector<std::string>& ids, std::string camera) {
    json::array printers;
    for (const auto& id : ids) {
        json::object printer = {{"id", id}, {"name", "Printer " + id}, {"model", "P1S"}, {"camera", camera}};
        json::object state = {{"connection", "online"}, {"activity", "idle"}};
        printers.push_back(json::object{{"printer", printer}, {"state", state}});
    }
    return {{"type", "printers"}, {"printers", printers}};
}

awaitable<void> eventually(std::function<bool()> condition) {
    EXPECT_TRUE(co_await gantry::eventually(std::move(condition), 5s));
}

std::string text_at(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    if (found == nullptr || !found->is_string()) return {};
    return {found->get_string().data(), found->get_string().size()};
}

}  // namespace gantry::cloud
