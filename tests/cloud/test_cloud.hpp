// A whole Cloud on a free loopback port with a fresh data folder, and those who use it: people with a cookie,
// pages with an events socket, Fuses with a key.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "base/bytes.hpp"
#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "cloud/cloud.hpp"
#include "net/http/client.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::cloud {

using net::http::Method;
using net::http::Response;
using testing::TemporaryFolder;

// The cookies of a signed-in browser.
struct Browser {
    std::string access;
    std::string refresh;
};
// What an answer set; the tokens before `with` stay when it set none.
Browser browser_of(const Response& response, Browser with = {});

class TestCloud {
public:
    // `adjust` changes the settings before the start.
    explicit TestCloud(Executor executor, std::function<void(Settings&)> adjust = {});

    std::string host() const { return "127.0.0.1:" + std::to_string(cloud_->port()); }
    std::string url(const std::string& path, const std::string& scheme = "http") const;
    Cloud& cloud() { return *cloud_; }
    awaitable<void> stop();
    const Executor& executor() const { return executor_; }
    const std::filesystem::path& folder() const { return data_; }

    awaitable<Response> call(Method method, std::string path, std::string body = {}, std::string cookie = {});
    // With the right to use these headers as they are.
    awaitable<Response> call_with(Method method, std::string path, net::http::Headers headers,
                                  std::string body = {});
    // Makes the first owner; the cookie of their access token. Once.
    awaitable<std::string> set_up_owner();
    // Invites NAME@example.org and accepts; the cookie. `more` are further members of the invitation.
    awaitable<std::string> add_user(std::string owner, std::string name, std::string role,
                                    json::object more = {});
    // The token in the link of a fresh invitation.
    awaitable<std::string> invite(std::string owner, std::string name, std::string role,
                                  json::object more = {});
    // Another store of a person of its own; the cookie.
    awaitable<std::string> add_other_store(std::string owner, std::string name);
    awaitable<Browser> sign_in(std::string email, std::string password = "a long password");
    awaitable<std::string> user_id(std::string cookie);
    // Of the store that the browser looks at.
    awaitable<std::string> store_id(std::string cookie);
    // Lets the machine with that code join this store; the answer.
    awaitable<Response> confirm(std::string code, std::string cookie, std::string store);

private:
    Executor executor_;
    TemporaryFolder folder_;
    std::filesystem::path data_;  // within, or where a test keeps it over a restart
    Supervisor supervisor_;
    std::shared_ptr<Cloud> cloud_;
    Task task_;
};

// One WebSocket with JSON messages: an open page, or the Fuse's side of the gateway.
class Peer {
public:
    explicit Peer(std::unique_ptr<net::websocket::Connection> connection)
        : connection_(std::move(connection)) {}

    void send(const json::object& message) { connection_->send(to_text(message)); }
    void send_text(std::string text) { connection_->send(std::move(text)); }
    // The next message of that type; others are skipped. Fails the test after 5 s.
    awaitable<json::object> expect(std::string type);
    // Whatever comes next; nothing at the end. Waits as long as it takes.
    awaitable<std::optional<json::object>> next();
    // How it ends: reads until the end.
    awaitable<void> expect_end();

private:
    awaitable<json::object> next_of(std::string type);
    std::unique_ptr<net::websocket::Connection> connection_;
};

awaitable<Peer> open_page(TestCloud& cloud, std::string cookie);
awaitable<Peer> open_page_with(TestCloud& cloud, net::http::Headers headers);
awaitable<Peer> open_page_at(std::string host, net::http::Headers headers);

// A Fuse with its own key.
class FakeFuse {
public:
    // `host`: the Cloud's, with its port.
    explicit FakeFuse(std::string host);
    explicit FakeFuse(TestCloud& cloud) : FakeFuse(cloud.host()) {}

    // It goes on with the Cloud there.
    void go_to(std::string host) { host_ = std::move(host); }

    const std::string& public_key() const { return public_key_; }
    std::string sign(const std::string& message) const;
    awaitable<json::object> request_code();
    awaitable<Response> request_token(std::string device_code, std::string signature);
    // With a person's help, into the store that they look at; the token.
    awaitable<std::string> activate(std::string cookie);
    // Up to and with welcome.
    awaitable<Peer> connect();
    awaitable<Result<Peer>> dial(std::string token);
    const std::string& id() const { return id_; }
    const std::string& token() const { return token_; }

private:
    awaitable<Response> ask(Method method, std::string path, std::string body, std::string cookie = {});

    std::string host_;
    std::string public_key_;
    std::string secret_key_;
    std::string id_;
    std::string token_;
};

// A `printers` message with one online printer each.
json::object printers_message(const std::vector<std::string>& ids, std::string camera = "generated");
// Waits, on the loop, until `condition` holds; fails the test after 5 s.
awaitable<void> eventually(std::function<bool()> condition);
std::string text_at(const json::object& object, std::string_view key);

}  // namespace gantry::cloud
