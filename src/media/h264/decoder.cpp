#include "media/h264/decoder.hpp"

extern "C" {
#include <libswscale/swscale.h>
}

#include <cstring>

#include "media/h264/annex_b.hpp"
#include "media/h264/libav.hpp"
#include "media/h264/sps.hpp"

namespace gantry::media::h264 {
namespace {

struct FreeScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

// The decoder allocates what the SPS says: it must be plausible before it is believed.
Result<> check_size(const AccessUnit& unit) {
    bool found = false;
    for (std::size_t i = 0; i < unit.nals.size(); ++i) {
        if (type_of(unit.nal(i)) != NalType::sps) continue;
        if (auto sps = parse_sps(unit.nal(i)); !sps) return std::unexpected(std::move(sps.error()));
        found = true;
    }
    if (unit.key && !found) return fail(Errc::malformed, "key picture without an SPS");
    return {};
}

Result<CodecContext> open_decoder() {
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    if (codec == nullptr) return fail(Errc::unsupported, "no H.264 decoder");
    CodecContext context(avcodec_alloc_context3(codec));
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_LOW_DELAY;
    context->log_level_offset = AV_LOG_WARNING;  // broken pictures are our caller's to report
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return fail(Errc::unsupported, "H.264 decoder: " + libav_text(code));
    return context;
}

Result<> give(AVCodecContext& context, const AccessUnit& unit) {
    const auto stream = to_annex_b(unit);
    if (stream.empty()) return fail(Errc::malformed, "H.264 picture without contents");
    const PacketPtr packet(av_packet_alloc());
    if (av_new_packet(packet.get(), static_cast<int>(stream.size())) < 0)
        return fail(Errc::too_large, "picture is too large");
    std::memcpy(packet->data, stream.data(), stream.size());
    if (const int code = avcodec_send_packet(&context, packet.get()); code < 0)
        return fail(Errc::malformed, "H.264 picture: " + libav_text(code));
    return {};
}

Result<FramePtr> decode_alone(AVCodecContext& context, const AccessUnit& unit) {
    if (auto given = give(context, unit); !given) return std::unexpected(std::move(given.error()));
    FramePtr frame(av_frame_alloc());
    int code = avcodec_send_packet(&context, nullptr);  // no more: give out what there is
    if (code >= 0) code = avcodec_receive_frame(&context, frame.get());
    if (code < 0) return fail(Errc::malformed, "H.264 picture: " + libav_text(code));
    return frame;
}

// H.264 without a colour description means BT.709 above standard definition, as players assume.
int colour_space_of(const AVFrame& frame) {
    if (frame.colorspace != AVCOL_SPC_UNSPECIFIED) return frame.colorspace;
    return frame.height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
}

using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

Result<> check_frame(const AVFrame& frame) {
    if (frame.width <= 0 || frame.height <= 0 || frame.width > max_side || frame.height > max_side)
        return fail(Errc::too_large, "H.264 picture with an impossible size");
    return {};
}

// From the frame's format and colours to full range in `format`. `old` is used again where it fits.
Result<Scaler> scaler_for(const AVFrame& frame, Size size, AVPixelFormat format, Scaler old) {
    const bool full = frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P;
    // The deprecated "J" form of a format differs in its range alone, which is given apart.
    const auto from =
        frame.format == AV_PIX_FMT_YUVJ420P ? AV_PIX_FMT_YUV420P : static_cast<AVPixelFormat>(frame.format);
    Scaler scaler(sws_getCachedContext(old.release(), frame.width, frame.height, from, size.width,
                                       size.height, format, SWS_BILINEAR, nullptr, nullptr, nullptr));
    if (!scaler) return fail(Errc::unsupported, "no conversion for this H.264 picture");
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(colour_space_of(frame)), full ? 1 : 0,
                             sws_getCoefficients(SWS_CS_ITU601), 1, 0, 1 << 16, 1 << 16);
    return scaler;
}

Result<Pixels> to_pixels(const AVFrame& frame) {
    if (auto plausible = check_frame(frame); !plausible) return std::unexpected(std::move(plausible.error()));
    const Size size{frame.width, frame.height};
    const auto scaler = scaler_for(frame, size, AV_PIX_FMT_BGR0, {});
    if (!scaler) return std::unexpected(scaler.error());
    Pixels pixels{size,
                  Bytes(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 4)};
    std::uint8_t* target[] = {reinterpret_cast<std::uint8_t*>(pixels.bgra.data())};
    const int stride[] = {frame.width * 4};
    sws_scale(scaler->get(), frame.data, frame.linesize, 0, frame.height, target, stride);
    return pixels;
}

}  // namespace

Result<Pixels> decode_key_picture(const AccessUnit& unit) {
    if (!unit.key) return fail(Errc::malformed, "not a key picture");
    if (auto plausible = check_size(unit); !plausible) return std::unexpected(std::move(plausible.error()));
    auto context = open_decoder();
    if (!context) return std::unexpected(std::move(context.error()));
    auto frame = decode_alone(**context, unit);
    if (!frame) return std::unexpected(std::move(frame.error()));
    return to_pixels(**frame);
}

class Decoder::Impl {
public:
    explicit Impl(CodecContext context)
        : context_(std::move(context)), next_(av_frame_alloc()), last_(av_frame_alloc()) {}

    Result<> decode(const AccessUnit& unit);
    Size size() const { return {last_->width, last_->height}; }
    Result<> scale_to(YuvPicture& target);

private:
    Result<> take(const AccessUnit& unit);

    CodecContext context_;
    FramePtr next_;
    FramePtr last_;
    Scaler scaler_;
    bool broken_ = true;  // until a key picture
};

Result<> Decoder::Impl::decode(const AccessUnit& unit) {
    if (broken_ && !unit.key) return fail(Errc::malformed, "no key picture to begin with");
    if (broken_) avcodec_flush_buffers(context_.get());
    auto taken = take(unit);
    broken_ = !taken;
    return taken;
}

Result<> Decoder::Impl::take(const AccessUnit& unit) {
    if (auto plausible = check_size(unit); !plausible) return plausible;
    if (auto given = give(*context_, unit); !given) return given;
    if (const int code = avcodec_receive_frame(context_.get(), next_.get()); code < 0)
        return fail(Errc::malformed, "H.264 picture: " + libav_text(code));
    std::swap(next_, last_);
    return check_frame(*last_);
}

Result<> Decoder::Impl::scale_to(YuvPicture& target) {
    if (last_->width == 0) return fail(Errc::malformed, "no picture yet");
    auto scaler = scaler_for(*last_, target.size(), AV_PIX_FMT_YUV420P, std::move(scaler_));
    if (!scaler) return std::unexpected(std::move(scaler.error()));
    scaler_ = std::move(*scaler);
    std::uint8_t* planes[3];
    int strides[3];
    for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v}) {
        planes[plane] = reinterpret_cast<std::uint8_t*>(target.plane(plane).data());
        strides[plane] = target.stride(plane);
    }
    sws_scale(scaler_.get(), last_->data, last_->linesize, 0, last_->height, planes, strides);
    return {};
}

Decoder::Decoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Decoder::~Decoder() = default;

Result<std::unique_ptr<Decoder>> Decoder::open() {
    auto context = open_decoder();
    if (!context) return std::unexpected(std::move(context.error()));
    return std::make_unique<Decoder>(std::make_unique<Impl>(std::move(*context)));
}

Result<> Decoder::decode(const AccessUnit& unit) {
    return impl_->decode(unit);
}

Size Decoder::size() const {
    return impl_->size();
}

Result<> Decoder::scale_to(YuvPicture& target) {
    return impl_->scale_to(target);
}

}  // namespace gantry::media::h264
