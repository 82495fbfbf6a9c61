#include "fuse/live/transcoder.hpp"

#include "base/log.hpp"

namespace gantry::fuse::live {

using media::h264::AccessUnitPtr;
using media::h264::Backend;
using media::h264::Encoder;

Result<AccessUnitPtr> Transcoder::encode(const media::jpeg::Image& image, Picture picture,
                                         std::chrono::steady_clock::time_point at,
                                         std::optional<int> limit_kbps) {
    if (auto decoded = decoder_.decode(image.data, planes_); !decoded)
        return std::unexpected(std::move(decoded.error()));
    if (!encoder_ || size_ != planes_.size()) {
        if (auto opened = open_encoder(planes_.size()); !opened)
            return std::unexpected(std::move(opened.error()));
    }
    limit(limit_kbps);
    if (picture == Picture::key) encoder_->request_key_frame();
    return encoder_->encode(planes_, at);
}

Result<> Transcoder::open_encoder(media::Size size) {
    encoder_.reset();
    const media::h264::EncoderOptions wanted{
        .size = size, .bitrate_kbps = options_.bitrate_kbps, .quality = options_.quality};
    auto opened = Encoder::open(wanted, options_.backend);
    if (!opened && options_.backend != Backend::software) {
        log::warning("fuse.live", "{}; encoding in software", opened.error().detail);
        options_.backend = Backend::software;
        opened = Encoder::open(wanted, options_.backend);
    }
    if (!opened) return std::unexpected(std::move(opened.error()));
    encoder_ = std::move(*opened);
    size_ = size;
    bitrate_kbps_ = options_.bitrate_kbps;
    return {};
}

void Transcoder::limit(std::optional<int> kbps) {
    const auto wanted = std::min(options_.bitrate_kbps, kbps.value_or(options_.bitrate_kbps));
    if (wanted == bitrate_kbps_) return;
    encoder_->limit_bitrate(wanted);
    bitrate_kbps_ = wanted;
}

}  // namespace gantry::fuse::live
