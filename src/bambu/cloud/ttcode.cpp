#include "bambu/cloud/ttcode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <cctype>

#include "base/json.hpp"

namespace gantry::bambu::cloud {
namespace {

constexpr std::size_t max_uid = 64;
constexpr std::size_t max_word = 32;
constexpr std::size_t max_said = 160;
constexpr JsonLimits limits{.max_bytes = max_answer_bytes, .max_depth = 16};

// Codes of the envelope (docs/protocols/bambu-cloud.md, section 2).
constexpr int code_resource_missing = 2;
constexpr int code_please_login = 4;
constexpr int code_not_for_this_client = 8;

constexpr auto expired_text =
    "Bambu's cloud refuses the token: it has expired or was revoked. Get a new one.";

// What the cloud says about its answer.
struct Envelope {
    std::string message;
    std::string error;
    int code = 0;
};

// For people and terminals: of foreign words only what prints, and not much.
std::string printable(std::string_view text) {
    std::string kept;
    for (const char c : text.substr(0, max_said))
        kept += c >= 0x20 && c < 0x7f ? c : ' ';
    return kept;
}

std::string_view view_of(const json::string& text) {
    return {text.data(), text.size()};
}

std::string text_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? printable(view_of(value->get_string())) : std::string();
}

int code_of(const json::object& object) {
    const auto* value = object.if_contains("code");
    if (value == nullptr || !value->is_int64()) return 0;
    return static_cast<int>(std::clamp<std::int64_t>(value->get_int64(), -1, 1'000'000));
}

Envelope envelope_of(const json::object& object) {
    return {text_of(object, "message"), text_of(object, "error"), code_of(object)};
}

bool names(const Envelope& said, std::string_view word) {
    for (auto text : {said.message, said.error}) {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
        if (text.find(word) != text.npos) return true;
    }
    return false;
}

std::string words_of(const Envelope& said) {
    const auto& words = said.error.empty() ? said.message : said.error;
    return words.empty() ? std::string() : fmt::format(" It says: {}", words);
}

bool is_page(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != body.npos && body[first] == '<';
}

bool means_expired(int status, const Envelope& said) {
    if (status == 401 || said.code == code_please_login) return true;
    return status < 500 && (names(said, "expired") || names(said, "token"));
}

Error refusal(int status, const Envelope& said) {
    if (said.code == code_not_for_this_client)
        return {Errc::forbidden, "Bambu does not permit camera credentials to this program (code 8)."};
    if (means_expired(status, said)) return {Errc::expired, expired_text};
    if (status == 404 || said.code == code_resource_missing || names(said, "device"))
        return {Errc::not_found, "Bambu's cloud knows no such printer of this account." + words_of(said)};
    if (status == 403) return {Errc::forbidden, "Bambu's cloud forbids it to this account." + words_of(said)};
    if (status == 429) return {Errc::rate_limited, "Bambu's cloud was asked too often: wait some minutes."};
    if (status >= 500)
        return {Errc::offline, fmt::format("Bambu's cloud is out of order (HTTP {}).", status)};
    return {Errc::rejected, fmt::format("Bambu's cloud refuses (HTTP {}).{}", status, words_of(said))};
}

// Not JSON: a block page in front of the cloud, an outage, or nothing that we know.
Error foreign_answer(int status, std::string_view body) {
    if (status == 401) return {Errc::expired, expired_text};
    const bool blocked = status == 403 || status == 418 || status == 429 || status == 503;
    if (blocked && is_page(body))
        return {Errc::rate_limited, "Bambu's cloud turns this network away for now: wait some minutes."};
    if (status / 100 != 2) return refusal(status, {});
    return {Errc::malformed, "Bambu's cloud answers with something else than camera credentials."};
}

bool is_word(std::string_view text, std::size_t most) {
    return text.size() <= most && std::ranges::all_of(text, [](unsigned char c) {
               return std::isalnum(c) || c == '-' || c == '_' || c == '.';
           });
}

Result<std::string> word(const json::object& object, std::string_view name, std::size_t most) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string() || !is_word(view_of(value->get_string()), most))
        return fail(Errc::malformed, fmt::format("Bambu's cloud sent an unusable \"{}\".", name));
    return std::string(view_of(value->get_string()));
}

std::optional<Secret> reserved(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (value->is_string() && value->get_string().empty()) return std::nullopt;
    if (value->is_array() && value->get_array().empty()) return std::nullopt;
    if (value->is_object() && value->get_object().empty()) return std::nullopt;
    return Secret(to_text(*value));
}

Reserved reserved_of(const json::object& object) {
    return {.streams = reserved(object, "streams"),
            .peers = reserved(object, "peers"),
            .stream_key = reserved(object, "stream_key"),
            .stream_salt = reserved(object, "stream_salt"),
            .channel_name = reserved(object, "channel_name"),
            .app_id = reserved(object, "app_id"),
            .rtm = reserved(object, "rtm")};
}

Result<TtCode> credentials_of(const json::object& object, std::string message) {
    TtCode result{.message = std::move(message), .reserved = reserved_of(object)};
    std::array<std::pair<std::string_view, std::size_t>, 5> wanted{{{"ttcode", max_uid},
                                                                    {"authkey", max_uid},
                                                                    {"passwd", max_uid},
                                                                    {"region", max_word},
                                                                    {"type", max_word}}};
    std::array<std::string, 5> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto text = word(object, wanted[i].first, wanted[i].second);
        if (!text) return std::unexpected(text.error());
        found[i] = *std::move(text);
    }
    if (found[0].empty())
        return fail(Errc::unsupported, "Bambu's cloud gives no remote camera id for this printer.");
    result.ttcode = std::move(found[0]);
    result.authkey = Secret(std::move(found[1]));
    result.passwd = Secret(std::move(found[2]));
    result.region = std::move(found[3]);
    result.type = std::move(found[4]);
    return result;
}

// Where they stand: beside the envelope, or in a member of their own ("data").
const json::object* credentials_in(const json::object& answer) {
    if (answer.contains("ttcode")) return &answer;
    const auto* data = answer.if_contains("data");
    if (data == nullptr || !data->is_object() || !data->get_object().contains("ttcode")) return nullptr;
    return &data->get_object();
}

}  // namespace

bool TtCode::offers_cloud_streaming() const {
    return reserved.streams || reserved.stream_key || reserved.channel_name || reserved.app_id;
}

Result<TtCode> parse_ttcode(int status, std::string_view body) {
    if (body.size() > max_answer_bytes)
        return fail(Errc::too_large, "Bambu's cloud sends more than camera credentials.");
    const auto answer = parse_json(body, limits);
    if (!answer || !answer->is_object()) return std::unexpected(foreign_answer(status, body));
    const auto& object = answer->get_object();
    auto said = envelope_of(object);
    if (status / 100 != 2) return std::unexpected(refusal(status, said));
    // A refusal may come with 200: then there are no credentials beside it.
    const auto* credentials = credentials_in(object);
    if (credentials == nullptr) {
        const bool is_refusal = said.code != 0 || !said.error.empty();
        return std::unexpected(is_refusal ? refusal(status, said) : foreign_answer(status, body));
    }
    return credentials_of(*credentials, std::move(said.message));
}

}  // namespace gantry::bambu::cloud
