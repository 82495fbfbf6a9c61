#include "fuse/communications/log.hpp"

#include <algorithm>

namespace gantry::fuse::communications {
namespace {

constexpr std::size_t max_label = 120;
// Names are a printer's own words: one that makes up ever new ones must not fill the memory.
constexpr std::size_t max_labels = 300;
constexpr std::string_view other_label = "other";
// A message this long may serve as reference …
constexpr std::size_t good_reference = 512;
// … and does when the present one is of little use: more than a quarter of the message is left.
constexpr std::size_t bad_ratio = 4;
constexpr std::size_t max_users = 500;

}  // namespace

// What malloc and the deque add is part of what a message costs.
std::size_t Log::weight(const Entry& entry) {
    return sizeof(Entry) + 16 + entry.packed.capacity();
}

std::uint16_t Log::label(std::string_view text) {
    text = text.substr(0, max_label);
    auto found = std::ranges::find(labels_, text);
    if (found == labels_.end() && labels_.size() >= max_labels)
        found = std::ranges::find(labels_, other_label);
    if (found == labels_.end()) {
        labels_.emplace_back(labels_.size() + 1 < max_labels ? text : other_label);
        bytes_ += labels_.back().size() + sizeof(std::string);
        found = std::prev(labels_.end());
    }
    return static_cast<std::uint16_t>(found - labels_.begin());
}

void Log::begin_reference(std::string_view text) {
    while (!references_.empty() && references_.front().users == 0) {
        bytes_ -= references_.front().text->size();
        references_.pop_front();
        ++first_reference_;
    }
    references_.push_back({std::make_shared<const std::string>(text)});
    bytes_ += text.size();
}

Bytes Log::pack(std::string_view text, Packer& packer) {
    if (references_.empty()) begin_reference("");
    auto packed = packer.pack(text, *references_.back().text);
    const bool fits_badly = packed.size() * bad_ratio > text.size() || references_.back().users >= max_users;
    if (text.size() < good_reference || !fits_badly) return packed;
    begin_reference(text);
    return packer.pack(text, text);
}

Row Log::add(Row row, std::string_view text, Packer& packer) {
    row.number = next_++;
    row.truncated = text.size() > limits_.body_bytes;
    text = text.substr(0, limits_.body_bytes);
    Entry entry{.at = row.at,
                .size = static_cast<std::uint32_t>(row.size),
                .length = static_cast<std::uint32_t>(text.size()),
                .topic = label(row.topic),
                .name = label(row.name),
                .direction = row.direction,
                .truncated = row.truncated,
                .packed = pack(text, packer)};
    entry.reference = first_reference_ + static_cast<std::uint32_t>(references_.size() - 1);
    ++references_.back().users;
    row.topic = labels_[entry.topic];
    row.name = labels_[entry.name];
    bytes_ += weight(entry);
    entries_.push_back(std::move(entry));
    while (entries_.size() > limits_.messages || (bytes_ > limits_.bytes && entries_.size() > 1))
        drop_oldest();
    return row;
}

void Log::drop_oldest() {
    const auto& oldest = entries_.front();
    --references_[oldest.reference - first_reference_].users;
    bytes_ -= weight(oldest);
    entries_.pop_front();
    ++dropped_;
    while (references_.size() > 1 && references_.front().users == 0) {
        bytes_ -= references_.front().text->size();
        references_.pop_front();
        ++first_reference_;
    }
}

void Log::clear() {
    entries_.clear();
    references_.clear();
    labels_.clear();
    bytes_ = 0;
    dropped_ = 0;
}

std::vector<Kept> Log::copy() const {
    std::vector<Kept> all;
    all.reserve(entries_.size());
    auto number = next_ - entries_.size();
    for (const auto& entry : entries_) {
        all.push_back({.row = {.number = number++,
                               .at = entry.at,
                               .direction = entry.direction,
                               .topic = labels_[entry.topic],
                               .name = labels_[entry.name],
                               .size = entry.size,
                               .truncated = entry.truncated},
                       .packed = entry.packed,
                       .length = entry.length,
                       .reference = references_[entry.reference - first_reference_].text});
    }
    return all;
}

}  // namespace gantry::fuse::communications
