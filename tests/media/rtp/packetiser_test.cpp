#include "media/rtp/packetiser.hpp"

#include <gtest/gtest.h>

#include "media/rtp/header.hpp"

namespace gantry::media::rtp {
namespace {

constexpr unsigned idr = 0x65, slice = 0x41, sps = 0x67, pps = 0x68, delimiter = 0x09, filler = 0x0c;

struct Nal {
    unsigned head;
    std::size_t size;
};

h264::AccessUnit unit_of(const std::vector<Nal>& nals) {
    h264::AccessUnit unit;
    unit.key = true;
    for (const auto& nal : nals) {
        unit.nals.push_back({.offset = static_cast<std::uint32_t>(unit.data.size()),
                             .size = static_cast<std::uint32_t>(nal.size)});
        for (std::size_t i = 0; i < nal.size; ++i)
            unit.data.push_back(static_cast<std::byte>(i == 0 ? nal.head : i));
    }
    return unit;
}

std::vector<std::size_t> sizes_of(const Picture& picture) {
    std::vector<std::size_t> sizes;
    for (const auto& payload : picture.payloads)
        sizes.push_back(payload.size);
    return sizes;
}

unsigned byte_of(const Picture& picture, std::size_t payload, std::size_t offset) {
    return std::to_integer<unsigned>(picture.payload(payload)[offset]);
}

TEST(Packetiser, CutsAtTheLimitOfAPayload) {
    struct Case {
        std::vector<Nal> nals;
        std::vector<std::size_t> sizes;
    };
    const std::vector<Case> cases = {
        {{{slice, 100}}, {100}},
        {{{slice, 99}}, {99}},
        // One byte too many: the NAL header is in both fragments' prefixes, 98 bytes of body in each.
        {{{slice, 101}}, {100, 4}},
        {{{slice, 1 + 2 * 98}}, {100, 100}},
        {{{slice, 2 + 2 * 98}}, {100, 100, 3}},
        {{{sps, 10}, {pps, 4}, {idr, 50}}, {1 + 2 + 10 + 2 + 4, 50}},
        {{{sps, 10}, {idr, 50}}, {10, 50}},
        // Together they would be one byte too long.
        {{{sps, 60}, {pps, 36}, {idr, 5}}, {60, 36, 5}},
        {{{sps, 60}, {pps, 35}, {idr, 5}}, {100, 5}},
        {{{delimiter, 2}, {sps, 10}, {pps, 4}, {idr, 5}, {filler, 30}}, {19, 5}},
        {{{delimiter, 2}}, {}},
        {{{slice, 30}, {slice, 40}}, {30, 40}},
        {{{slice, 0}, {slice, 40}}, {40}},
        {{{sps, 150}, {idr, 5}}, {100, 2 + 51, 5}},
    };
    for (std::size_t i = 0; i < cases.size(); ++i)
        EXPECT_EQ(sizes_of(packetise(unit_of(cases[i].nals), 100)), cases[i].sizes) << "case " << i;
}

TEST(Packetiser, MarksTheFirstAndTheLastFragment) {
    const auto picture = packetise(unit_of({{idr, 1 + 3 * 98}}), 100);
    ASSERT_EQ(picture.payloads.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(byte_of(picture, i, 0), 0x60u | 28u);
    EXPECT_EQ(byte_of(picture, 0, 1), 0x80u | 5u);
    EXPECT_EQ(byte_of(picture, 1, 1), 5u);
    EXPECT_EQ(byte_of(picture, 2, 1), 0x40u | 5u);
    EXPECT_EQ(byte_of(picture, 0, 2), 1u);
    EXPECT_EQ(byte_of(picture, 1, 2), 99u);
}

TEST(Packetiser, AggregatesParameterSetsWithTheirLengths) {
    const auto picture = packetise(unit_of({{sps, 3}, {pps, 2}, {idr, 5}}), 100);
    EXPECT_EQ(to_hex(picture.payload(0)), "78000367010200026801");
    EXPECT_TRUE(picture.key);
}

TEST(Packetiser, StaysWithinTheDatagramByDefault) {
    const auto picture = packetise(unit_of({{idr, 100'000}}));
    for (const auto& payload : picture.payloads)
        EXPECT_LE(payload.size, max_payload_bytes);
    // All but the last are equal: one segmented send takes them all.
    for (std::size_t i = 0; i + 1 < picture.payloads.size(); ++i)
        EXPECT_EQ(picture.payloads[i].size, max_payload_bytes);
}

}  // namespace
}  // namespace gantry::media::rtp
