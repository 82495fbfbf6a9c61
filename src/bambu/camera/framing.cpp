#include "bambu/camera/framing.hpp"

#include <algorithm>
#include <cstring>

#include "media/jpeg/header.hpp"

namespace gantry::bambu::camera {
namespace {

constexpr std::uint32_t payload_bytes = 64;
constexpr std::uint32_t message_type = 0x3000;
constexpr std::string_view user = "bblp";
constexpr std::size_t user_offset = 16;
constexpr std::size_t code_offset = 48;
constexpr std::size_t field_bytes = 32;
constexpr int max_broken_in_a_row = 3;
// Room for a usual picture; more is allocated only as its bytes arrive.
constexpr std::size_t usual_frame_bytes = 256 * 1024;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string_view field(BytesView packet, std::size_t offset) {
    const auto text = as_text(packet.subspan(offset, field_bytes));
    return text.substr(0, text.find('\0'));
}

}  // namespace

Result<AuthenticationPacket> authentication_packet(const Secret& access_code) {
    const auto code = trimmed(access_code.reveal());
    if (code.empty()) return fail(Errc::malformed, "the access code is missing");
    if (code.size() > field_bytes) return fail(Errc::malformed, "the access code is too long");
    AuthenticationPacket packet{};
    write_le32(packet, payload_bytes);
    write_le32(std::span(packet).subspan(4), message_type);
    std::memcpy(&packet[user_offset], user.data(), user.size());
    std::memcpy(&packet[code_offset], code.data(), code.size());
    return packet;
}

Result<Secret> parse_authentication(BytesView packet) {
    if (packet.size() != sizeof(AuthenticationPacket) || read_le32(packet) != payload_bytes ||
        read_le32(packet, 4) != message_type || field(packet, user_offset) != user) {
        return fail(Errc::malformed, "not a camera authentication packet");
    }
    return Secret(std::string(field(packet, code_offset)));
}

std::array<std::byte, header_bytes> frame_header(std::size_t jpeg_bytes) {
    std::array<std::byte, header_bytes> header{};
    write_le32(header, static_cast<std::uint32_t>(jpeg_bytes));
    header[8] = std::byte{1};
    return header;
}

Result<> FrameParser::add(BytesView input) {
    received_ += input.size();
    while (!input.empty()) {
        if (frame_bytes_ == 0) {
            const auto count = std::min(input.size(), header_bytes - header_filled_);
            std::ranges::copy(input.first(count),
                              header_.begin() + static_cast<std::ptrdiff_t>(header_filled_));
            header_filled_ += count;
            input = input.subspan(count);
            if (header_filled_ < header_bytes) break;
            if (auto begun = begin_frame(); !begun) return begun;
            continue;
        }
        const auto count = std::min(input.size(), frame_bytes_ - frame_.size());
        frame_.insert(frame_.end(), input.begin(), input.begin() + static_cast<std::ptrdiff_t>(count));
        input = input.subspan(count);
        if (frame_.size() < frame_bytes_) break;
        if (auto ended = end_frame(); !ended) return ended;
    }
    return {};
}

Result<> FrameParser::begin_frame() {
    header_filled_ = 0;
    const std::size_t size = read_le32(header_);
    if (size == 0) return fail(Errc::malformed, "the camera sent an empty frame");
    if (size > max_frame_bytes) return fail(Errc::too_large, "the camera announced a frame beyond 8 MiB");
    frame_bytes_ = size;
    frame_.reserve(std::min(size, usual_frame_bytes));
    return {};
}

Result<> FrameParser::end_frame() {
    auto frame = std::exchange(frame_, {});
    frame_bytes_ = 0;
    if (!media::jpeg::is_complete(frame)) {
        ++dropped_;
        if (++broken_in_a_row_ < max_broken_in_a_row) return {};
        return fail(Errc::malformed, "the camera sent three frames in a row that are not JPEG pictures");
    }
    broken_in_a_row_ = 0;
    on_frame_(std::move(frame));
    return {};
}

}  // namespace gantry::bambu::camera
