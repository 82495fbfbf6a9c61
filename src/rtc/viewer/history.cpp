#include "rtc/viewer/history.hpp"

namespace gantry::rtc::viewer {

void History::push(media::rtp::PicturePtr picture) {
    if (picture->key) newest_key_ = end();
    bytes_ += picture->data.size();
    pictures_.push_back(std::move(picture));
    const auto newest = pictures_.back()->captured_at;
    while (pictures_.size() > 1) {
        const bool too_much = bytes_ > max_bytes || pictures_.size() > max_pictures;
        const bool joinable = newest_key() == begin_;
        const bool young = newest - pictures_.front()->captured_at < kept_for;
        if (!too_much && (joinable || young)) break;
        drop_oldest();
    }
}

void History::drop_oldest() {
    bytes_ -= pictures_.front()->data.size();
    pictures_.pop_front();
    ++begin_;
}

const media::rtp::Picture* History::at(std::uint64_t number) const {
    if (number < begin_ || number >= end()) return nullptr;
    return pictures_[number - begin_].get();
}

media::rtp::PicturePtr History::share(std::uint64_t number) const {
    return at(number) == nullptr ? nullptr : pictures_[number - begin_];
}

std::optional<std::uint64_t> History::newest_key() const {
    return newest_key_ && *newest_key_ >= begin_ ? newest_key_ : std::nullopt;
}

double History::bytes_per_second() const {
    if (pictures_.size() < 2) return 0;
    const std::chrono::duration<double> span = pictures_.back()->captured_at - pictures_.front()->captured_at;
    return span.count() > 0 ? static_cast<double>(bytes_) / span.count() : 0;
}

}  // namespace gantry::rtc::viewer
