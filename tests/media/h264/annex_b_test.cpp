#include "media/h264/annex_b.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"

namespace gantry::media::h264 {
namespace {

std::vector<std::string> split(std::string_view hex) {
    const auto stream = *from_hex(hex);
    std::vector<std::string> nals;
    for (const auto& nal : split_annex_b(stream))
        nals.push_back(to_hex(BytesView(stream).subspan(nal.offset, nal.size)));
    return nals;
}

TEST(H264AnnexB, SplitsAtStartCodesOfBothLengths) {
    const std::pair<std::string, std::vector<std::string>> cases[] = {
        {"", {}},
        {"000001", {}},
        {"0000", {}},
        {"65aabb", {}},
        {"00000165aa", {"65aa"}},
        {"0000000167aa0000000168bb00000165cc", {"67aa", "68bb", "65cc"}},
        {"00000165aa000000", {"65aa"}},
        {"00000165000301000001", {"65000301"}},
        {"ffff00000141", {"41"}},
        {"000001000001000001"
         "41",
         {"41"}},
    };
    for (const auto& [hex, nals] : cases)
        EXPECT_EQ(split(hex), nals) << hex;
}

TEST(H264AnnexB, BuildsAUnitAndWritesItBack) {
    AccessUnitBuilder builder;
    builder.add(*from_hex("6742"));
    builder.add({});
    builder.add(*from_hex("6588"));
    EXPECT_TRUE(builder.has(NalType::sps));
    EXPECT_FALSE(builder.has(NalType::pps));
    const auto unit = builder.finish(std::chrono::steady_clock::time_point(5s));
    EXPECT_TRUE(unit->key);
    EXPECT_TRUE(builder.empty());
    EXPECT_EQ(to_hex(to_annex_b(*unit)),
              "00000001674200000001"
              "6588");
}

}  // namespace
}  // namespace gantry::media::h264
