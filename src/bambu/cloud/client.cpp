#include "bambu/cloud/client.hpp"

#include <algorithm>
#include <cctype>

#include "base/json.hpp"
#include "net/http/client.hpp"
#include "net/http/url.hpp"

namespace gantry::bambu::cloud {
namespace {

constexpr auto path = "/v1/iot-service/api/user/ttcode";
constexpr std::chrono::seconds usual_limit{15};
constexpr std::size_t max_token = 8192;
constexpr std::size_t max_serial = 32;

bool is_serial(std::string_view text) {
    return !text.empty() && text.size() <= max_serial &&
           std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c); });
}

// Whatever the token looks like inside, it must fit into one header.
bool fits_a_header(std::string_view token) {
    return !token.empty() && token.size() <= max_token &&
           std::ranges::all_of(token, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

Result<> may_carry_a_token(const std::string& url) {
    const auto parsed = net::http::parse_url(url);
    if (!parsed) return std::unexpected(parsed.error());
    const bool here =
        parsed->host == "localhost" || parsed->host == "::1" || parsed->host.starts_with("127.");
    if (parsed->encrypted || here) return {};
    return fail(Errc::malformed, "The address must begin with https://, or others could read the token.");
}

}  // namespace

std::string_view base_url(Region region) {
    switch (region) {
        case Region::global:
            return "https://api.bambulab.com";
        case Region::china:
            return "https://api.bambulab.cn";
    }
    return "";
}

BambuClient::BambuClient(Secret token, Region region)
    : BambuClient(std::move(token), std::string(base_url(region)), usual_limit) {}

BambuClient::BambuClient(Secret token, std::string url, std::chrono::milliseconds limit)
    : token_(std::move(token)), url_(std::move(url)), limit_(limit) {
    while (url_.ends_with('/'))
        url_.pop_back();
}

awaitable<Result<TtCode>> BambuClient::get_ttcode(std::string dev_id) const {
    if (!is_serial(dev_id)) co_return fail(Errc::not_found, "This is no serial number of a printer.");
    if (!fits_a_header(token_.reveal()))
        co_return fail(Errc::unauthorized, "This is no token of a Bambu account.");
    if (auto safe = may_carry_a_token(url_); !safe) co_return std::unexpected(safe.error());
    net::http::ClientRequest request{.method = net::http::Method::post, .url = url_ + path, .limit = limit_};
    request.headers["authorization"] = "Bearer " + token_.reveal();
    request.headers["content-type"] = "application/json";
    request.headers["accept"] = "application/json";
    request.headers["user-agent"] = "Gantry/" GANTRY_VERSION;
    request.body = to_text(json::object{{"dev_id", dev_id}});
    request.max_response_bytes = max_answer_bytes;
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    co_return parse_ttcode(answer->status, answer->body);
}

}  // namespace gantry::bambu::cloud
