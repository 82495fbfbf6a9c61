#include "fuse/live/reducer.hpp"

#include <algorithm>

namespace gantry::fuse::live {
namespace {

using media::h264::AccessUnitPtr;

// Who never catches up shows at least every so many pictures one.
constexpr std::size_t most_skipped = 45;

media::Size smaller(media::Size camera, int width) {
    if (camera.width <= width) return {camera.width & ~1, camera.height & ~1};
    return {width & ~1, std::max(16, camera.height * width / camera.width & ~1)};
}

}  // namespace

Result<AccessUnitPtr> Reducer::reduce(std::span<const AccessUnitPtr> units, Newest newest,
                                      std::optional<int> limit_kbps) {
    for (const auto& unit : units)
        if (auto decoded = decode(*unit); !decoded) return std::unexpected(std::move(decoded.error()));
    decoded_ += units.size();
    if (units.empty() || (newest == Newest::skip && decoded_ < most_skipped)) return AccessUnitPtr();
    const auto at = units.back()->captured_at;
    const bool due = key_wanted_ || !encoded_ || at - *encoded_ >= options_.interval;
    return due ? encode(at, limit_kbps) : AccessUnitPtr();
}

Result<> Reducer::decode(const media::h264::AccessUnit& unit) {
    if (!decoder_) {
        auto opened = media::h264::Decoder::open();
        if (!opened) return std::unexpected(std::move(opened.error()));
        decoder_ = std::move(*opened);
    }
    return decoder_->decode(unit);
}

Result<> Reducer::open_encoder(media::Size size) {
    encoder_.reset();
    const auto target = smaller(size, options_.width);
    auto opened = media::h264::Encoder::open(
        {.size = target, .bitrate_kbps = options_.bitrate_kbps, .quality = options_.quality});
    if (!opened) return std::unexpected(std::move(opened.error()));
    encoder_ = std::move(*opened);
    small_.resize(target);
    camera_ = size;
    bitrate_kbps_ = options_.bitrate_kbps;
    return {};
}

Result<AccessUnitPtr> Reducer::encode(std::chrono::steady_clock::time_point captured_at,
                                      std::optional<int> limit_kbps) {
    if (!encoder_ || camera_ != decoder_->size()) {
        if (auto opened = open_encoder(decoder_->size()); !opened)
            return std::unexpected(std::move(opened.error()));
    }
    if (auto scaled = decoder_->scale_to(small_); !scaled) return std::unexpected(std::move(scaled.error()));
    const auto kbps = std::min(options_.bitrate_kbps, limit_kbps.value_or(options_.bitrate_kbps));
    if (std::exchange(bitrate_kbps_, kbps) != kbps) encoder_->limit_bitrate(kbps);
    if (std::exchange(key_wanted_, false)) encoder_->request_key_frame();
    encoded_ = captured_at;
    decoded_ = 0;
    return encoder_->encode(small_, captured_at);
}

}  // namespace gantry::fuse::live
