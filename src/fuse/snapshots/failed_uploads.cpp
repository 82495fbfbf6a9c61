#include "fuse/snapshots/failed_uploads.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace gantry::fuse::snapshots {
namespace {

constexpr auto area = "fuse.snapshots";
constexpr auto record = "failed_uploads";
constexpr std::size_t most = 1'000;
constexpr std::size_t max_detail = 300;  // the Cloud's words
// All of them are written again each time: a Cloud that refuses everything must not wear out a card.
constexpr auto pace = 1min;

// Not within a character.
void shorten(std::string& text) {
    if (text.size() <= max_detail) return;
    auto end = max_detail;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
}

}  // namespace

FailedUploads::FailedUploads(Executor executor, storage::Store& store, std::chrono::hours kept)
    : store_(store), kept_(kept), supervisor_(std::move(executor), area) {
    load();
}

void FailedUploads::load() {
    const auto text = store_.load_record(record);
    if (!text || !*text) return;
    auto kept = parse_as<std::vector<FailedUpload>>((*text)->reveal(), {.max_bytes = 4 * 1024 * 1024});
    if (!kept) return log::warning(area, "failed uploads of before are forgotten: {}", kept.error().detail);
    failed_.assign(kept->begin(), kept->end());
}

void FailedUploads::add(FailedUpload failed) {
    shorten(failed.problem.detail);
    failed_.push_back(std::move(failed));
    if (failed_.size() > most) failed_.pop_front();
    unsaved_ = true;
    if (std::exchange(saving_, true)) return;
    supervisor_.run("save failed uploads", [this] { return save_on(); });
}

std::vector<FailedUpload> FailedUploads::all() const {
    const auto oldest = unix_ms_now() - std::chrono::milliseconds(kept_).count();
    const auto first = std::ranges::find_if(failed_, [&](const auto& one) { return one.at >= oldest; });
    return {first, failed_.end()};
}

awaitable<void> FailedUploads::save_on() {
    while (unsaved_) {
        co_await save();
        co_await sleep_for(pace);
    }
    saving_ = false;
}

awaitable<void> FailedUploads::save() {
    unsaved_ = false;
    Secret text(to_text(to_json(all())));
    if (const auto saved = co_await store_.save_record(record, std::move(text)); !saved)
        log::warning(area, "failed uploads will be forgotten: {}", saved.error().detail);
}

awaitable<void> FailedUploads::stop() {
    co_await supervisor_.stop();
    if (unsaved_) co_await save();
}

}  // namespace gantry::fuse::snapshots
