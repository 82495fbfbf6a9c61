#include "cloud/events/story.hpp"

namespace gantry::cloud::events {

void Story::keep(Told told) {
    bytes_ += told.text.size();
    told_.push_back(std::move(told));
    while (bytes_ > max_bytes)
        drop_oldest();
}

void Story::drop_oldest() {
    known_from_ = told_.front().number;
    bytes_ -= told_.front().text.size();
    told_.pop_front();
}

void Story::begin_anew() {
    told_.clear();
    bytes_ = 0;
    known_from_ = ++last_;
}

std::optional<std::vector<const Told*>> Story::since(std::uint64_t number) const {
    if (number < known_from_ || number > last_) return std::nullopt;
    std::vector<const Told*> missed;
    for (const auto& one : told_) {
        if (one.number > number) missed.push_back(&one);
    }
    return missed;
}

}  // namespace gantry::cloud::events
