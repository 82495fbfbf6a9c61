#include "sim/bambu_cloud/bambu_cloud.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "base/within.hpp"
#include "net/http/server.hpp"

namespace gantry::sim {
namespace {

using net::http::Request;
using net::http::Response;

constexpr auto slowness = std::chrono::minutes(1);

Response refused(int status, int code, std::string_view error) {
    return net::http::json_response({{"code", code}, {"error", error}, {"message", ""}}, status);
}

Response page(int status) {
    Response response{.status = status};
    response.headers["content-type"] = "text/html";
    response.body = "<!DOCTYPE html><title>Just a moment...</title>";
    return response;
}

// Differs by printer, as far as somebody who looks at it can tell.
json::object credentials_of(const std::string& serial, const std::string& region) {
    const auto mark = std::hash<std::string>{}(serial);
    return {{"message", "success"},
            {"code", nullptr},
            {"error", nullptr},
            {"ttcode", fmt::format("SIM{:0>17X}", mark)},
            {"authkey", fmt::format("{:08x}", mark & 0xffff'ffff)},
            {"passwd", fmt::format("{:06x}", (mark >> 32) & 0xff'ffff)},
            {"region", region},
            {"type", "tutk"},
            {"streams", nullptr},
            {"peers", nullptr},
            {"stream_key", ""},
            {"stream_salt", ""},
            {"channel_name", ""},
            {"app_id", ""},
            {"rtm", nullptr}};
}

awaitable<Result<>> anybody(Request&, const std::string&) {
    co_return Result<>{};
}

}  // namespace

struct BambuCloud::Account {
    CloudSpec spec;
    std::string last_type;
    std::string last_body;

    static awaitable<Response> ttcode(std::shared_ptr<Account> account, Request request);
    Response answer(const Request& request) const;
};

awaitable<Response> BambuCloud::Account::ttcode(std::shared_ptr<Account> account, Request request) {
    account->last_type = request.header("content-type");
    account->last_body = request.body;
    const auto response = account->answer(request);
    if (account->spec.fault == CloudFault::slow) co_await sleep_for(slowness);
    co_return response;
}

Response BambuCloud::Account::answer(const Request& request) const {
    switch (spec.fault) {
        case CloudFault::token_expired:
            return refused(401, 4, "Please login.");
        case CloudFault::not_for_clients:
            return refused(403, 8, "forbidden");
        case CloudFault::blocked:
            return page(403);
        case CloudFault::out_of_order:
            return refused(500, 1, "internal error");
        case CloudFault::malformed:
            return page(200);
        case CloudFault::none:
        case CloudFault::nothing:
        case CloudFault::slow:
            break;
    }
    if (request.header("authorization") != "Bearer " + spec.token.reveal())
        return refused(401, 4, "Please login.");
    const auto body = parse_json(request.body);
    if (!body || !body->is_object() || !body->as_object().contains("dev_id"))
        return refused(422, 1, "bad parameter");
    const auto& wanted = body->at("dev_id");
    const auto serial = wanted.is_string() ? std::string(wanted.as_string()) : std::string();
    const auto known = std::ranges::find(spec.serials, serial);
    if (known == spec.serials.end()) return refused(400, 2, "device not found");
    auto credentials = credentials_of(*known, spec.region);
    if (spec.fault == CloudFault::nothing) credentials["ttcode"] = "";
    return net::http::json_response(credentials);
}

Result<CloudFault> parse_cloud_fault(std::string_view name) {
    std::string names;
    std::optional<CloudFault> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CloudFault>>([&](auto entry) {
        std::string known = entry.name;
        std::ranges::replace(known, '_', '-');
        names += (names.empty() ? "" : ", ") + known;
        if (known == name) found = entry.value;
    });
    if (found) return *found;
    return fail(Errc::malformed, fmt::format("\"{}\" is none of: {}", name, names));
}

BambuCloud::BambuCloud(const Executor& executor, CloudSpec spec)
    : account_(std::make_shared<Account>(Account{.spec = std::move(spec)})) {
    net::http::Router router(anybody);
    router.add({.method = net::http::Method::post,
                .pattern = "/v1/iot-service/api/user/ttcode",
                .permission = "public",
                .handler = [account = account_](Request request) {
                    return Account::ttcode(account, std::move(request));
                }});
    net::http::ServerOptions options{.address = account_->spec.address, .port = account_->spec.port};
    server_ = std::make_unique<net::http::Server>(executor, std::move(options), std::move(router));
    url_ = fmt::format("http://{}:{}", account_->spec.address, server_->port());
}

BambuCloud::~BambuCloud() = default;

void BambuCloud::set_fault(CloudFault fault) {
    account_->spec.fault = fault;
}

const std::string& BambuCloud::last_type() const {
    return account_->last_type;
}

const std::string& BambuCloud::last_body() const {
    return account_->last_body;
}

awaitable<void> BambuCloud::run() {
    return server_->run();
}

}  // namespace gantry::sim
