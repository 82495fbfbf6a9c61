#include "rtc/viewer/sender.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "media/rtp/header.hpp"
#include "tests/rtc/pictures.hpp"

namespace gantry::rtc::viewer {
namespace {

using namespace std::chrono_literals;
using media::rtp::Header;

constexpr Time epoch{1000s};
constexpr auto frame = 33ms;

// A sender whose connection takes `room` packets per attempt and remembers them.
class Rig {
public:
    explicit Rig(SenderOptions options = {.ssrc = 1,
                                          .retransmission_ssrc = 2,
                                          .payload_type = 102,
                                          .retransmission = 103,
                                          .playout_delay = {},
                                          .first_sequence = 65'530,
                                          .first_retransmission = 10})
        : sender(history, burst_, options,
                 srtp::RtpCipher(srtp::Profile::aes_128_gcm,
                                 {.key = random_bytes(16), .salt = random_bytes(12)}),
                 statistics,
                 [this](const ice::Burst& burst, std::size_t first) { return take(burst, first); }) {}

    void add(PictureKind kind, Time at, std::size_t bytes = 1000) {
        history.push(std::make_shared<const media::rtp::Picture>(
            media::rtp::packetise(*make_picture(kind, bytes, 0, at))));
    }

    // Starts with a key picture.
    void play(std::size_t bytes = 1000) {
        add(PictureKind::key, epoch, bytes);
        sender.start(epoch, {});
        sender.pump(epoch);
    }

    Header header(std::size_t index) const { return media::rtp::parse_packet(packets.at(index))->header; }

    void expect_unbroken_sequence(std::uint16_t first) const {
        for (std::size_t i = 0; i < packets.size(); ++i)
            EXPECT_EQ(header(i).sequence, static_cast<std::uint16_t>(first + i));
    }

    History history;
    Statistics statistics;
    std::vector<Bytes> packets;
    std::size_t room = 1000;

private:
    std::size_t take(const ice::Burst& burst, std::size_t first) {
        const auto taken = std::min(room, burst.size() - first);
        for (std::size_t i = 0; i < taken; ++i) {
            const auto packet = burst.packet(first + i);
            packets.emplace_back(packet.begin(), packet.end());
        }
        return taken;
    }

    ice::Burst burst_;

public:
    Sender sender;
};

media::rtp::PicturePtr picture(PictureKind kind, Time at) {
    return std::make_shared<const media::rtp::Picture>(
        media::rtp::packetise(*make_picture(kind, 1000, 0, at)));
}

TEST(Sender, GoesOnWithAnotherEncodingAtItsNextKeyPicture) {
    Rig rig;
    rig.play();
    History smaller;
    smaller.push(picture(PictureKind::key, epoch - 10s));
    rig.sender.move_to(smaller, epoch, 500ms);
    rig.add(PictureKind::delta, epoch + frame);
    smaller.push(picture(PictureKind::delta, epoch + frame));
    rig.sender.pump(epoch + frame);
    EXPECT_EQ(rig.packets.size(), 3u) << "it plays on meanwhile";
    EXPECT_EQ(&rig.sender.history(), &rig.history);

    smaller.push(picture(PictureKind::key, epoch + 2 * frame));
    rig.add(PictureKind::delta, epoch + 2 * frame);
    rig.sender.pump(epoch + 2 * frame);
    EXPECT_EQ(&rig.sender.history(), &smaller);
    ASSERT_EQ(rig.packets.size(), 5u);
    rig.expect_unbroken_sequence(65'530);
    EXPECT_NEAR(rig.header(4).timestamp - rig.header(2).timestamp, 33 * 90, 100) << "one clock for both";
    rig.sender.retransmit(static_cast<std::uint16_t>(65'530), epoch + 2 * frame);
    EXPECT_EQ(rig.packets.size(), 5u) << "the other encoding's packets are of no use now";
    rig.sender.retransmit(static_cast<std::uint16_t>(65'530 + 3), epoch + 2 * frame);
    EXPECT_EQ(rig.packets.size(), 6u);
}

TEST(Sender, GoesOnWithAnotherEncodingAtOnceWhenItsKeyPictureIsFresh) {
    Rig rig;
    rig.play();
    History smaller;
    smaller.push(picture(PictureKind::key, epoch));
    rig.sender.move_to(smaller, epoch + 100ms, 500ms);
    rig.sender.pump(epoch + 100ms);
    EXPECT_EQ(&rig.sender.history(), &smaller);
    EXPECT_EQ(rig.packets.size(), 4u);
}

TEST(Sender, StaysWhenItIsCalledBackInTime) {
    Rig rig;
    rig.play();
    History smaller;
    rig.sender.move_to(smaller, epoch, 500ms);
    rig.sender.move_to(rig.history, epoch, 500ms);
    smaller.push(picture(PictureKind::key, epoch + frame));
    rig.add(PictureKind::delta, epoch + frame);
    rig.sender.pump(epoch + frame);
    EXPECT_EQ(&rig.sender.history(), &rig.history);
    EXPECT_EQ(rig.packets.size(), 3u);
}

TEST(Sender, WaitsForAKeyPicture) {
    Rig rig;
    rig.add(PictureKind::delta, epoch);
    EXPECT_FALSE(rig.sender.start(epoch, {}));
    EXPECT_FALSE(rig.sender.pump(epoch));
    EXPECT_TRUE(rig.packets.empty());
    rig.add(PictureKind::key, epoch + frame);
    rig.sender.pump(epoch + frame);
    ASSERT_EQ(rig.packets.size(), 2u);  // parameter sets, slice
    EXPECT_FALSE(rig.header(0).marker);
    EXPECT_TRUE(rig.header(1).marker);
    EXPECT_EQ(rig.header(0).timestamp, rig.header(1).timestamp);
    EXPECT_EQ(rig.header(0).ssrc, 1u);
    EXPECT_EQ(rig.header(0).payload_type, 102);
}

TEST(Sender, StartsOnDemandOnlyWithAFreshKeyPicture) {
    Rig rig;
    rig.add(PictureKind::key, epoch);
    EXPECT_FALSE(rig.sender.start(epoch + 3s, 1000ms));
    EXPECT_TRUE(rig.sender.start(epoch + 500ms, 1000ms));
}

TEST(Sender, CatchesUpFromTheLastKeyPictureInFastForward) {
    Rig rig;
    rig.add(PictureKind::key, epoch);
    for (int i = 1; i <= 60; ++i)
        rig.add(PictureKind::delta, epoch + i * frame);
    const auto now = epoch + 60 * frame + 1ms;
    ASSERT_TRUE(rig.sender.start(now, {}));
    EXPECT_FALSE(rig.sender.pump(now));  // 60 KB fit the first burst
    ASSERT_EQ(rig.packets.size(), 62u);
    rig.expect_unbroken_sequence(65'530);
    // All pictures carry times around now, growing: a browser shows them at once and is live.
    for (std::size_t i = 2; i < rig.packets.size(); ++i) {
        const auto step = static_cast<std::int32_t>(rig.header(i).timestamp - rig.header(i - 1).timestamp);
        EXPECT_GT(step, 0);
        EXPECT_LT(step, 100);
    }
    rig.add(PictureKind::delta, now + 32ms);
    rig.sender.pump(now + 32ms);
    EXPECT_NEAR(rig.header(62).timestamp - rig.header(61).timestamp, 32 * 90, 100);
}

TEST(Sender, BeginsAgainWithAKeyPictureThatComesWhileItCatchesUp) {
    Rig rig;
    rig.add(PictureKind::key, epoch, 200'000);
    rig.add(PictureKind::delta, epoch + 1900ms);
    ASSERT_TRUE(rig.sender.start(epoch + 1990ms, {}));
    ASSERT_TRUE(rig.sender.pump(epoch + 1990ms)) << "the key picture is larger than a burst";

    rig.add(PictureKind::key, epoch + 2000ms);
    ASSERT_EQ(rig.history.at(0), nullptr) << "the one that it was at is not held any more";
    const auto before = rig.packets.size();
    rig.sender.pump(epoch + 2000ms);
    EXPECT_FALSE(rig.sender.waiting_for_key());
    EXPECT_EQ(rig.packets.size(), before + 2);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, PacesALargeBacklog) {
    Rig rig;
    rig.add(PictureKind::key, epoch, 100'000);
    for (int i = 1; i <= 20; ++i)
        rig.add(PictureKind::delta, epoch + i * frame, 10'000);
    auto now = epoch + 20 * frame;
    rig.sender.start(now, {});
    EXPECT_TRUE(rig.sender.pump(now));
    const auto at_once = rig.packets.size();
    EXPECT_GE(at_once, 80u);
    EXPECT_LE(at_once, 100u);
    for (int tick = 0; tick < 200 && rig.sender.pump(now); ++tick)
        now += 5ms;
    EXPECT_FALSE(rig.sender.pump(now));
    EXPECT_GE(now - (epoch + 20 * frame), 50ms);
    EXPECT_LE(now - (epoch + 20 * frame), 200ms);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, ContinuesInsideAPictureWhenTheConnectionTakesPacketsAgain) {
    Rig rig;
    rig.add(PictureKind::key, epoch, 20'000);
    rig.room = 5;
    rig.sender.start(epoch, {});
    EXPECT_TRUE(rig.sender.pump(epoch));
    EXPECT_EQ(rig.packets.size(), 5u);
    rig.room = 1000;
    EXPECT_FALSE(rig.sender.pump(epoch + 5ms));
    rig.expect_unbroken_sequence(65'530);
    EXPECT_TRUE(rig.header(rig.packets.size() - 1).marker);
    EXPECT_EQ(rig.header(0).timestamp, rig.header(rig.packets.size() - 1).timestamp);
}

TEST(Sender, SkipsToTheNextKeyPictureWhenTheConnectionIsTooSlow) {
    Rig rig;
    rig.play();
    const auto before = rig.packets.size();
    rig.room = 0;
    auto at = epoch;
    for (int i = 1; i <= 20; ++i) {
        at = epoch + i * frame;
        rig.add(PictureKind::delta, at);
        rig.sender.pump(at);
    }
    EXPECT_TRUE(rig.sender.waiting_for_key());
    EXPECT_GT(rig.statistics.dropped_pictures, 10u);
    rig.room = 1000;
    rig.add(PictureKind::delta, at + frame);
    rig.sender.pump(at + frame);
    EXPECT_EQ(rig.packets.size(), before) << "nothing that cannot be decoded";
    rig.add(PictureKind::key, at + 2 * frame);
    rig.sender.pump(at + 2 * frame);
    EXPECT_EQ(rig.packets.size(), before + 2);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, JumpsToAKeyPictureThatCameWhileItWasBlocked) {
    Rig rig;
    rig.play();
    rig.room = 0;
    rig.add(PictureKind::delta, epoch + frame);
    rig.sender.pump(epoch + frame);
    rig.add(PictureKind::key, epoch + 450ms);
    rig.add(PictureKind::delta, epoch + 480ms);
    rig.room = 1000;
    rig.sender.pump(epoch + 481ms);
    EXPECT_EQ(rig.packets.size(), 2u + 2u + 1u);
    EXPECT_EQ(rig.statistics.dropped_pictures, 1u);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, RetransmitsWithTheOriginalSequenceNumberInFront) {
    Rig rig;
    rig.play(5000);
    const auto lost = rig.header(3);
    const auto size = rig.packets[3].size();
    rig.sender.retransmit(lost.sequence, epoch + 20ms);
    const auto again = rig.header(rig.packets.size() - 1);
    EXPECT_EQ(again.payload_type, 103);
    EXPECT_EQ(again.ssrc, 2u);
    EXPECT_EQ(again.sequence, 10);
    EXPECT_EQ(again.timestamp, lost.timestamp);
    EXPECT_EQ(rig.packets.back().size(), size + 2);
    EXPECT_EQ(rig.statistics.retransmitted, 1u);
}

TEST(Sender, RepeatsAPacketByteForByteWhereRtxIsNotAgreed) {
    Rig rig({.ssrc = 1, .payload_type = 102, .retransmission = {}, .playout_delay = 5, .first_sequence = 7});
    rig.play(5000);
    rig.sender.retransmit(rig.header(2).sequence, epoch + 20ms);
    EXPECT_EQ(rig.packets.back(), rig.packets[2]);
}

TEST(Sender, IgnoresRequestsForWhatItNeverSentOrNoLongerHolds) {
    Rig rig;
    rig.sender.retransmit(1, epoch);
    rig.play();
    for (const std::uint16_t sequence : {65'529, 65'532, 0, 30'000})
        rig.sender.retransmit(sequence, epoch + 1ms);
    EXPECT_EQ(rig.packets.size(), 2u);
    for (int i = 0; i < 200; ++i) {
        const auto at = epoch + i * frame;
        rig.add(PictureKind::key, at);
        rig.sender.pump(at);
    }
    const auto sent = rig.packets.size();
    rig.sender.retransmit(65'530, epoch + 7s);
    EXPECT_EQ(rig.packets.size(), sent);
}

TEST(Sender, BoundsWhatItRepeats) {
    Rig rig;
    rig.play(50'000);
    const auto sent = rig.packets.size();
    for (int i = 0; i < 5000; ++i)
        rig.sender.retransmit(65'535, epoch);
    EXPECT_LT(rig.packets.size() - sent, 300u);
}

TEST(Sender, AsksForPictureAtOnceInTheHeaderOfKeyPictures) {
    Rig rig({.ssrc = 1, .payload_type = 102, .retransmission = {}, .playout_delay = 5, .first_sequence = 7});
    rig.add(PictureKind::key, epoch);
    rig.add(PictureKind::delta, epoch + frame);
    rig.sender.start(epoch + frame, {});
    rig.sender.pump(epoch + frame);
    ASSERT_EQ(rig.packets.size(), 3u);
    EXPECT_EQ(to_hex(BytesView(rig.packets[0]).subspan(12, 8)), "bede000152000000");
    EXPECT_TRUE(rig.header(1).extension);
    EXPECT_FALSE(rig.header(2).extension);
}

TEST(Sender, ReplaysFromTheKeyPictureForAViewerThatLostIt) {
    Rig rig;
    rig.play();
    rig.sender.replay(epoch + 100ms);
    EXPECT_FALSE(rig.sender.pump(epoch + 100ms));
    EXPECT_EQ(rig.packets.size(), 2u) << "it has only just begun";
    rig.sender.replay(epoch + 1500ms);
    rig.sender.pump(epoch + 1500ms);
    EXPECT_EQ(rig.packets.size(), 4u);
    rig.expect_unbroken_sequence(65'530);
}

// 30 pictures per second of 10 KB, a key picture of 60 KB every two seconds: what a printer's camera sends.
struct SlowWay {
    std::size_t bytes = 0;
    std::size_t pictures = 0;             // whole ones
    std::chrono::milliseconds oldest{0};  // when its last packet was sent
};

SlowWay play(Rig& rig, Time start, std::chrono::seconds length, std::size_t key_bytes = 60'000) {
    SlowWay seen;
    const auto ticks_per_ms = media::rtp::video_clock_hz / 1000;
    int picture = 0;
    for (auto now = start; now < start + length; now += 5ms) {
        for (; start + picture * frame <= now; ++picture) {
            const bool key = picture % 60 == 0;
            rig.add(key ? PictureKind::key : PictureKind::delta, start + picture * frame,
                    key ? key_bytes : 10'000);
        }
        const auto before = rig.packets.size();
        rig.sender.pump(now);
        for (auto i = before; i < rig.packets.size(); ++i) {
            seen.bytes += rig.packets[i].size();
            const auto age = static_cast<std::int32_t>(rig.sender.rtp_time(now) - rig.header(i).timestamp);
            seen.oldest = std::max(seen.oldest, std::chrono::milliseconds(age / ticks_per_ms));
            seen.pictures += rig.header(i).marker ? 1 : 0;
        }
    }
    return seen;
}

TEST(Sender, LeavesPicturesOutOnASlowWayAndNeverGrowsLate) {
    Rig rig;
    rig.add(PictureKind::key, epoch - frame, 60'000);
    rig.sender.start(epoch, {});
    rig.sender.limit(100'000);
    const auto seen = play(rig, epoch, 20s);
    EXPECT_LE(seen.bytes, 20u * 110'000);
    EXPECT_GE(seen.bytes, 20u * 60'000);
    EXPECT_LE(seen.oldest, 1500ms);
    EXPECT_GE(seen.pictures, 60u);
    EXPECT_GT(rig.statistics.dropped_pictures, 100u);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, FinishesAKeyPictureThatTakesLongerThanUntilTheNextOne) {
    Rig rig;
    rig.add(PictureKind::key, epoch - frame, 200'000);
    rig.sender.limit(70'000);
    rig.sender.start(epoch, {});
    const auto seen = play(rig, epoch, 20s, 200'000);
    EXPECT_GE(seen.pictures, 5u);
    EXPECT_LE(seen.oldest, 6s);
    EXPECT_LE(seen.bytes, 20u * 75'000);
    rig.expect_unbroken_sequence(65'530);
}

TEST(Sender, SendsEverythingAgainWhenTheWayIsNoLongerSlow) {
    Rig rig;
    rig.add(PictureKind::key, epoch - frame, 60'000);
    rig.sender.start(epoch, {});
    rig.sender.limit(100'000);
    play(rig, epoch, 4s);
    rig.sender.limit({});
    const auto before = rig.statistics.dropped_pictures.load();
    const auto seen = play(rig, epoch + 4s, 4s);
    EXPECT_LE(rig.statistics.dropped_pictures - before, 70u);
    EXPECT_GT(seen.bytes, 300'000u);
}

}  // namespace
}  // namespace gantry::rtc::viewer
