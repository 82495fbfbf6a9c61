#include "media/h264/encoder.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "media/h264/annex_b.hpp"
#include "media/h264/libav.hpp"

namespace gantry::media::h264 {
namespace {

constexpr AVRational microseconds{1, 1'000'000};
constexpr int no_key_interval = 1 << 30;  // X264_KEYINT_MAX_INFINITE

const char* codec_name(Backend backend) {
    switch (backend) {
        case Backend::software:
            return "libx264";
        case Backend::v4l2m2m:
            return "h264_v4l2m2m";
        case Backend::vaapi:
            return "h264_vaapi";
    }
    return "";
}

int libav_profile(Profile profile) {
    switch (profile) {
        case Profile::baseline:
            return FF_PROFILE_H264_CONSTRAINED_BASELINE;
        case Profile::main:
            return FF_PROFILE_H264_MAIN;
        case Profile::high:
            return FF_PROFILE_H264_HIGH;
    }
    return FF_PROFILE_H264_CONSTRAINED_BASELINE;
}

// ultrafast leaves CABAC and the 8x8 transform out; without them x264 labels the stream Baseline anyway.
void set_x264_options(AVCodecContext& context, const EncoderOptions& options) {
    av_opt_set(context.priv_data, "preset", "ultrafast", 0);
    av_opt_set(context.priv_data, "tune", "zerolatency", 0);
    av_opt_set(context.priv_data, "forced-idr", "1", 0);
    av_opt_set_double(context.priv_data, "crf", options.quality, 0);
    switch (options.profile) {
        case Profile::baseline:
            av_opt_set(context.priv_data, "profile", "baseline", 0);
            break;
        case Profile::main:
            av_opt_set(context.priv_data, "x264-params", "cabac=1", 0);
            av_opt_set(context.priv_data, "profile", "main", 0);
            break;
        case Profile::high:
            av_opt_set(context.priv_data, "x264-params", "cabac=1:8x8dct=1", 0);
            av_opt_set(context.priv_data, "profile", "high", 0);
            break;
    }
}

void set_common_options(AVCodecContext& context, const EncoderOptions& options) {
    context.width = options.size.width & ~1;
    context.height = options.size.height & ~1;
    context.time_base = microseconds;
    context.framerate = {options.frame_rate, 1};
    context.gop_size = options.key_interval.value_or(no_key_interval);
    context.max_b_frames = 0;
    context.log_level_offset = AV_LOG_ERROR;  // x264's statistics at every end are noise; errors still show
    context.thread_count = 1;
    context.rc_max_rate = std::int64_t{options.bitrate_kbps} * 1000;
    context.rc_buffer_size = options.bitrate_kbps * 1000;
    context.color_range = AVCOL_RANGE_JPEG;  // YuvPicture is full range BT.601, and the SPS says so
    context.colorspace = AVCOL_SPC_SMPTE170M;
    context.color_primaries = AVCOL_PRI_BT709;
    context.color_trc = AVCOL_TRC_SMPTE170M;
}

// The hardware's frame pool, for the backend whose pictures lie in the device's own memory.
Result<> use_device(AVCodecContext& context) {
    AVBufferRef* opened = nullptr;
    if (const int code = av_hwdevice_ctx_create(&opened, AV_HWDEVICE_TYPE_VAAPI, nullptr, nullptr, 0);
        code < 0)
        return fail(Errc::unsupported, "no VAAPI device: " + libav_text(code));
    const BufferPtr device(opened);
    BufferPtr frames(av_hwframe_ctx_alloc(device.get()));
    if (!frames) return fail(Errc::unsupported, "no VAAPI frames");
    auto& pool = *reinterpret_cast<AVHWFramesContext*>(frames->data);
    pool.format = AV_PIX_FMT_VAAPI;
    pool.sw_format = AV_PIX_FMT_YUV420P;
    pool.width = context.width;
    pool.height = context.height;
    pool.initial_pool_size = 4;
    if (const int code = av_hwframe_ctx_init(frames.get()); code < 0)
        return fail(Errc::unsupported, "no VAAPI frames: " + libav_text(code));
    context.hw_frames_ctx = frames.release();
    return {};
}

class LibavEncoder final : public Encoder {
public:
    LibavEncoder(CodecContext context, Size size)
        : context_(std::move(context)), size_(size), packet_(av_packet_alloc()) {}

    Result<AccessUnitPtr> encode(const YuvPicture& picture,
                                 std::chrono::steady_clock::time_point captured_at) override {
        if (picture.size() != size_) return fail(Errc::malformed, "a picture of another size");
        auto frame = prepare(picture, captured_at);
        if (!frame) return std::unexpected(std::move(frame.error()));
        if (const int code = avcodec_send_frame(context_.get(), frame->get()); code < 0)
            return fail(Errc::internal, "H.264 encoder: " + libav_text(code));
        const int code = avcodec_receive_packet(context_.get(), packet_.get());
        if (code == AVERROR(EAGAIN)) return AccessUnitPtr();
        if (code < 0) return fail(Errc::internal, "H.264 encoder: " + libav_text(code));
        auto unit = collect(captured_at);
        av_packet_unref(packet_.get());
        return unit;
    }

    void request_key_frame() override { key_wanted_ = true; }
    // libavcodec's libx264 looks at these before each picture.
    void limit_bitrate(int kbps) override {
        context_->rc_max_rate = std::int64_t{kbps} * 1000;
        context_->rc_buffer_size = kbps * 500;
    }

private:
    // The planes as a frame that borrows them: zerolatency means that nobody reads them after encode().
    Result<FramePtr> prepare(const YuvPicture& picture, std::chrono::steady_clock::time_point captured_at) {
        FramePtr frame(av_frame_alloc());
        frame->width = context_->width;
        frame->height = context_->height;
        frame->format = AV_PIX_FMT_YUV420P;
        frame->color_range = AVCOL_RANGE_JPEG;
        for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v}) {
            const auto bytes = picture.plane(plane);
            auto* data = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(bytes.data()));
            frame->data[plane] = data;
            frame->linesize[plane] = picture.stride(plane);
            // Without an owner libav would copy the picture; this one frees nothing.
            frame->buf[plane] = av_buffer_create(
                data, bytes.size(), [](void*, std::uint8_t*) {}, nullptr, AV_BUFFER_FLAG_READONLY);
        }
        if (context_->hw_frames_ctx != nullptr) {
            FramePtr uploaded(av_frame_alloc());
            int code = av_hwframe_get_buffer(context_->hw_frames_ctx, uploaded.get(), 0);
            if (code >= 0) code = av_hwframe_transfer_data(uploaded.get(), frame.get(), 0);
            if (code < 0) return fail(Errc::internal, "VAAPI upload: " + libav_text(code));
            frame = std::move(uploaded);
        }
        // Time must advance for the encoder even when two pictures arrive together.
        const auto elapsed =
            std::chrono::duration_cast<std::chrono::microseconds>(captured_at.time_since_epoch());
        last_time_ = std::max<std::int64_t>(elapsed.count(), last_time_ + 1);
        frame->pts = last_time_;
        frame->pict_type = key_wanted_ ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        key_wanted_ = false;
        return frame;
    }

    AccessUnitPtr collect(std::chrono::steady_clock::time_point captured_at) {
        AccessUnit unit;
        const auto* data = reinterpret_cast<const std::byte*>(packet_->data);
        unit.data.assign(data, data + packet_->size);
        unit.nals = split_annex_b(unit.data);
        // x264 describes itself in an SEI of every key picture, and delimiters say nothing in RTP.
        std::erase_if(unit.nals, [&](const AccessUnit::Nal& nal) {
            const auto type = type_of(BytesView(unit.data).subspan(nal.offset));
            if (type == NalType::idr) unit.key = true;
            return type == NalType::sei || type == NalType::delimiter;
        });
        unit.captured_at = captured_at;
        return std::make_shared<const AccessUnit>(std::move(unit));
    }

    CodecContext context_;
    Size size_;
    PacketPtr packet_;
    std::int64_t last_time_ = 0;
    bool key_wanted_ = true;
};

bool gives_a_key_picture(Backend backend) {
    EncoderOptions options{.size = {640, 480}};
    auto encoder = Encoder::open(options, backend);
    if (!encoder) return false;
    YuvPicture picture;
    picture.resize(options.size);
    for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v})
        std::ranges::fill(picture.plane(plane), std::byte{128});
    const auto unit = (*encoder)->encode(picture, std::chrono::steady_clock::now());
    return unit && *unit && (*unit)->key;
}

}  // namespace

std::string_view name_of(Backend backend) {
    return codec_name(backend);
}

Result<std::unique_ptr<Encoder>> Encoder::open(const EncoderOptions& options, Backend backend) {
    const auto size = options.size;
    if (size.width < 16 || size.height < 16 || size.width > max_side || size.height > max_side)
        return fail(Errc::unsupported, "no H.264 for a picture of this size");
    const AVCodec* codec = avcodec_find_encoder_by_name(codec_name(backend));
    if (codec == nullptr) return fail(Errc::unsupported, std::string("no encoder ") + codec_name(backend));
    CodecContext context(avcodec_alloc_context3(codec));
    set_common_options(*context, options);
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    if (backend == Backend::software) {
        set_x264_options(*context, options);
    } else {
        context->bit_rate = context->rc_max_rate;
        context->profile = libav_profile(options.profile);
    }
    if (backend == Backend::vaapi) {
        context->pix_fmt = AV_PIX_FMT_VAAPI;
        if (auto ready = use_device(*context); !ready) return std::unexpected(std::move(ready.error()));
    }
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return fail(Errc::unsupported, std::string(codec_name(backend)) + ": " + libav_text(code));
    return std::make_unique<LibavEncoder>(std::move(context), size);
}

Backend choose_backend() {
    // A machine without such devices is the normal case: libav's complaints about it are noise.
    const int level = av_log_get_level();
    av_log_set_level(AV_LOG_QUIET);
    Backend chosen = Backend::software;
    for (const auto backend : {Backend::v4l2m2m, Backend::vaapi}) {
        if (!gives_a_key_picture(backend)) continue;
        chosen = backend;
        break;
    }
    av_log_set_level(level);
    return chosen;
}

}  // namespace gantry::media::h264
