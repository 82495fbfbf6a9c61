#include "media/h264/sps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "media/h264/annex_b.hpp"
#include "media/h264/bits.hpp"

namespace gantry::media::h264 {
namespace {

// More than an SPS without its VUI can take; the rest is not read.
constexpr std::size_t enough = 1024;

// Profiles whose SPS describes chroma and scaling (7.3.2.1.1).
bool has_chroma(int profile) {
    constexpr std::array profiles{100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::ranges::find(profiles, profile) != profiles.end();
}

void skip_scaling_list(BitReader& reader, int size) {
    std::int64_t next = 8;
    std::int64_t last = 8;
    for (int i = 0; i < size && !reader.exhausted(); ++i) {
        if (next != 0) next = (last + reader.signed_exp_golomb()) & 0xff;
        last = next == 0 ? last : next;
    }
}

// Returns chroma_format_idc; 0 for colour planes that are coded apart, whose crop unit is that of grey.
std::uint32_t read_chroma(BitReader& reader) {
    const auto format = reader.exp_golomb();
    const bool separate_planes = format == 3 && reader.flag();
    reader.exp_golomb();  // bit_depth_luma_minus8
    reader.exp_golomb();  // bit_depth_chroma_minus8
    reader.flag();        // qpprime_y_zero_transform_bypass_flag
    if (reader.flag()) {  // seq_scaling_matrix_present_flag
        for (int i = 0; i < (format == 3 ? 12 : 8); ++i) {
            if (reader.flag()) skip_scaling_list(reader, i < 6 ? 16 : 64);
        }
    }
    return separate_planes ? 0 : format;
}

void skip_order_count(BitReader& reader) {
    const auto type = reader.exp_golomb();
    if (type == 0) reader.exp_golomb();
    if (type != 1) return;
    reader.flag();
    reader.signed_exp_golomb();
    reader.signed_exp_golomb();
    const auto cycle = reader.exp_golomb();
    for (std::uint32_t i = 0; i < cycle && !reader.exhausted(); ++i)
        reader.signed_exp_golomb();
}

Result<Size> read_size(BitReader& reader, std::uint32_t chroma_format) {
    const std::int64_t width = (std::int64_t{reader.exp_golomb()} + 1) * 16;
    const std::int64_t map_height = (std::int64_t{reader.exp_golomb()} + 1) * 16;
    const bool frames_only = reader.flag();
    if (!frames_only) reader.flag();  // mb_adaptive_frame_field_flag
    reader.flag();                    // direct_8x8_inference_flag
    std::int64_t left = 0, right = 0, top = 0, bottom = 0;
    if (reader.flag()) {
        left = reader.exp_golomb();
        right = reader.exp_golomb();
        top = reader.exp_golomb();
        bottom = reader.exp_golomb();
    }
    if (reader.exhausted()) return fail(Errc::malformed, "SPS is cut off");
    const std::int64_t fields = frames_only ? 1 : 2;
    const std::int64_t across = chroma_format == 1 || chroma_format == 2 ? 2 : 1;
    const std::int64_t down = (chroma_format == 1 ? 2 : 1) * fields;
    const std::int64_t shown_width = width - (left + right) * across;
    const std::int64_t shown_height = map_height * fields - (top + bottom) * down;
    if (shown_width <= 0 || shown_height <= 0) return fail(Errc::malformed, "SPS crops its whole picture");
    if (width > max_side || map_height * fields > max_side)
        return fail(Errc::too_large, "H.264 with a side beyond 8192");
    return Size{static_cast<int>(shown_width), static_cast<int>(shown_height)};
}

}  // namespace

std::string Sps::profile_level_id() const {
    return fmt::format("{:02x}{:02x}{:02x}", profile, constraints, level);
}

Result<Sps> parse_sps(BytesView nal) {
    if (nal.size() < 4 || type_of(nal) != NalType::sps) return fail(Errc::malformed, "not an SPS");
    const auto plain = unescape(nal.subspan(1), enough);
    BitReader reader(plain);
    Sps sps;
    sps.profile = static_cast<int>(reader.bits(8));
    sps.constraints = static_cast<int>(reader.bits(8));
    sps.level = static_cast<int>(reader.bits(8));
    const auto id = reader.exp_golomb();
    if (id > 31) return fail(Errc::malformed, "SPS with an impossible id");
    sps.id = static_cast<int>(id);
    const auto chroma_format = has_chroma(sps.profile) ? read_chroma(reader) : 1;
    if (chroma_format > 3) return fail(Errc::malformed, "SPS with an unknown chroma format");
    reader.exp_golomb();  // log2_max_frame_num_minus4
    skip_order_count(reader);
    reader.exp_golomb();  // max_num_ref_frames
    reader.flag();        // gaps_in_frame_num_value_allowed_flag
    auto size = read_size(reader, chroma_format);
    if (!size) return std::unexpected(std::move(size.error()));
    sps.size = *size;
    return sps;
}

Result<int> parameter_set_id(BytesView nal) {
    const bool sps = !nal.empty() && type_of(nal) == NalType::sps;
    const std::size_t skipped = sps ? 4 : 1;  // the type, and an SPS's profile and level
    if (nal.size() <= skipped) return fail(Errc::malformed, "parameter set is cut off");
    const auto plain = unescape(nal.subspan(skipped), 8);
    BitReader reader(plain);
    const auto id = reader.exp_golomb();
    if (reader.exhausted() || id > (sps ? 31 : 255))
        return fail(Errc::malformed, "parameter set without an id");
    return static_cast<int>(id);
}

}  // namespace gantry::media::h264
