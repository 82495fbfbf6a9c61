#include "media/jpeg/header.hpp"

namespace gantry::media::jpeg {
namespace {

constexpr std::byte start_of_image{0xD8};
constexpr std::byte end_of_image{0xD9};
constexpr std::byte start_of_scan{0xDA};
constexpr std::byte huffman_table{0xC4};
constexpr std::byte lead{0xFF};

// SOF0 … SOF15 without DHT, JPG and DAC, which share the range.
bool is_start_of_frame(std::byte marker) {
    const auto value = std::to_integer<int>(marker);
    return value >= 0xC0 && value <= 0xCF && value != 0xC4 && value != 0xC8 && value != 0xCC;
}

// A marker without a length: RSTn and TEM.
bool stands_alone(std::byte marker) {
    const auto value = std::to_integer<int>(marker);
    return value == 0x01 || (value >= 0xD0 && value <= 0xD7);
}

Result<> read_frame(BytesView segment, Header& header) {
    if (segment.size() < 8) return fail(Errc::malformed, "JPEG frame header is too short");
    header.size = {read_be16(segment, 5), read_be16(segment, 3)};
    header.components = std::to_integer<int>(segment[7]);
    if (header.size.width == 0 || header.size.height == 0 || header.components == 0) {
        return fail(Errc::malformed, "JPEG without width, height or colour");
    }
    if (header.size.width > max_side || header.size.height > max_side) {
        return fail(Errc::too_large, "JPEG with a side beyond 8192");
    }
    return {};
}

// APP1 (EXIF, XMP), APP3 … APP13, APP15 and comments. APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's
// colour transform) say how to decode.
bool is_metadata(std::byte marker) {
    const auto value = std::to_integer<int>(marker);
    return value == 0xFE || value == 0xE1 || (value >= 0xE3 && value <= 0xEF && value != 0xEE);
}

// Shows `visit(marker, whole segment with its marker, segment after the marker)` each segment up to the first
// scan, and returns where that begins. Errors: malformed, and those of `visit`.
template <class Visit>
Result<std::size_t> walk(BytesView jpeg, Visit visit) {
    if (!is_complete(jpeg)) return fail(Errc::malformed, "not a whole JPEG picture");
    std::size_t at = 2;
    while (at + 4 <= jpeg.size()) {
        if (jpeg[at] != lead) return fail(Errc::malformed, "JPEG segment without a marker");
        const auto marker = jpeg[at + 1];
        if (marker == lead) {  // fill byte
            ++at;
            continue;
        }
        if (stands_alone(marker)) {
            at += 2;
            continue;
        }
        const std::size_t length = read_be16(jpeg, at + 2);
        // The end marker, which is_complete() saw, is part of no segment.
        if (length < 2 || length > jpeg.size() - at - 4)
            return fail(Errc::malformed, "JPEG segment beyond the end");
        if (marker == start_of_scan) break;
        if (auto seen = visit(marker, jpeg.subspan(at, length + 2), jpeg.subspan(at + 2, length)); !seen)
            return std::unexpected(std::move(seen.error()));
        at += 2 + length;
    }
    return at;
}

}  // namespace

bool is_complete(BytesView jpeg) {
    return jpeg.size() >= 4 && jpeg[0] == lead && jpeg[1] == start_of_image &&
           jpeg[jpeg.size() - 2] == lead && jpeg[jpeg.size() - 1] == end_of_image;
}

Result<Header> parse_header(BytesView jpeg) {
    Header header;
    auto walked = walk(jpeg, [&](std::byte marker, BytesView, BytesView segment) -> Result<> {
        if (marker == huffman_table) header.has_huffman_tables = true;
        return is_start_of_frame(marker) ? read_frame(segment, header) : Result<>{};
    });
    if (!walked) return std::unexpected(std::move(walked.error()));
    if (header.components == 0) return fail(Errc::malformed, "JPEG without a frame header");
    return header;
}

Result<Bytes> without_metadata(BytesView jpeg) {
    Bytes picture;
    picture.reserve(jpeg.size());
    const auto keep = [&picture](BytesView bytes) {
        picture.insert(picture.end(), bytes.begin(), bytes.end());
    };
    keep(std::array{lead, start_of_image});
    auto walked = walk(jpeg, [&](std::byte marker, BytesView whole, BytesView) -> Result<> {
        if (!is_metadata(marker)) keep(whole);
        return {};
    });
    if (!walked) return std::unexpected(std::move(walked.error()));
    keep(jpeg.subspan(*walked));
    return picture;
}

}  // namespace gantry::media::jpeg
