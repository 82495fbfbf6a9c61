#include "net/websocket/frame.hpp"

#include <gtest/gtest.h>

namespace gantry::net::websocket {
namespace {

using namespace std::string_literals;

std::string frame(std::uint8_t first, std::string_view payload) {
    auto text = encode(Opcode::text, payload, Role::client);
    text[0] = static_cast<char>(first);
    return text;
}

TEST(WebSocketFrames, SurviveAnyLengthAndAnySplit) {
    for (const std::size_t length : {0u, 1u, 125u, 126u, 65535u, 65536u}) {
        const std::string message(length, 'x');
        const auto bytes = encode(Opcode::text, message, Role::client);
        Decoder decoder(Role::server, 70000);
        for (std::size_t at = 0; at < bytes.size(); at += 1000) {
            const auto before = decoder.next();
            ASSERT_TRUE(before && !*before);
            decoder.feed(as_bytes(std::string_view(bytes).substr(at, 1000)));
        }
        const auto event = decoder.next();
        ASSERT_TRUE(event && *event) << length;
        EXPECT_EQ((*event)->payload, message);
    }
}

TEST(WebSocketFrames, JoinFragmentsAroundControlFrames) {
    Decoder decoder(Role::server, 100);
    decoder.feed(as_bytes(frame(0x01, "one ") + frame(0x89, "hi") + frame(0x80, "two")));
    const auto ping = decoder.next();
    EXPECT_EQ((*ping)->opcode, Opcode::ping);
    EXPECT_EQ((*ping)->payload, "hi");
    EXPECT_EQ((*decoder.next())->payload, "one two");
}

TEST(WebSocketFrames, ThatBreakTheProtocolAreRefused) {
    struct Case {
        std::string bytes;
        Errc code;
    };
    const Case cases[] = {
        {encode(Opcode::text, "unmasked", Role::server), Errc::malformed},
        {frame(0xc1, "reserved bit"), Errc::malformed},
        {frame(0x83, "unknown opcode"), Errc::malformed},
        {frame(0x80, "continues nothing"), Errc::malformed},
        {frame(0x01, "one") + frame(0x81, "two"), Errc::malformed},
        {frame(0x09, "fragmented ping"), Errc::malformed},
        {frame(0x89, std::string(126, 'x')), Errc::malformed},
        {frame(0x81, "\xc0\x80"), Errc::malformed},
        {frame(0x82, "binary"), Errc::unsupported},
        {frame(0x81, std::string(101, 'x')), Errc::too_large},
        {frame(0x01, std::string(60, 'x')) + frame(0x80, std::string(60, 'x')), Errc::too_large},
        {"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"s + "mask", Errc::too_large},
    };
    for (const auto& c : cases) {
        Decoder decoder(Role::server, 100);
        decoder.feed(as_bytes(c.bytes));
        const auto event = decoder.next();
        ASSERT_FALSE(event) << to_hex(as_bytes(c.bytes));
        EXPECT_EQ(event.error().code, c.code) << event.error().detail;
    }
}

TEST(WebSocketFrames, CarryAReasonThatStaysText) {
    Decoder decoder(Role::client, 100);
    std::string reason(122, 'x');
    reason += "ü";
    decoder.feed(as_bytes(encode_close(4001, reason, Role::server)));
    const auto close = parse_close((*decoder.next())->payload);
    EXPECT_EQ(close.code, 4001);
    EXPECT_EQ(close.text, std::string(122, 'x'));
}

}  // namespace
}  // namespace gantry::net::websocket
