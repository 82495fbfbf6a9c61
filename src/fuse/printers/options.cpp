#include "fuse/printers/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.hpp"
#include "net/http/url.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr std::size_t shown_key_bytes = 40;
constexpr std::array<std::string_view, 4> schemes = {"http", "https", "rtsp", "rtsps"};

Error wrong(const Field& field, std::string_view reason) {
    return {Errc::malformed, fmt::format("{}: {}", field.label, reason)};
}

Result<> check_text(const Field& field, const std::string& text) {
    if (text.size() > max_option_bytes)
        return fail(Errc::too_large, fmt::format("{}: longer than {} bytes", field.label, max_option_bytes));
    // It may become a header or a line of a log.
    const bool has_control = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (!is_utf8(text) || has_control) return std::unexpected(wrong(field, "not a line of text"));
    if (field.length != 0 && count_characters(text) != field.length)
        return std::unexpected(wrong(field, fmt::format("it has {} characters", field.length)));
    return {};
}

Result<> check_port(const Field& field, const std::string& text) {
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    if (read.ec == std::errc{} && read.ptr == end && port != 0) return {};
    return std::unexpected(wrong(field, "a port is a number from 1 to 65535"));
}

// As within a sentence: "API Key" becomes "API key".
std::string uncapitalised(std::string_view label) {
    std::string text;
    while (!label.empty()) {
        const auto word = label.substr(0, label.find(' '));
        const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
        const bool is_plain = word.size() > 1 && std::ranges::all_of(word.substr(1), is_lower);
        if (!text.empty()) text += ' ';
        text += word;
        if (auto& first = text[text.size() - word.size()]; is_plain && first >= 'A' && first <= 'Z')
            first = static_cast<char>(first - 'A' + 'a');
        label.remove_prefix(std::min(word.size() + 1, label.size()));
    }
    return text;
}

// Everybody who opens the page sees it, so nothing that lets somebody in may stand in it.
Result<> check_url(const Field& field, std::string_view text) {
    const auto colon = text.find("://");
    if (colon == text.npos || std::ranges::find(schemes, text.substr(0, colon)) == schemes.end())
        return std::unexpected(wrong(field, "it begins with http://, https://, rtsp:// or rtsps://"));
    const auto rest = text.substr(colon + 3);
    if (rest.substr(0, rest.find_first_of("/?#")).contains('@'))
        return std::unexpected(wrong(field, "user and password do not belong into an address"));
    const auto parsed = net::http::parse_url("http://" + std::string(rest));
    if (!parsed) return std::unexpected(wrong(field, "it looks like http://192.168.0.30/stream"));
    return {};
}

Result<> check_value(const Field& field, const std::string& text) {
    if (auto fine = check_text(field, text); !fine) return fine;
    switch (field.kind) {
        case FieldKind::text:
        case FieldKind::serial:
        case FieldKind::secret:
            return {};
        case FieldKind::choice:
            if (std::ranges::find(field.choices, text) != field.choices.end()) return {};
            return std::unexpected(wrong(field, "not one of the choices"));
        case FieldKind::port:
            return check_port(field, text);
        case FieldKind::url:
            return check_url(field, text);
    }
    return {};
}

const Field* find_key(const AddForm& form, const std::string& key) {
    const auto found = std::ranges::find_if(
        form.fields, [&](const Field& field) { return field.option && field.key == key; });
    return found == form.fields.end() ? nullptr : &*found;
}

bool has(const PrinterConfig& config, const Field& field) {
    return field.kind == FieldKind::secret ? config.secrets.contains(field.key)
                                           : config.options.contains(field.key);
}

Result<> put(const Field& field, const Secret& value, PrinterConfig& config) {
    if (value.empty()) {
        config.options.erase(field.key);
        return {};
    }
    if (auto fine = check_value(field, value.reveal()); !fine) return fine;
    if (field.kind == FieldKind::secret) {
        config.secrets[field.key] = value;
    } else {
        config.options[field.key] = value.reveal();
    }
    return {};
}

}  // namespace

Result<> apply(const TypedOptions& typed, const AddForm& form, PrinterConfig& config) {
    return change({typed.begin(), typed.end()}, form, config);
}

Result<> change(const ChangedOptions& changed, const AddForm& form, PrinterConfig& config) {
    if (changed.size() > max_options) return fail(Errc::too_large, "options: more than any printer has");
    for (const auto& [key, value] : changed) {
        const auto* field = find_key(form, key);
        if (field == nullptr)
            return fail(Errc::malformed,
                        "options: this kind of printer has no " +
                            (key.size() <= shown_key_bytes ? '"' + key + '"' : std::string("such field")));
        if (!value) {
            config.options.erase(key);
            config.secrets.erase(key);
        } else if (auto fine = put(*field, *value, config); !fine) {
            return fine;
        }
    }
    return {};
}

Result<> check_options(const PrinterConfig& config, const AddForm& form) {
    for (const auto& field : form.fields)
        if (field.option && field.required && !has(config, field))
            return std::unexpected(wrong(field, "it is missing"));
    return {};
}

std::vector<Field> missing_secrets(const AddForm& form, const Secret& access_code,
                                   const TypedOptions& typed) {
    std::vector<Field> missing;
    for (const auto& field : form.fields) {
        if (field.kind != FieldKind::secret) continue;
        const auto found = typed.find(field.key);
        const bool is_there =
            field.option ? found != typed.end() && !found->second.empty() : !access_code.empty();
        if (!is_there) missing.push_back(field);
    }
    return missing;
}

std::vector<std::string> stored_secrets(const PrinterConfig& config) {
    std::vector<std::string> keys;
    if (!config.access_code.empty()) keys.emplace_back("access_code");
    for (const auto& [key, secret] : config.secrets)
        keys.push_back(key);
    return keys;
}

std::string option(const PrinterConfig& config, const std::string& key) {
    const auto found = config.options.find(key);
    return found == config.options.end() ? std::string() : found->second;
}

std::string wrong_secret(const AddForm& form) {
    const Field* secret = nullptr;
    for (const auto& field : form.fields) {
        const bool is_better = secret == nullptr || (field.required && !secret->required);
        if (field.kind == FieldKind::secret && is_better) secret = &field;
    }
    return secret == nullptr ? "" : "Wrong " + uncapitalised(secret->label);
}

const Field* find_option(const AddForm& form, FieldKind kind) {
    const auto found = std::ranges::find_if(
        form.fields, [kind](const Field& field) { return field.option && field.kind == kind; });
    return found == form.fields.end() ? nullptr : &*found;
}

}  // namespace gantry::fuse::printers
