#include "sim/camera/jpeg_camera.hpp"

#include "base/within.hpp"
#include "media/jpeg/codec.hpp"

namespace gantry::sim::camera {
namespace {

constexpr std::size_t header_bytes = 16;
constexpr std::size_t max_chunk = 4096;
constexpr int quality = 78;

Bytes jpeg_login(const Secret& access_code) {
    Bytes packet(jpeg_login_bytes);
    write_le32(packet, 64);
    write_le32(std::span(packet).subspan(4), 0x3000);
    std::ranges::copy(as_bytes("bblp"), packet.begin() + 16);
    std::ranges::copy(
        as_bytes(access_code.reveal()).first(std::min<std::size_t>(access_code.reveal().size(), 32)),
        packet.begin() + 48);
    return packet;
}

awaitable<void> read_until_end(ClientPtr client) {
    std::array<std::byte, 256> ignored;
    while (co_await client->stream->read_some(ignored) > 0) {
    }
}

// Header and picture in records of their own: some clients depend on it.
awaitable<void> send_frame(Client& client, BytesView jpeg) {
    std::array<std::byte, header_bytes> header{};
    write_le32(header, static_cast<std::uint32_t>(jpeg.size()));
    write_le32(std::span(header).subspan(8), 1);
    co_await client.stream->write(header);
    if (client.cut) jpeg = jpeg.first(jpeg.size() / 2);
    while (!jpeg.empty()) {
        const auto chunk = jpeg.first(std::min(jpeg.size(), max_chunk));
        co_await client.stream->write(chunk);
        jpeg = jpeg.subspan(chunk.size());
    }
    if (client.cut) client.stream->close();
}

awaitable<void> send_pictures(std::shared_ptr<Server> server, ClientPtr client, FeedPtr feed) {
    Scene scene(feed->size, feed->name);
    media::jpeg::Encoder encoder;
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::steady_clock::now());
    for (;;) {
        if (!server->stuck) {
            const auto jpeg =
                encoder.encode(scene.draw(feed->view, std::chrono::system_clock::now()), quality);
            if (!jpeg) throw std::runtime_error(jpeg.error().detail);
            co_await send_frame(*client, *jpeg);
        }
        // From one due time to the next, so that the rate is the one asked for; after a pause, from now.
        const auto period = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(1 / feed->frame_rate));
        timer.expires_at(std::max(timer.expiry() + period, std::chrono::steady_clock::now()));
        co_await timer.async_wait(use_awaitable);
    }
}

awaitable<void> serve(FeedPtr feed, std::shared_ptr<Server> server, ClientPtr client) {
    std::array<std::byte, jpeg_login_bytes> login;
    co_await within(10s, net::read_exactly(*client->stream, login));
    if (!is_jpeg_login(login, feed->access_code)) {
        co_await client->stream->shutdown();
        co_return;
    }
    if (feed->disabled) co_return co_await read_until_end(client);
    Task sender;
    switch (server->admit(client)) {
        case Server::Admission::watch:
            sender = server->spawn([server, client, feed] { return send_pictures(server, client, feed); });
            break;
        case Server::Admission::silence:
            break;
        case Server::Admission::leave:
            co_return co_await client->stream->shutdown();
    }
    co_await read_until_end(client);
}

}  // namespace

bool is_jpeg_login(BytesView packet, const Secret& access_code) {
    return Secret(std::string(as_text(packet))) == Secret(std::string(as_text(jpeg_login(access_code))));
}

Server::Serve jpeg_camera(FeedPtr feed) {
    return [feed = std::move(feed)](std::shared_ptr<Server> server, ClientPtr client) {
        return serve(feed, std::move(server), std::move(client));
    };
}

}  // namespace gantry::sim::camera
