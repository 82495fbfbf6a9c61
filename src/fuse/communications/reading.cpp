#include "fuse/communications/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace gantry::fuse::communications {
namespace {

constexpr std::size_t max_changes = 200;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view lower_case) {
    const auto found = std::ranges::search(text, lower_case, [](char a, char b) { return lower(a) == b; });
    return !found.empty();
}

// The length of the character that `text` begins with; 0 when it begins with none.
std::size_t character(std::string_view text) {
    for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
        if (is_utf8(text.substr(0, length))) return length;
    return 0;
}

std::string printable(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    std::string shown;
    while (!text.empty()) {
        const auto length = character(text);
        if (length == 0)
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
        else
            shown += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return shown;
}

BodyFormat format_of(const std::string& text) {
    if (!is_utf8(text)) return BodyFormat::binary;
    return parse_json(text) ? BodyFormat::json : BodyFormat::text;
}

bool is_report(const Kept& kept) {
    return kept.row.direction == Direction::receive && !kept.row.truncated;
}

// The state before the message at `index`, from the newest whole report on.
void rewind(const std::vector<Kept>& kept, std::size_t index, printers::Replay& replay) {
    std::vector<std::string> reports;  // newest first
    while (index-- > 0) {
        if (!is_report(kept[index])) continue;
        reports.push_back(kept[index].text());
        if (replay.is_whole(reports.back())) break;
    }
    for (auto it = reports.rbegin(); it != reports.rend(); ++it)
        replay.take(*it);
}

void tell_state(const std::vector<Kept>& kept, std::size_t index, const std::string& text,
                printers::Replay& replay, Detail& detail) {
    rewind(kept, index, replay);
    if (is_report(kept[index])) {
        const auto before = replay.document();
        replay.take(text);
        if (!before.empty())
            detail.changes = differences(before, replay.document(), max_changes, detail.more_changes);
    }
    if (replay.document().empty()) return;
    detail.state = replay.state();
    detail.complete = replay.complete();
}

json::object line_of(const Kept& kept) {
    auto line = to_json(kept.row).as_object();
    line["body"] = printable(kept.text());
    return line;
}

}  // namespace

bool Filter::takes(Direction direction) const {
    switch (direction) {
        case Direction::send:
            return send;
        case Direction::receive:
            return receive;
        case Direction::connection:
            return connection;
    }
    return false;
}

bool Filter::finds(const Row& row, std::string_view text) const {
    if (search.empty()) return true;
    std::string wanted = search;
    std::ranges::transform(wanted, wanted.begin(), lower);
    return contains(row.name, wanted) || contains(row.topic, wanted) || contains(text, wanted);
}

Selection select(const std::vector<Kept>& kept, const Filter& filter, std::uint64_t before,
                 std::size_t limit) {
    Selection selection;
    for (auto it = kept.rbegin(); it != kept.rend(); ++it) {
        if ((before != 0 && it->row.number >= before) || !filter.takes(it->row.direction)) continue;
        if (!filter.search.empty() && !filter.finds(it->row, it->text())) continue;
        selection.more = selection.messages.size() == limit;
        if (selection.more) break;
        selection.messages.push_back(it->row);
    }
    std::ranges::reverse(selection.messages);
    return selection;
}

Result<Detail> read(const std::vector<Kept>& kept, std::uint64_t number,
                    std::unique_ptr<printers::Replay> replay) {
    const auto found =
        std::ranges::find_if(kept, [&](const auto& message) { return message.row.number == number; });
    if (found == kept.end()) return fail(Errc::not_found, "this message is no longer kept");
    const auto text = found->text();
    Detail detail{.message = found->row, .body = printable(text), .format = format_of(text)};
    if (replay) tell_state(kept, static_cast<std::size_t>(found - kept.begin()), text, *replay, detail);
    return detail;
}

std::string to_lines(const std::vector<Kept>& kept, std::size_t max_bytes) {
    std::vector<std::string> lines;  // newest first
    std::size_t bytes = 0;
    for (auto it = kept.rbegin(); it != kept.rend(); ++it) {
        auto line = to_text(line_of(*it)) + "\n";
        bytes += line.size();
        if (bytes > max_bytes) break;
        lines.push_back(std::move(line));
    }
    std::string all;
    if (lines.size() < kept.size())
        all = to_text(json::object{{"left_out", kept.size() - lines.size()}}) + "\n";
    for (auto it = lines.rbegin(); it != lines.rend(); ++it)
        all += *it;
    return all;
}

}  // namespace gantry::fuse::communications
