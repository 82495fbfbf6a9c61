#include "tests/fuse/cameras/rtsp_peer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "media/h264/encoder.hpp"
#include "media/rtp/header.hpp"
#include "net/rtsp/authentication.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::cameras::rtsp {
namespace {

constexpr std::string_view default_sdp =
    "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n";

std::string value_of(const std::string& request, const std::string& header) {
    const auto at = request.find("\r\n" + header + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + header.size() + 4;
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

// One NAL unit as one packet or as FU-A pieces.
std::vector<Bytes> payloads(BytesView nal) {
    constexpr std::size_t most = 1200;
    if (nal.size() <= most) return {Bytes(nal.begin(), nal.end())};
    std::vector<Bytes> pieces;
    for (std::size_t at = 1; at < nal.size(); at += most) {
        const auto piece = nal.subspan(at, std::min(most, nal.size() - at));
        const int ends = (at == 1 ? 0x80 : 0) | (at + most >= nal.size() ? 0x40 : 0);
        Bytes payload{(nal[0] & std::byte{0xe0}) | std::byte{28},
                      static_cast<std::byte>(ends) | (nal[0] & std::byte{0x1f})};
        payload.insert(payload.end(), piece.begin(), piece.end());
        pieces.push_back(std::move(payload));
    }
    return pieces;
}

std::vector<Bytes> packets_of(int pictures) {
    auto encoder = *media::h264::Encoder::open({.size = {320, 240}, .profile = media::h264::Profile::main});
    std::vector<Bytes> packets;
    std::uint16_t sequence = 65530;
    for (int i = 0; i < pictures; ++i) {
        const auto canvas = media::textured({320, 240}, static_cast<std::uint32_t>(i));
        const auto unit = *encoder->encode(media::to_yuv(canvas.pixels()), {});
        for (std::size_t nal = 0; nal < unit->nals.size(); ++nal) {
            const auto pieces = payloads(unit->nal(nal));
            for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
                const bool last = nal + 1 == unit->nals.size() && piece + 1 == pieces.size();
                Bytes packet(media::rtp::header_bytes);
                // The timestamp stands still, as P2S 01.02 sends it.
                media::rtp::write_header(packet, {.payload_type = 96,
                                                  .marker = last,
                                                  .sequence = sequence++,
                                                  .timestamp = 5400,
                                                  .ssrc = 9});
                packet.insert(packet.end(), pieces[piece].begin(), pieces[piece].end());
                packets.push_back(std::move(packet));
            }
        }
    }
    return packets;
}

}  // namespace

awaitable<void> RtspPeer::run() {
    while (co_await read_more()) {
        while (take_packet()) {
        }
        for (auto request = take_request(); !request.empty(); request = take_request()) {
            if (!co_await answer(request)) co_return;
        }
    }
}

awaitable<bool> RtspPeer::read_more() {
    std::array<std::byte, 4096> buffer{};
    const auto count = co_await client_.read_some(buffer);
    input_ += as_text(std::span(buffer).first(count));
    co_return count > 0;
}

bool RtspPeer::take_packet() {
    if (!input_.starts_with('$') || input_.size() < 4) return false;
    const std::size_t size = read_be16(as_bytes(input_), 2);
    if (input_.size() < 4 + size) return false;
    if (static_cast<unsigned char>(input_[5]) == 201) ++log_.receiver_reports;
    input_.erase(0, 4 + size);
    return true;
}

std::string RtspPeer::take_request() {
    while (take_packet()) {
    }
    const auto end = input_.find("\r\n\r\n");
    if (input_.starts_with('$') || end == std::string::npos) return {};
    const auto request = input_.substr(0, end + 2);
    input_.erase(0, end + 4);
    return request;
}

// False when the connection is to be closed.
awaitable<bool> RtspPeer::answer(const std::string& request) {
    const auto method = request.substr(0, request.find(' '));
    const auto url =
        request.substr(method.size() + 1, request.find(' ', method.size() + 1) - method.size() - 1);
    if (method == "OPTIONS") url_ = url;
    log_.methods.push_back(method);
    const auto head = "\r\nCSeq: " + value_of(request, "CSeq") + "\r\n";
    if (script_.garbage) {
        co_await send_text("HTTP/1.0 400 Bad Request\r\n\r\n");
    } else if (!is_allowed(method, request)) {
        co_await send_text("RTSP/1.0 401 Unauthorized" + head + "WWW-Authenticate: " + challenge() +
                           "\r\n\r\n");
    } else if (method == "DESCRIBE") {
        const auto sdp = script_.sdp.empty() ? std::string(default_sdp) : script_.sdp;
        co_await send_text(fmt::format("RTSP/1.0 200 OK{}Content-Base: {}/\r\nContent-Length: {}\r\n\r\n{}",
                                       head, url, sdp.size(), sdp));
    } else if (method == "SETUP") {
        EXPECT_EQ(url, url_ + "/track1");
        co_await send_text(
            "RTSP/1.0 200 OK" + head +
            "Transport: RTP/AVP/TCP;unicast;interleaved=2-3\r\nSession: 1A2B;timeout=65\r\n\r\n");
    } else if (method == "PLAY") {
        EXPECT_EQ(value_of(request, "Session"), "1A2B");
        if (script_.packets_before_play_answer) co_await send_pictures();
        co_await send_text("RTSP/1.0 200 OK" + head + "Session: 1A2B\r\n\r\n");
        if (!script_.packets_before_play_answer) co_await send_pictures();
        if (script_.end == End::goodbye)
            co_await send_packet(3, *from_hex("80c900010000000981cb000100000009"));
        co_return script_.end != End::close;
    } else {
        co_await send_text("RTSP/1.0 200 OK" + head + "\r\n");
    }
    co_return true;
}

awaitable<void> RtspPeer::send_text(std::string text) {
    co_await client_.write(as_bytes(text));
}

awaitable<void> RtspPeer::send_pictures() {
    for (auto& packet : packets_of(script_.pictures))
        co_await send_packet(2, std::move(packet));
}

awaitable<void> RtspPeer::send_packet(int channel, Bytes packet) {
    Bytes framed{std::byte{'$'}, static_cast<std::byte>(channel), {}, {}};
    write_be16(std::span(framed).subspan(2), static_cast<std::uint16_t>(packet.size()));
    framed.insert(framed.end(), packet.begin(), packet.end());
    co_await client_.write(framed);
}

std::string RtspPeer::challenge() const {
    if (script_.authentication == Authentication::basic) return R"(Basic realm="camera")";
    const std::string digest = R"(Digest realm="LIVE555 Streaming Media", nonce="0123456789abcdef")";
    return script_.authentication == Authentication::digest ? digest : digest + R"(, qop="auth", opaque="x")";
}

bool RtspPeer::is_allowed(const std::string& method, const std::string& request) const {
    if (method == "OPTIONS" || script_.authentication == Authentication::none) return true;
    const auto given = value_of(request, "Authorization");
    const auto url =
        request.substr(method.size() + 1, request.find(' ', method.size() + 1) - method.size() - 1);
    const auto nonce_at = given.find("cnonce=\"");
    const auto nonce = nonce_at == std::string::npos
                           ? std::string()
                           : given.substr(nonce_at + 8, given.find('"', nonce_at + 8) - nonce_at - 8);
    for (unsigned count = 1; count < 9; ++count) {
        const auto expected =
            net::rtsp::authorization(*net::rtsp::choose_challenge({challenge()}),
                                     {"bblp", Secret(script_.code)}, method, url, nonce, count);
        if (given == expected.reveal()) return true;
    }
    return false;
}

}  // namespace gantry::fuse::cameras::rtsp
