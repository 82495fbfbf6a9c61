#include "rtc/viewer/history.hpp"

#include <gtest/gtest.h>

#include "rtc/viewer/datagram.hpp"
#include "tests/rtc/pictures.hpp"

namespace gantry::rtc::viewer {
namespace {

using namespace std::chrono_literals;

class Filled {
public:
    void add(PictureKind kind, std::chrono::milliseconds at, std::size_t bytes = 1000) {
        const auto unit = make_picture(kind, bytes, 0, std::chrono::steady_clock::time_point(at));
        history.push(std::make_shared<const media::rtp::Picture>(media::rtp::packetise(*unit)));
    }

    History history;
};

TEST(History, KeepsEverythingSinceTheLastKeyPicture) {
    Filled filled;
    EXPECT_FALSE(filled.history.newest_key());
    filled.add(PictureKind::key, 0ms);
    for (int i = 1; i < 200; ++i)
        filled.add(PictureKind::delta, i * 33ms);
    EXPECT_EQ(filled.history.newest_key(), 0u);
    EXPECT_EQ(filled.history.begin(), 0u);
    EXPECT_NE(filled.history.at(199), nullptr);
    EXPECT_EQ(filled.history.at(200), nullptr);
    EXPECT_NEAR(filled.history.bytes_per_second(), 30'000, 3000);
}

TEST(History, ForgetsAnOldGopOnceRetransmissionsNoLongerNeedIt) {
    Filled filled;
    filled.add(PictureKind::key, 0ms);
    for (int i = 1; i < 90; ++i)
        filled.add(PictureKind::delta, i * 33ms);
    filled.add(PictureKind::key, 3000ms);
    EXPECT_EQ(filled.history.newest_key(), 90u);
    EXPECT_GT(filled.history.begin(), 30u);
    EXPECT_LT(filled.history.begin(), 60u);
}

TEST(History, IsBounded) {
    Filled filled;
    filled.add(PictureKind::key, 0ms);
    for (std::size_t i = 1; i < History::max_pictures + 10; ++i)
        filled.add(PictureKind::delta, 1ms * i);
    EXPECT_LE(filled.history.end() - filled.history.begin(), History::max_pictures);
    EXPECT_FALSE(filled.history.newest_key()) << "a GOP that is not complete cannot be joined";
    filled.add(PictureKind::key, 3s, History::max_bytes + 1);
    EXPECT_EQ(filled.history.end() - filled.history.begin(), 1u);
}

TEST(Datagram, IsToldByItsFirstBytes) {
    const auto kind = [](unsigned first, unsigned second, std::size_t size = 20) {
        Bytes bytes(size);
        if (size > 0) bytes[0] = static_cast<std::byte>(first);
        if (size > 1) bytes[1] = static_cast<std::byte>(second);
        return classify(bytes);
    };
    EXPECT_EQ(kind(22, 254), DatagramKind::dtls);
    EXPECT_EQ(kind(20, 254), DatagramKind::dtls);
    EXPECT_EQ(kind(63, 254), DatagramKind::dtls);
    EXPECT_EQ(kind(64, 254), DatagramKind::unknown);
    EXPECT_EQ(kind(0, 1), DatagramKind::unknown);
    EXPECT_EQ(kind(0x80, 201), DatagramKind::rtcp);
    EXPECT_EQ(kind(0x81, 206), DatagramKind::rtcp);
    EXPECT_EQ(kind(0x80, 96), DatagramKind::rtp);
    EXPECT_EQ(kind(0x80, 0x80 | 96), DatagramKind::rtp);
    EXPECT_EQ(kind(22, 254, 12), DatagramKind::unknown);
    EXPECT_EQ(kind(0x80, 201, 7), DatagramKind::unknown);
    EXPECT_EQ(kind(0, 0, 0), DatagramKind::unknown);
}

}  // namespace
}  // namespace gantry::rtc::viewer
