#include "tests/fuse/fake_cloud.hpp"

#include <sodium.h>

#include "base/bytes.hpp"

namespace gantry::testing {
namespace {

namespace wire = farm::gateway;
using net::http::Method;
using net::http::Request;
using net::http::Response;

std::string member(const Request& request, std::string_view name) {
    const auto body = parse_json(request.body);
    const auto* value = body->get_object().if_contains(name);
    return value == nullptr ? "" : std::string(value->get_string());
}

}  // namespace

FakeCloud::FakeCloud(Executor executor)
    : supervisor_(executor, "test"),
      server_(std::make_unique<net::http::Server>(executor, net::http::ServerOptions{}, routes())) {
    running_ = supervisor_.spawn("cloud", [this] { return server_->run(); });
}

FakeCloud::~FakeCloud() = default;

awaitable<void> FakeCloud::stop() {
    running_.cancel();
    co_await running_.join();
}

net::http::Router FakeCloud::routes() {
    net::http::Router router(
        [](Request&, const std::string&) -> awaitable<Result<>> { co_return Result<>{}; });
    router.add({.method = Method::post,
                .pattern = "/api/device/code",
                .permission = "public",
                .handler = [this](Request request) -> awaitable<Response> { co_return give_code(request); }});
    router.add(
        {.method = Method::post,
         .pattern = "/api/device/token",
         .permission = "public",
         .handler = [this](Request request) -> awaitable<Response> { co_return answer_poll(request); }});
    router.add({.pattern = "/gateway",
                .permission = "device",
                .socket = [this](Request, std::unique_ptr<net::websocket::Connection> connection) {
                    return serve(std::move(connection));
                }});
    return router;
}

bool FakeCloud::fits(const std::string& text, const std::string& signature) const {
    const auto key = from_base64url(public_key_);
    const auto bytes = from_base64url(signature);
    if (!key || !bytes || key->size() != 32 || bytes->size() != 64) return false;
    return crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(bytes->data()),
                                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                       reinterpret_cast<const unsigned char*>(key->data())) == 0;
}

Response FakeCloud::give_code(const Request& request) {
    public_key_ = member(request, "public_key");
    const auto number = std::to_string(++codes_asked);
    const auto page = url() + "/activate";
    return net::http::json_response({{"device_code", "device-" + number},
                                     {"user_code", "SQMA-VR2" + number},
                                     {"verification_uri", page},
                                     {"verification_uri_complete", page + "?code=SQMA-VR2" + number},
                                     {"expires_in", code_lifetime_s},
                                     {"interval", 1}});
}

Response FakeCloud::answer_poll(const Request& request) {
    signatures_fit &= fits("gantry-device:" + member(request, "device_code"), member(request, "signature"));
    const auto answer = polls.front();
    if (polls.size() > 1) polls.pop_front();
    if (answer == "granted")
        return net::http::json_response(
            {{"access_token", "token"}, {"fuse_id", "f"}, {"store_name", "Workshop"}});
    return net::http::json_response({{"code", "rejected"}, {"error", answer}}, 400);
}

awaitable<void> FakeCloud::serve(std::unique_ptr<net::websocket::Connection> connection) {
    ++connections;
    connection->send(wire::format(wire::Challenge{.nonce = "bm9uY2U"}));
    const auto first = co_await connection->read();
    const auto hello = first ? wire::parse(*first) : fail(Errc::offline, "left");
    if (!hello || !std::holds_alternative<wire::Hello>(*hello)) co_return;
    signatures_fit &= fits("gantry-gateway:bm9uY2U", std::get<wire::Hello>(*hello).signature);
    if (goodbye) {
        connection->send(wire::format(*goodbye));
        connection->close(4003, "goodbye");
        co_await connection->read();
        co_return;
    }
    connection->send(wire::format(wire::Welcome{"f", "Workshop"}));
    connection_ = connection.get();
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { connection_ = nullptr; });
    while (const auto text = co_await connection->read()) {
        if (auto message = wire::parse(*text)) received.push_back(std::move(*message));
    }
}

void FakeCloud::send(const wire::Message& message) {
    if (connection_ != nullptr) connection_->send(wire::format(message));
}

void FakeCloud::drop() {
    if (connection_ != nullptr) connection_->close(1001, "restart");
}

}  // namespace gantry::testing
