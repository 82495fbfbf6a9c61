#include "media/rtp/depacketiser.hpp"

#include <gtest/gtest.h>

#include "media/rtp/header.hpp"

namespace gantry::media::rtp {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view sps = "6742c01ed9";
constexpr std::string_view pps = "68ce3c80";

struct Sent {
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::string payload;
    bool marker = false;
};

Bytes packet(const Sent& sent) {
    Bytes bytes(header_bytes);
    write_header(bytes, {.payload_type = 96,
                         .marker = sent.marker,
                         .sequence = sent.sequence,
                         .timestamp = sent.timestamp,
                         .ssrc = 7});
    const auto payload = *from_hex(sent.payload);
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
}

std::string text(const h264::AccessUnit& unit) {
    std::string nals;
    for (std::size_t i = 0; i < unit.nals.size(); ++i)
        nals += (i == 0 ? "" : " ") + to_hex(unit.nal(i));
    return nals;
}

struct Outcome {
    std::vector<std::string> pictures;
    Depacketiser::Counters counters;
};

Outcome run(const std::vector<Sent>& packets, bool sets_in_sdp = true) {
    std::vector<Bytes> sets;
    if (sets_in_sdp) sets = {*from_hex(sps), *from_hex(pps)};
    Outcome outcome;
    Depacketiser depacketiser(96, sets, [&](const h264::AccessUnitPtr& unit) {
        outcome.pictures.push_back((unit->key ? "key: " : "") + text(*unit));
    });
    for (const auto& sent : packets)
        depacketiser.add(packet(sent), Clock::time_point{});
    outcome.counters = depacketiser.counters();
    return outcome;
}

using Pictures = std::vector<std::string>;
const std::string key_a = "key: 6742c01ed9 68ce3c80 65b8aa";

TEST(RtpDepacketiser, JoinsEveryKindOfPacket) {
    const std::pair<std::vector<Sent>, Pictures> cases[] = {
        // Single NAL units, the picture's end by marker.
        {{{1, 9, "65b8aa", true}, {2, 10, "41b8", true}}, {key_a, "41b8"}},
        // Two slices, the end by the next timestamp.
        {{{1, 9, "65b8aa"}, {2, 9, "6578bb"}, {3, 10, "41b8"}}, {key_a + " 6578bb"}},
        // STAP-A with SPS, PPS and the picture.
        {{{1, 9,
           "18"
           "0005"
           "6742c01ed9"
           "0004"
           "68ce3c80"
           "0003"
           "65b8aa",
           true}},
         {key_a}},
        // FU-A in three pieces.
        {{{1, 9, "7c85b8"}, {2, 9, "7c05aa"}, {3, 9, "7c45cc", true}}, {key_a + "cc"}},
        // A delimiter says nothing; SEI stays where it was.
        {{{1, 9, "09f0"}, {2, 9, "0605"}, {3, 9, "65b8aa", true}}, {"key: 6742c01ed9 68ce3c80 0605 65b8aa"}},
        // Sequence numbers wrap.
        {{{65535, 9, "65b8aa", true}, {0, 10, "41b8", true}}, {key_a, "41b8"}},
        // P2S 01.02: the timestamp does not advance.
        {{{1, 9, "65b8aa", true}, {2, 9, "41b8", true}, {3, 9, "41b9", true}}, {key_a, "41b8", "41b9"}},
    };
    for (const auto& [packets, pictures] : cases)
        EXPECT_EQ(run(packets).pictures, pictures);
}

TEST(RtpDepacketiser, BeginsWithAKeyPicture) {
    const auto outcome = run({{1, 9, "41b8", true}, {2, 10, "65b8aa", true}, {3, 11, "41b9", true}});
    EXPECT_EQ(outcome.pictures, (Pictures{key_a, "41b9"}));
    EXPECT_EQ(outcome.counters.dropped, 1u);
}

TEST(RtpDepacketiser, NeedsParameterSetsAndTakesThemInBand) {
    EXPECT_TRUE(run({{1, 9, "65b8aa", true}}, false).pictures.empty());
    const std::vector<Sent> apart{
        {1, 9, std::string(sps), true}, {2, 9, std::string(pps), true}, {3, 10, "65b8aa", true}};
    EXPECT_EQ(run(apart, false).pictures, Pictures{key_a});
}

TEST(RtpDepacketiser, PrefersTheParameterSetsThatCameLast) {
    const auto outcome = run({{1, 9, "6764001fd9"}, {2, 9, "65b8aa", true}});
    EXPECT_EQ(outcome.pictures, Pictures{"key: 6764001fd9 68ce3c80 65b8aa"});
}

TEST(RtpDepacketiser, DropsFromALossToTheNextKeyPicture) {
    const Sent key{1, 9, "65b8aa", true};
    const Sent next_key{9, 20, "65b8aa", true};
    const std::vector<Sent> losses[] = {
        {key, {3, 10, "41b8", true}, {4, 11, "41b9", true}},                       // a whole picture
        {key, {2, 10, "41b8"}, {4, 10, "4178", true}, {5, 11, "41b9", true}},      // a slice
        {key, {2, 10, "5c81b8"}, {4, 10, "5c41aa", true}, {5, 11, "41b9", true}},  // the middle of a NAL unit
        {key, {3, 10, "5c01b8"}, {4, 10, "5c41aa", true}, {5, 11, "41b9", true}},  // its start
        {key, {2, 10, "5c81b8"}, {3, 11, "41b9", true}, {4, 12, "41ba", true}},    // its end
        {key, {2, 10, "4178", true}, {3, 11, "41b9", true}},                       // the first slice
    };
    for (auto packets : losses) {
        packets.push_back(next_key);
        EXPECT_EQ(run(packets).pictures, (Pictures{key_a, key_a})) << packets[1].payload;
    }
}

TEST(RtpDepacketiser, CountsWhatIsBroken) {
    const auto outcome = run({{1, 9, "65b8aa", true},
                              {2, 10, "7c85", true},      // FU-A without a piece
                              {3, 11, "18ffff41", true},  // STAP-A beyond its end
                              {4, 12, "1e00", true},      // a kind that no camera sends
                              {5, 13, "65b8aa", true}});
    EXPECT_EQ(outcome.pictures, (Pictures{key_a, key_a}));
    EXPECT_EQ(outcome.counters.malformed, 3u);
    EXPECT_EQ(outcome.counters.packets, 5u);
}

TEST(RtpDepacketiser, IgnoresOtherPayloadTypesAndRefusesNonsense) {
    int pictures = 0;
    Depacketiser depacketiser(97, {*from_hex(sps), *from_hex(pps)}, [&](const auto&) { ++pictures; });
    depacketiser.add(packet({1, 9, "65b8aa", true}), {});
    depacketiser.add({}, {});
    depacketiser.add(*from_hex("ff"), {});
    EXPECT_EQ(pictures, 0);
    EXPECT_EQ(depacketiser.counters().malformed, 2u);
}

TEST(RtpDepacketiser, BoundsAPictureThatNeverEnds) {
    Depacketiser depacketiser(96, {*from_hex(sps), *from_hex(pps)}, [](const auto&) {});
    Sent sent{1, 9, "7c85" + std::string(2 * 60'000, 'a')};
    for (int i = 0; i < 200; ++i) {
        depacketiser.add(packet(sent), {});
        ++sent.sequence;
        sent.payload[2] = '0';
    }
    sent.marker = true;
    depacketiser.add(packet(sent), {});
    EXPECT_EQ(depacketiser.counters().dropped, 1u);
}

TEST(RtpDepacketiser, StampsAPictureWithItsArrival) {
    Clock::time_point stamped;
    Depacketiser depacketiser(96, {*from_hex(sps), *from_hex(pps)},
                              [&](const h264::AccessUnitPtr& unit) { stamped = unit->captured_at; });
    depacketiser.add(packet({1, 9, "65b8aa", true}), Clock::time_point(std::chrono::seconds(5)));
    EXPECT_EQ(stamped, Clock::time_point(std::chrono::seconds(5)));
}

}  // namespace
}  // namespace gantry::media::rtp
