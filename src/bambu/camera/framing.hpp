// Framing of the JPEG camera on TLS port 6000 (P1 and A1). A FrameParser is owned by one connection; one
// thread at a time. Its input is untrusted: a length is bounded before it is believed.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace gantry::bambu::camera {

inline constexpr std::uint16_t port = 6000;
inline constexpr std::size_t header_bytes = 16;
inline constexpr std::size_t max_frame_bytes = 8 * 1024 * 1024;

using AuthenticationPacket = std::array<std::byte, 80>;

// What the client sends first. White space around the code is left out: the cloud's copy has some.
// Errors: malformed when the code is empty or does not fit.
Result<AuthenticationPacket> authentication_packet(const Secret& access_code);

// The printer's side of it: the access code, or malformed.
Result<Secret> parse_authentication(BytesView packet);

// What precedes a picture of `jpeg_bytes` bytes.
std::array<std::byte, header_bytes> frame_header(std::size_t jpeg_bytes);

class FrameParser {
public:
    using OnFrame = std::function<void(Bytes jpeg)>;

    explicit FrameParser(OnFrame on_frame) : on_frame_(std::move(on_frame)) {}

    // The next bytes of the connection, split anywhere. Frames that are not whole JPEGs are dropped; three in
    // a row end the connection. Errors: malformed, too_large; nothing more may be added after one.
    Result<> add(BytesView input);

    std::uint64_t received() const { return received_; }  // bytes
    std::uint64_t dropped() const { return dropped_; }    // frames
    // The last bytes were the beginning of a picture that is not whole yet.
    bool within_frame() const { return frame_bytes_ != 0 || header_filled_ != 0; }

private:
    Result<> begin_frame();
    Result<> end_frame();

    OnFrame on_frame_;
    std::array<std::byte, header_bytes> header_{};
    std::size_t header_filled_ = 0;
    std::size_t frame_bytes_ = 0;  // of the frame that arrives; 0 while its header does
    Bytes frame_;
    int broken_in_a_row_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace gantry::bambu::camera
