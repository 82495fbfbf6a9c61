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
    for (std::size_t i = 0; i < unit.nals.size(); ++i) {
        if (type_of(unit.nal(i)) != NalType::sps) continue;
        if (auto sps = parse_sps(unit.nal(i)); !sps) return std::unexpected(std::move(sps.error()));
        return {};
    }
    return fail(Errc::malformed, "key picture without an SPS");
}

Result<CodecContext> open_decoder() {
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    if (codec == nullptr) return fail(Errc::unsupported, "no H.264 decoder");
    CodecContext context(avcodec_alloc_context3(codec));
    context->thread_count = 1;
    context->log_level_offset = AV_LOG_WARNING;  // broken pictures are our caller's to report
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return fail(Errc::unsupported, "H.264 decoder: " + libav_text(code));
    return context;
}

Result<FramePtr> decode(AVCodecContext& context, const Bytes& stream) {
    const PacketPtr packet(av_packet_alloc());
    if (av_new_packet(packet.get(), static_cast<int>(stream.size())) < 0)
        return fail(Errc::too_large, "key picture is too large");
    std::memcpy(packet->data, stream.data(), stream.size());
    FramePtr frame(av_frame_alloc());
    int code = avcodec_send_packet(&context, packet.get());
    if (code >= 0) code = avcodec_send_packet(&context, nullptr);  // no more: give out what there is
    if (code >= 0) code = avcodec_receive_frame(&context, frame.get());
    if (code < 0) return fail(Errc::malformed, "H.264 picture: " + libav_text(code));
    return frame;
}

// H.264 without a colour description means BT.709 above standard definition, as players assume.
int colour_space_of(const AVFrame& frame) {
    if (frame.colorspace != AVCOL_SPC_UNSPECIFIED) return frame.colorspace;
    return frame.height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
}

Result<Pixels> to_pixels(const AVFrame& frame) {
    if (frame.width <= 0 || frame.height <= 0 || frame.width > max_side || frame.height > max_side)
        return fail(Errc::too_large, "H.264 picture with an impossible size");
    const bool full = frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P;
    // The deprecated "J" form of a format differs in its range alone, which is given apart.
    const auto format =
        frame.format == AV_PIX_FMT_YUVJ420P ? AV_PIX_FMT_YUV420P : static_cast<AVPixelFormat>(frame.format);
    const std::unique_ptr<SwsContext, FreeScaler> scaler(
        sws_getContext(frame.width, frame.height, format, frame.width, frame.height, AV_PIX_FMT_BGR0,
                       SWS_BILINEAR, nullptr, nullptr, nullptr));
    if (!scaler) return fail(Errc::unsupported, "no conversion for this H.264 picture");
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(colour_space_of(frame)), full ? 1 : 0,
                             sws_getCoefficients(SWS_CS_ITU601), 1, 0, 1 << 16, 1 << 16);
    Pixels pixels{{frame.width, frame.height},
                  Bytes(static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height) * 4)};
    std::uint8_t* target[] = {reinterpret_cast<std::uint8_t*>(pixels.bgra.data())};
    const int stride[] = {frame.width * 4};
    sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, target, stride);
    return pixels;
}

}  // namespace

Result<Pixels> decode_key_picture(const AccessUnit& unit) {
    if (!unit.key) return fail(Errc::malformed, "not a key picture");
    if (auto plausible = check_size(unit); !plausible) return std::unexpected(std::move(plausible.error()));
    auto context = open_decoder();
    if (!context) return std::unexpected(std::move(context.error()));
    auto frame = decode(**context, to_annex_b(unit));
    if (!frame) return std::unexpected(std::move(frame.error()));
    return to_pixels(**frame);
}

}  // namespace gantry::media::h264
