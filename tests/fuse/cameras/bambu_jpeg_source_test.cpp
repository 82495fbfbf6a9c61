#include "fuse/cameras/bambu_jpeg/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bambu/camera/framing.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/camera_server.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::cameras::bambu_jpeg {
namespace {

using ::testing::HasSubstr;

// `patient` where pictures come, whatever the machine does meanwhile; `quick` where a limit is what is
// tested.
constexpr Limits patient{.connect = 20s, .first_frame = 20s, .gap = 20s};
constexpr Limits quick{.connect = 20s, .first_frame = 150ms, .gap = 150ms};
constexpr Limits quick_gap{.connect = 20s, .first_frame = 20s, .gap = 150ms};

const Bytes& picture() {
    static const Bytes jpeg = *media::jpeg::Encoder().encode(media::textured({640, 360}).pixels(), 80);
    return jpeg;
}

awaitable<std::string> read_login(net::Stream& client) {
    bambu::camera::AuthenticationPacket packet{};
    co_await net::read_exactly(client, packet);
    const auto code = bambu::camera::parse_authentication(packet);
    co_return code ? code->reveal() : "";
}

// As a printer does: the header as one record, the picture in pieces of 4096 bytes.
awaitable<void> send_frame(net::Stream& client, BytesView jpeg) {
    const auto header = bambu::camera::frame_header(jpeg.size());
    co_await client.write(header);
    for (std::size_t at = 0; at < jpeg.size(); at += 4096)
        co_await client.write(jpeg.subspan(at, std::min<std::size_t>(4096, jpeg.size() - at)));
}

awaitable<void> silence() {
    co_await sleep_for(1h);
}

struct Outcome {
    Error error;
    std::size_t frames = 0;
    std::uint64_t dropped = 0;
};

awaitable<Outcome> play(Executor executor, CameraServer::Play behaviour, Limits limits) {
    CameraServer server(executor, std::move(behaviour));
    CollectingSink sink;
    const auto source = make_source(server.target(), limits);
    Outcome outcome;
    outcome.error = co_await source->run(sink);
    outcome.frames = sink.frames.size();
    outcome.dropped = sink.dropped;
    co_await server.stop();
    co_return outcome;
}

Outcome play(CameraServer::Play behaviour, Limits limits = patient) {
    Outcome outcome;
    run_coroutine(
        [&](Executor executor) -> awaitable<void> { outcome = co_await play(executor, behaviour, limits); });
    return outcome;
}

TEST(BambuJpegSource, PublishesPicturesAsTheyWereSent) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        std::string code;
        CameraServer server(executor, [&code](net::Stream& client) -> awaitable<void> {
            code = co_await read_login(client);
            for (int i = 0; i < 3; ++i)
                co_await send_frame(client, picture());
        });
        CollectingSink sink;
        const auto source = make_source(server.target(), patient);
        const auto end = co_await source->run(sink);
        EXPECT_EQ(end.code, Errc::offline);
        EXPECT_EQ(code, "12345678");
        EXPECT_EQ(sink.frames.size(), 3u);
        EXPECT_EQ(std::get<media::jpeg::ImagePtr>(sink.frames.at(0))->data, picture());
        co_await server.stop();
    });
}

TEST(BambuJpegSource, TakesHeaderAndPictureInOneRecordAndByteByByte) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{1} << 14}) {
        const auto outcome = play([step](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            const Bytes small = *from_hex("ffd8ffe0000230ffd9");
            Bytes stream;
            for (int i = 0; i < 2; ++i) {
                const auto header = bambu::camera::frame_header(small.size());
                stream.insert(stream.end(), header.begin(), header.end());
                stream.insert(stream.end(), small.begin(), small.end());
            }
            for (std::size_t at = 0; at < stream.size(); at += step)
                co_await client.write(BytesView(stream).subspan(at, std::min(step, stream.size() - at)));
        });
        EXPECT_EQ(outcome.frames, 2u) << step;
    }
}

TEST(BambuJpegSource, NamesAWrongCode) {
    const auto outcome = play([](net::Stream& client) -> awaitable<void> { co_await read_login(client); });
    EXPECT_EQ(outcome.error.code, Errc::unauthorized);
    EXPECT_THAT(outcome.error.detail, HasSubstr("Verify the 8-digit access code"));
}

TEST(BambuJpegSource, NamesACameraThatSendsNothing) {
    const auto outcome = play(
        [](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            co_await silence();
        },
        quick);
    EXPECT_EQ(outcome.error.code, Errc::disabled);
    EXPECT_THAT(outcome.error.detail, HasSubstr("might be disabled in the printer's settings"));
}

TEST(BambuJpegSource, NamesACameraThatFallsSilent) {
    const auto outcome = play(
        [](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            co_await send_frame(client, picture());
            co_await client.write(as_bytes("half a header"));
            co_await silence();
        },
        quick_gap);
    EXPECT_EQ(outcome.error.code, Errc::timeout);
    EXPECT_EQ(outcome.frames, 1u);
}

TEST(BambuJpegSource, EndsWhenTheConnectionIsCutInsideAPicture) {
    const auto outcome = play([](net::Stream& client) -> awaitable<void> {
        co_await read_login(client);
        co_await send_frame(client, picture());
        const auto header = bambu::camera::frame_header(picture().size());
        co_await client.write(header);
        co_await client.write(BytesView(picture()).first(picture().size() / 2));
    });
    EXPECT_EQ(outcome.error.code, Errc::offline);
    EXPECT_EQ(outcome.frames, 1u);
}

TEST(BambuJpegSource, RefusesALengthOfFourGigabytes) {
    const auto outcome = play([](net::Stream& client) -> awaitable<void> {
        co_await read_login(client);
        const auto header = bambu::camera::frame_header(0xffff'ffff);
        co_await client.write(header);
        co_await silence();
    });
    EXPECT_EQ(outcome.error.code, Errc::too_large);
}

TEST(BambuJpegSource, GivesUpOnAPictureThatNeverEnds) {
    const auto outcome = play(
        [](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            const auto header = bambu::camera::frame_header(bambu::camera::max_frame_bytes);
            co_await client.write(header);
            const Bytes drop(1);
            for (;;) {  // never silent, never done
                co_await client.write(drop);
                co_await sleep_for(1ms);
            }
        },
        quick);
    EXPECT_EQ(outcome.error.code, Errc::disabled);
    EXPECT_EQ(outcome.frames, 0u);
}

TEST(BambuJpegSource, CountsBrokenPicturesAndGivesUpAfterThree) {
    const auto outcome = play([](net::Stream& client) -> awaitable<void> {
        co_await read_login(client);
        co_await send_frame(client, picture());
        for (int i = 0; i < 3; ++i)
            co_await send_frame(client, BytesView(picture()).first(100));
        co_await silence();
    });
    EXPECT_EQ(outcome.error.code, Errc::malformed);
    EXPECT_EQ(outcome.dropped, 3u);
}

TEST(BambuJpegSource, SaysWhatToDoWhenNobodyListens) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        CameraTarget target;
        {
            CameraServer server(executor, [](net::Stream&) -> awaitable<void> { co_return; });
            target = server.target();
            co_await server.stop();
        }
        CollectingSink sink;
        const auto source = make_source(target, patient);
        const auto error = co_await source->run(sink);
        EXPECT_EQ(error.code, Errc::offline);
        EXPECT_THAT(error.detail, HasSubstr("Check the printer's IP address"));
    });
}

TEST(BambuJpegSource, DoesNotLogInToAStranger) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        bool heard = false;
        CameraServer server(executor, [&heard](net::Stream& client) -> awaitable<void> {
            std::array<std::byte, 80> buffer{};
            heard = co_await client.read_some(buffer) > 0;
        });
        auto target = server.target();
        target.verify = net::tls::expect("another printer", std::nullopt);
        CollectingSink sink;
        const auto source = make_source(target, patient);
        const auto error = co_await source->run(sink);
        EXPECT_EQ(error.code, Errc::untrusted);
        EXPECT_FALSE(heard);
        co_await server.stop();
    });
}

TEST(BambuJpegSource, AsksForACodeWithoutOne) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        CameraServer server(executor, [](net::Stream&) -> awaitable<void> { co_return; });
        auto target = server.target();
        target.access_code = Secret(" ");
        CollectingSink sink;
        const auto source = make_source(target, patient);
        EXPECT_EQ((co_await source->run(sink)).code, Errc::unauthorized);
        EXPECT_EQ(server.connections, 0);
        co_await server.stop();
    });
}

TEST(BambuJpegSource, WaitsHalfASecondForACameraThatNeverAnswersTheGoodbye) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        CameraServer server(executor, [](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            co_await send_frame(client, picture());
            co_await silence();
        });
        CollectingSink sink;
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("source", [&]() -> awaitable<void> {
            const auto source = make_source(server.target(), patient);
            co_await source->run(sink);
        });
        EXPECT_TRUE(co_await eventually([&] { return sink.frames.size() == 1; }));
        const auto started = std::chrono::steady_clock::now();
        task.cancel();
        co_await task.join();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
        co_await server.stop();
    });
}

TEST(BambuJpegSource, SaysGoodbyeWhenItIsCancelled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        std::optional<std::size_t> last_read;
        CameraServer server(executor, [&last_read](net::Stream& client) -> awaitable<void> {
            co_await read_login(client);
            co_await send_frame(client, picture());
            std::array<std::byte, 16> buffer{};
            last_read = co_await client.read_some(buffer);
        });
        CollectingSink sink;
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("source", [&]() -> awaitable<void> {
            const auto source = make_source(server.target(), patient);
            co_await source->run(sink);
        });
        EXPECT_TRUE(co_await eventually([&] { return sink.frames.size() == 1; }));
        task.cancel();
        co_await task.join();
        EXPECT_TRUE(co_await eventually([&] { return last_read.has_value(); }));
        EXPECT_EQ(last_read, 0u);
        co_await server.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::cameras::bambu_jpeg
