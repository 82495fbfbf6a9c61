#include "tests/repository/yaml.hpp"

#include <sstream>
#include <stdexcept>
#include <vector>

namespace gantry {
namespace {

namespace json = boost::json;

struct Line {
    std::size_t number = 0;
    std::size_t indent = 0;
    std::string text;
};

bool starts_comment(const std::string& text, std::size_t at) {
    return text[at] == '#' && (at == 0 || text[at - 1] == ' ');
}

// How deep in brackets and quotes the text ends. A quote inside a word is an apostrophe.
struct Depth {
    int brackets = 0;
    char quote = 0;

    void read(const std::string& text) {
        bool word = false;
        for (const char c : text) {
            if (quote != 0) {
                if (c == quote) quote = 0;
                word = true;
                continue;
            }
            if ((c == '\'' || c == '"') && !word) quote = c;
            if (c == '{' || c == '[') ++brackets;
            if (c == '}' || c == ']') --brackets;
            word = std::string_view(" ,:{[").find(c) == std::string_view::npos;
        }
    }
    bool is_open() const { return brackets > 0 || quote != 0; }
};

std::vector<Line> lines_in(const std::string& text) {
    std::istringstream stream(text);
    std::vector<Line> lines;
    std::size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        const auto indent = line.find_first_not_of(' ');
        if (indent == std::string::npos || line[indent] == '#') continue;
        lines.push_back({number, indent, line.substr(indent)});
    }
    return lines;
}

// A value that stands in one line, or in one that was put together.
class Flow {
public:
    explicit Flow(std::string text) : text_(std::move(text)) {}

    json::value whole() {
        auto value = read("");
        skip();
        if (at_ < text_.size()) throw std::runtime_error("behind a value: " + text_.substr(at_));
        return value;
    }

private:
    void skip() {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
        if (at_ < text_.size() && starts_comment(text_, at_)) at_ = text_.size();
    }

    bool next_is(char wanted) {
        skip();
        if (at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    // A plain text ends at one of `ends`, or at ": " when there are some.
    json::value read(std::string_view ends) {
        skip();
        if (at_ >= text_.size()) return nullptr;
        if (next_is('{')) return mapping();
        if (next_is('[')) return list();
        if (text_[at_] == '\'' || text_[at_] == '"') return quoted();
        return plain(ends);
    }

    json::value quoted() {
        const char quote = text_[at_++];
        std::string value;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size()) {
                value += text_[++at_];
            } else if (text_[at_] != quote) {
                value += text_[at_];
            } else if (quote == '\'' && at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
                value += text_[++at_];
            } else {
                ++at_;
                return json::string(value);
            }
        }
        throw std::runtime_error("a quote is not closed: " + text_);
    }

    json::value plain(std::string_view ends) {
        const auto from = at_;
        for (; at_ < text_.size(); ++at_) {
            if (ends.contains(text_[at_]) || starts_comment(text_, at_)) break;
            const bool is_colon = text_[at_] == ':' && (at_ + 1 == text_.size() || text_[at_ + 1] == ' ');
            if (is_colon && !ends.empty()) break;
        }
        auto value = text_.substr(from, at_ - from);
        value.erase(value.find_last_not_of(' ') + 1);
        return value.empty() ? json::value(nullptr) : json::value(json::string(value));
    }

    json::value mapping() {
        json::object object;
        while (!next_is('}')) {
            const auto key = read(",}");
            if (!key.is_string()) throw std::runtime_error("a key is missing: " + text_);
            object[key.as_string()] = next_is(':') ? read(",}") : nullptr;
            next_is(',');
            if (at_ >= text_.size()) throw std::runtime_error("a mapping is not closed: " + text_);
        }
        return object;
    }

    json::value list() {
        json::array array;
        while (!next_is(']')) {
            array.push_back(read(",]"));
            next_is(',');
            if (at_ >= text_.size()) throw std::runtime_error("a list is not closed: " + text_);
        }
        return array;
    }

    std::string text_;
    std::size_t at_ = 0;
};

// "key: value" as the two; `is_one` is false of anything else.
struct Pair {
    std::string key;
    std::string value;
    bool is_one = false;
};

Pair pair_of(const std::string& text) {
    std::size_t from = 0;
    if (text[0] == '\'' || text[0] == '"') from = text.find(text[0], 1) + 1;
    if (text[0] == '{' || text[0] == '[') return {};
    auto colon = text.find(": ", from);
    if (colon == std::string::npos && text.back() == ':') colon = text.size() - 1;
    if (colon == std::string::npos) return {};
    auto key = text.substr(0, colon);
    if (from > 0) key = key.substr(1, key.size() - 2);
    auto value = text.substr(colon + 1);
    value.erase(0, value.find_first_not_of(' '));
    return {key, value, true};
}

class Block {
public:
    explicit Block(std::vector<Line> lines) : lines_(std::move(lines)) {}

    json::value read() {
        try {
            auto value = block(0);
            if (at_ < lines_.size()) throw std::runtime_error("an indent that belongs to nothing");
            return value;
        } catch (const std::runtime_error& e) {
            const auto number = at_ < lines_.size() ? lines_[at_].number : 0;
            throw std::runtime_error("line " + std::to_string(number) + ": " + e.what());
        }
    }

private:
    bool is_item() const { return lines_[at_].text.starts_with("- ") || lines_[at_].text == "-"; }
    bool goes_on(std::size_t indent) const { return at_ < lines_.size() && lines_[at_].indent == indent; }

    json::value block(std::size_t indent) {
        if (at_ >= lines_.size() || lines_[at_].indent < indent) return nullptr;
        const auto own = lines_[at_].indent;
        if (is_item()) return items(own);
        if (pair_of(lines_[at_].text).is_one) return members(own);
        const auto text = lines_[at_].text;
        return rest_of(text, own);
    }

    json::value items(std::size_t indent) {
        json::array array;
        while (goes_on(indent) && is_item()) {
            auto& line = lines_[at_];
            // What follows the dash is a block of its own, that far to the right.
            const auto text = line.text.find_first_not_of(' ', 1);
            if (text == std::string::npos) {
                ++at_;
                array.push_back(block(indent + 1));
                continue;
            }
            line.text = line.text.substr(text);
            line.indent = indent + text;
            array.push_back(block(line.indent));
        }
        return array;
    }

    json::value members(std::size_t indent) {
        json::object object;
        while (goes_on(indent) && !is_item()) {
            const auto pair = pair_of(lines_[at_].text);
            if (!pair.is_one) throw std::runtime_error("no key: " + lines_[at_].text);
            if (object.contains(pair.key)) throw std::runtime_error("twice: " + pair.key);
            object[pair.key] = value_of(pair.value, indent);
        }
        return object;
    }

    json::value value_of(const std::string& text, std::size_t indent) {
        if (text.empty()) {
            ++at_;
            const bool has_items = goes_on(indent) && is_item();
            return block(has_items ? indent : indent + 1);
        }
        if (text != ">" && text != "|" && text != ">-" && text != "|-") return rest_of(text, indent);
        ++at_;
        std::string folded;
        for (; at_ < lines_.size() && lines_[at_].indent > indent; ++at_)
            folded += (folded.empty() ? "" : " ") + lines_[at_].text;
        return json::string(folded);
    }

    // Goes over the lines that a text takes.
    json::value rest_of(std::string text, std::size_t indent) {
        const bool is_plain = !std::string_view("{['\"").contains(text[0]);
        Depth depth;
        depth.read(text);
        for (++at_; at_ < lines_.size(); ++at_) {
            const auto& next = lines_[at_];
            if (is_plain ? next.indent <= indent : !depth.is_open()) break;
            text += " " + next.text;
            depth.read(" " + next.text);
        }
        return Flow(text).whole();
    }

    std::vector<Line> lines_;
    std::size_t at_ = 0;
};

}  // namespace

json::value parse_yaml(const std::string& text) {
    return Block(lines_in(text)).read();
}

}  // namespace gantry
