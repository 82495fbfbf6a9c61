#include "net/websocket/frame.hpp"

#include <array>

#include "base/random.hpp"
#include "base/utf8.hpp"

namespace gantry::net::websocket {
namespace {

constexpr std::size_t max_control_bytes = 125;
constexpr std::size_t kept_bytes = 1024;

std::uint64_t byte_at(std::string_view text, std::size_t index) {
    return static_cast<std::uint8_t>(text[index]);
}

std::uint64_t big_endian(std::string_view text, std::size_t offset, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | byte_at(text, offset + i);
    return value;
}

void apply_mask(std::string& payload, std::string_view mask) {
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
}

bool is_control(std::uint8_t opcode) {
    return (opcode & 0x8) != 0;
}

}  // namespace

struct Decoder::Header {
    bool final = false;
    bool reserved = false;
    bool masked = false;
    std::uint8_t opcode = 0;
    std::uint64_t length = 0;
    std::size_t size = 0;  // of the header itself, mask included
};

void Decoder::feed(BytesView bytes) {
    buffer_.append(as_text(bytes));
}

Result<std::optional<Decoder::Header>> Decoder::read_header() const {
    if (buffer_.size() < 2) return std::nullopt;
    const auto first = byte_at(buffer_, 0);
    const auto second = byte_at(buffer_, 1);
    Header header{.final = (first & 0x80) != 0,
                  .reserved = (first & 0x70) != 0,
                  .masked = (second & 0x80) != 0,
                  .opcode = static_cast<std::uint8_t>(first & 0x0f),
                  .length = second & 0x7f};
    const std::size_t extended = header.length == 126 ? 2 : header.length == 127 ? 8 : 0;
    header.size = 2 + extended + (header.masked ? 4 : 0);
    if (buffer_.size() < header.size) return std::nullopt;
    if (extended != 0) header.length = big_endian(buffer_, 2, extended);
    if (auto checked = check(header); !checked) return std::unexpected(checked.error());
    return header;
}

Result<> Decoder::check(const Header& header) const {
    if (header.reserved) return fail(Errc::malformed, "an extension that was not agreed on");
    if (header.masked != (role_ == Role::server)) return fail(Errc::malformed, "masked by the wrong side");
    switch (static_cast<Opcode>(header.opcode)) {
        case Opcode::close:
        case Opcode::ping:
        case Opcode::pong:
            if (header.final && header.length <= max_control_bytes) return {};
            return fail(Errc::malformed, "a control frame that is too long or fragmented");
        case Opcode::binary:
            return fail(Errc::unsupported, "only text is spoken here");
        case Opcode::text:
        case Opcode::continuation:
            break;
        default:
            return fail(Errc::malformed, "an unknown kind of frame");
    }
    if ((static_cast<Opcode>(header.opcode) == Opcode::continuation) != in_message_) {
        return fail(Errc::malformed, "fragments out of order");
    }
    if (header.length > max_message_bytes_ - message_.size()) {
        return fail(Errc::too_large, "the message is too long");
    }
    return {};
}

Result<std::optional<Event>> Decoder::next() {
    for (;;) {
        const auto header = read_header();
        if (!header) return std::unexpected(header.error());
        if (!*header || buffer_.size() - (*header)->size < (*header)->length) return std::nullopt;
        const auto& found = **header;
        auto payload = buffer_.substr(found.size, found.length);
        if (found.masked) apply_mask(payload, std::string_view(buffer_).substr(found.size - 4, 4));
        drop(found.size + found.length);
        auto event = accept(found, std::move(payload));
        if (!event || *event) return event;
    }
}

// A long message's room is given back: thousands of connections would keep the longest that each has seen.
void Decoder::drop(std::size_t count) {
    buffer_.erase(0, count);
    if (buffer_.capacity() > kept_bytes && buffer_.size() <= kept_bytes) buffer_.shrink_to_fit();
}

Result<std::optional<Event>> Decoder::accept(const Header& header, std::string payload) {
    if (is_control(header.opcode)) {
        return Event{.opcode = static_cast<Opcode>(header.opcode), .payload = std::move(payload)};
    }
    message_ += payload;
    in_message_ = !header.final;
    if (in_message_) return std::nullopt;
    if (!is_utf8(message_)) return fail(Errc::malformed, "text that is not UTF-8");
    return Event{.opcode = Opcode::text, .payload = std::exchange(message_, {})};
}

std::string encode(Opcode opcode, std::string_view payload, Role role) {
    std::string frame;
    frame.reserve(payload.size() + 14);
    frame += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    const int mask_bit = role == Role::client ? 0x80 : 0;
    const std::size_t extended = payload.size() < 126 ? 0 : payload.size() <= 0xffff ? 2 : 8;
    const auto short_length = extended == 0 ? payload.size() : extended == 2 ? 126 : 127;
    frame += static_cast<char>(mask_bit | static_cast<int>(short_length));
    for (std::size_t i = extended; i > 0; --i)
        frame += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> (8 * (i - 1)) & 0xff);
    if (role == Role::server) return frame.append(payload);
    const auto mask = random_bytes(4);
    std::string masked(payload);
    apply_mask(masked, as_text(mask));
    return frame.append(as_text(mask)).append(masked);
}

std::string encode_close(std::uint16_t code, std::string_view reason, Role role) {
    std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    reason = reason.substr(0, max_control_bytes - 2);
    while (!is_utf8(reason))
        reason.remove_suffix(1);
    return encode(Opcode::close, payload.append(reason), role);
}

CloseReason parse_close(std::string_view payload) {
    if (payload.size() < 2) return {};
    return {static_cast<std::uint16_t>(big_endian(payload, 0, 2)), std::string(payload.substr(2))};
}

std::uint16_t close_code_of(Errc code) {
    if (code == Errc::too_large) return 1009;
    return code == Errc::unsupported ? 1003 : 1002;
}

}  // namespace gantry::net::websocket
