#include "sim/camera/jpeg_camera.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "media/jpeg/codec.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"
#include "tests/sim/strip_reader.hpp"

namespace gantry::sim {
namespace {

// docs/protocols/bambu-camera.md, section 3, for the access code 12345678.
Bytes login(std::string_view code = "12345678") {
    auto packet = *from_hex(
        "40000000003000000000000000000000"
        "62626c7000000000000000000000000000000000000000000000000000000000");
    packet.resize(80);
    std::ranges::copy(as_bytes(code), packet.begin() + 48);
    return packet;
}

awaitable<std::unique_ptr<net::Stream>> connect(const Rig& rig, std::string_view code = "12345678") {
    auto connected = co_await net::tls::connect(rig.camera(), rig.verify());
    if (!connected) throw std::runtime_error(connected.error().detail);
    co_await connected->stream->write(login(code));
    co_return std::move(connected->stream);
}

// The next frame; throws at its end.
awaitable<Bytes> read_frame(net::Stream& stream) {
    Bytes header(16);
    co_await within(5s, net::read_exactly(stream, header));
    EXPECT_EQ(to_hex(BytesView(header).subspan(4, 12)), "000000000100000000000000");
    Bytes jpeg(read_le32(header));
    co_await within(5s, net::read_exactly(stream, jpeg));
    co_return jpeg;
}

// Sizes of the first TLS records that come after the login. net::Stream does not show where records end.
awaitable<std::vector<std::size_t>> first_records(const Rig& rig, std::size_t count) {
    using asio::ip::tcp;
    asio::ssl::context context(asio::ssl::context::tls_client);
    asio::ssl::stream<tcp::socket> stream(co_await asio::this_coro::executor, context);
    const auto address = asio::ip::make_address(rig.camera().host);
    co_await stream.next_layer().async_connect({address, rig.camera().port}, use_awaitable);
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    co_await asio::async_write(stream, asio::buffer(login()), use_awaitable);
    std::vector<std::size_t> sizes;
    Bytes buffer(16 * 1024);
    while (sizes.size() < count)
        sizes.push_back(co_await stream.async_read_some(asio::buffer(buffer), use_awaitable));
    co_return sizes;
}

awaitable<std::size_t> read_rest(net::Stream& stream) {
    std::size_t total = 0;
    Bytes buffer(8192);
    try {
        while (const auto count = co_await within(5s, stream.read_some(buffer)))
            total += count;
    } catch (const SystemError& e) {
        if (e.code() == asio::error::timed_out) throw;
    }
    co_return total;
}

awaitable<void> start(Rig& rig) {
    const auto started = co_await rig.printer.start();
    if (!started) throw std::runtime_error(started.error().detail);
}

Fault fault(std::string_view kind, std::string_view value = {}) {
    return *parse_fault(kind, value);
}

TEST(JpegCamera, KnowsTheDocumentedLogin) {
    EXPECT_TRUE(camera::is_jpeg_login(login(), Secret("12345678")));
    EXPECT_FALSE(camera::is_jpeg_login(login(), Secret("12345679")));
    EXPECT_FALSE(camera::is_jpeg_login(BytesView(login()).first(79), Secret("12345678")));
}

TEST(JpegCamera, SendsAHeaderAsARecordOfItsOwn) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        const auto sizes = co_await within(5s, first_records(rig, 3));
        EXPECT_EQ(sizes[0], 16u);
        EXPECT_LE(sizes[1], 4096u);
        EXPECT_LE(sizes[2], 4096u);
        co_await rig.printer.stop();
    });
}

TEST(JpegCamera, SendsPicturesOfTheDocumentedFormThatShowTheTime) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        const auto stream = co_await connect(rig);
        for (int i = 0; i < 3; ++i) {
            const auto jpeg = co_await read_frame(*stream);
            EXPECT_EQ(to_hex(BytesView(jpeg).first(4)), "ffd8ffe0");
            EXPECT_EQ(to_hex(BytesView(jpeg).last(2)), "ffd9");
            EXPECT_GT(jpeg.size(), 60'000u);
            EXPECT_LT(jpeg.size(), 100'000u);
            media::YuvPicture picture;
            EXPECT_TRUE(media::jpeg::Decoder().decode(jpeg, picture));
            EXPECT_EQ(picture.size(), (media::Size{1280, 720}));
            const auto now = std::chrono::system_clock::now().time_since_epoch() / 1ms;
            const auto age = static_cast<std::uint32_t>(now) - read_strip(picture).value_or(0);
            EXPECT_LT(age, 5'000u);
        }
        co_await rig.printer.stop();
    });
}

TEST(JpegCamera, ClosesWithoutAByteOnAWrongCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        const auto stream = co_await connect(rig, "87654321");
        EXPECT_EQ(co_await read_rest(*stream), 0u);
        co_await rig.printer.stop();
    });
}

TEST(JpegCamera, TreatsASecondClientAsAsked) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        const auto first = co_await connect(rig);
        co_await read_frame(*first);
        const auto silent = co_await connect(rig);
        co_await read_frame(*first);
        EXPECT_TRUE(co_await rig.printer.apply(fault("second-camera-client", "refuse")));
        const auto refused = co_await connect(rig);
        EXPECT_EQ(co_await read_rest(*refused), 0u);
        EXPECT_TRUE(co_await rig.printer.apply(fault("second-camera-client", "kick")));
        const auto second = co_await connect(rig);
        co_await read_frame(*second);
        co_await read_rest(*first);
        co_await rig.printer.stop();
        EXPECT_EQ(co_await read_rest(*silent), 0u);
    });
}

TEST(JpegCamera, CutsWithinAPictureAndServesTheNextClient) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        auto stream = co_await connect(rig);
        const auto whole = co_await read_frame(*stream);
        EXPECT_TRUE(co_await rig.printer.apply(fault("camera-cut")));
        const auto rest = co_await read_rest(*stream);
        EXPECT_NE(rest, 0u);
        EXPECT_GT((rest % whole.size()), whole.size() / 4);
        stream = co_await connect(rig);
        co_await read_frame(*stream);
        co_await rig.printer.stop();
    });
}

TEST(JpegCamera, GetsStuckAndRecovers) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        auto stream = co_await connect(rig);
        co_await read_frame(*stream);
        EXPECT_TRUE(co_await rig.printer.apply(fault("camera-stuck")));
        stream = co_await connect(rig);  // while stuck, nobody gets a picture
        EXPECT_TRUE(co_await rig.printer.apply(fault("camera-off")));
        EXPECT_TRUE(co_await rig.printer.apply(fault("clear")));
        stream = co_await connect(rig);
        co_await read_frame(*stream);
        co_await rig.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::sim
