#include "fuse/communications/redact.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace gantry::fuse::communications {
namespace {

constexpr std::size_t max_name = 48;
constexpr std::size_t shortest_known = 4;
constexpr std::string_view space = " \t\r\n";

// Names as they are after normal(): lower case, without - _ and the dot.
// The name of somebody's Wi-Fi tells where they live.
constexpr std::array<std::string_view, 14> secret_parts = {
    "password", "passwd",     "passphrase", "token",     "secret", "accesscode", "authkey",
    "apikey",   "privatekey", "credential", "signature", "ssid",   "wifikey",    "wpakey"};
constexpr std::array<std::string_view, 13> secret_names = {
    "pass",   "pwd",       "psk", "authorization", "proxyauthorization", "cookie",     "setcookie",
    "ttcode", "streamkey", "sig", "streamsalt",    "webrtckey",          "accessgrant"};

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

std::string normal(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == '.') continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

bool is_secret(std::string_view name) {
    const auto plain = normal(name);
    return std::ranges::find(secret_names, plain) != secret_names.end() ||
           std::ranges::any_of(secret_parts, [&](auto part) { return plain.contains(part); });
}

// What stands before a ':' or '='.
struct Name {
    std::string_view text;
    bool quoted = false;
    std::string_view quote;  // with the backslashes of JSON inside JSON
};

Name name_before(std::string_view text, std::size_t at) {
    while (at > 0 && space.contains(text[at - 1]))
        --at;
    Name name;
    if (at > 0 && is_quote(text[at - 1])) {
        const auto end = at--;
        name.quoted = true;
        while (at > 0 && text[at - 1] == '\\')
            --at;
        name.quote = text.substr(at, end - at);
    }
    const auto end = at;
    while (at > 0 && end - at < max_name && is_name(text[at - 1]))
        --at;
    name.text = text.substr(at, end - at);
    return name;
}

// The end of a text that opened with `quote` (backslashes and a quotation mark) before `at`.
std::size_t end_of_quoted(std::string_view text, std::size_t at, std::string_view quote) {
    const auto depth = quote.size() - 1;
    for (auto end = text.find(quote.back(), at); end != text.npos; end = text.find(quote.back(), end + 1)) {
        auto first = end;
        while (first > at && text[first - 1] == '\\')
            --first;
        const auto backslashes = end - first;
        if (depth == 0 ? backslashes % 2 == 0 : backslashes <= depth) return first;
    }
    return text.size();
}

class Redaction {
public:
    explicit Redaction(std::string_view text) : text_(text) {}

    std::string result() {
        for (auto at = text_.find_first_of(":="); at != text_.npos;
             at = text_.find_first_of(":=", std::max(at + 1, copied_)))
            look_at(at);
        copy_until(text_.size());
        return std::move(made_);
    }

private:
    void look_at(std::size_t at) {
        if (text_[at] == ':' && take_address(at)) return;
        const auto name = name_before(text_, at);
        if (name.text.empty() || !is_secret(name.text)) return;
        if (text_[at] == '=') return take_form_value(at + 1);
        take_value(at + 1, name);
    }

    // "://user:password@": JSON may write its slashes with backslashes.
    bool take_address(std::size_t at) {
        auto start = at + 1;
        for (int slashes = 0; slashes < 2; ++slashes) {
            if (start < text_.size() && text_[start] == '\\') ++start;
            if (start >= text_.size() || text_[start] != '/') return false;
            ++start;
        }
        const auto end = std::min(text_.find_first_of("/\\?#\"'<> \t\r\n", start), text_.size());
        const auto host = text_.substr(start, end - start).rfind('@');
        if (host != text_.npos) replace(start, start + host, "");
        return true;
    }

    void take_form_value(std::size_t at) {
        const auto quoted = at < text_.size() && is_quote(text_[at]);
        const auto start = quoted ? at + 1 : at;
        const auto end = quoted ? end_of_quoted(text_, start, text_.substr(at, 1))
                                : std::min(text_.find_first_of("&;,\\\"'<> \t\r\n#", start), text_.size());
        if (end > start) replace(start, end, "");
    }

    void take_value(std::size_t at, const Name& name) {
        const auto start = text_.find_first_not_of(name.quoted ? space : " \t", at);
        if (start == text_.npos) return;
        auto mark = start;
        while (mark < text_.size() && text_[mark] == '\\')
            ++mark;
        if (mark < text_.size() && is_quote(text_[mark])) {
            const auto quote = text_.substr(start, mark + 1 - start);
            const auto end = end_of_quoted(text_, mark + 1, quote);
            if (end > mark + 1) replace(mark + 1, end, "");
            return;
        }
        if (text_[start] == '{') return;  // its members have names of their own
        if (text_[start] == '[') return replace(start, end_of(start, "]", true), name.quote);
        replace(start, end_of(start, name.quoted ? ",}] \t\r\n" : "\r\n\"", false), name.quote);
    }

    std::size_t end_of(std::size_t start, std::string_view stops, bool with_stop) const {
        const auto end = text_.find_first_of(stops, start);
        if (end == text_.npos) return text_.size();
        return with_stop ? end + 1 : end;
    }

    void copy_until(std::size_t end) {
        if (end > copied_) made_ += text_.substr(copied_, end - copied_);
        copied_ = std::max(copied_, end);
    }

    void replace(std::size_t start, std::size_t end, std::string_view quote) {
        if (start < copied_ || end <= start) return;
        copy_until(start);
        made_ += quote;
        made_ += redacted;
        made_ += quote;
        copied_ = end;
    }

    std::string_view text_;
    std::string made_;
    std::size_t copied_ = 0;  // so much of the text is in `made_`, or replaced
};

void replace_all(std::string& text, std::string_view known) {
    for (auto at = text.find(known); at != text.npos; at = text.find(known, at + redacted.size()))
        text.replace(at, known.size(), redacted);
}

// As they stand in plain text and within JSON; a part of another after the whole.
std::vector<std::string> forms_of(const std::vector<Secret>& known) {
    std::vector<std::string> forms;
    for (const auto& secret : known) {
        if (secret.reveal().size() < shortest_known) continue;
        forms.push_back(secret.reveal());
        const auto quoted = to_text(json::value(secret.reveal()));
        if (quoted.size() > secret.reveal().size() + 2) forms.push_back(quoted.substr(1, quoted.size() - 2));
    }
    std::ranges::sort(forms, std::greater(), &std::string::size);
    return forms;
}

}  // namespace

std::string redact(std::string_view text, const std::vector<Secret>& known) {
    auto plain = Redaction(text).result();
    for (const auto& form : forms_of(known))
        replace_all(plain, form);
    return plain;
}

}  // namespace gantry::fuse::communications
