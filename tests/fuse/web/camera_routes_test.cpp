#include "bambu/camera/framing.hpp"
#include "base/private_file.hpp"
#include "media/jpeg/codec.hpp"
#include "tests/fuse/cameras/camera_server.hpp"
#include "tests/fuse/whole_fuse.hpp"
#include "tests/media/textured.hpp"
#include "tests/media/with_exif.hpp"

namespace gantry::fuse::web {
namespace {

// A printer whose camera shows this picture again and again.
awaitable<void> show(net::Stream& client, BytesView jpeg) {
    bambu::camera::AuthenticationPacket login{};
    co_await net::read_exactly(client, login);
    for (;;) {
        const auto header = bambu::camera::frame_header(jpeg.size());
        co_await client.write(header);
        for (auto rest = jpeg; !rest.empty();) {
            const auto piece = rest.first(std::min<std::size_t>(4096, rest.size()));
            rest = rest.subspan(piece.size());
            co_await client.write(piece);
        }
        co_await sleep_for(50ms);
    }
}

TEST(CameraRoutes, GiveThePictureWithoutWhatTheCameraWroteBesideIt) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto plain = *media::jpeg::Encoder().encode(media::textured({640, 360}).pixels(), 80);
        const auto written_on = media::with_exif(plain);
        // With the printer's own certificate: Fuse has seen it already.
        const auto identity = sim.folder / "printer";
        cameras::CameraServer camera(
            co_await asio::this_coro::executor,
            net::tls::make_server_context(read_file(identity / "certificate.pem"),
                                          read_file(identity / "key.pem")),
            [&written_on](net::Stream& client) { return show(client, written_on); }, sim.printer.address());
        const json::value wanted = {
            {"name", "Workshop"},
            {"address", sim.printer.address()},
            {"access_code", "12345678"},
            {"ports", {{"mqtt", sim.printer.ports().mqtt}, {"camera", camera.port()}}}};
        const auto added = co_await fuse.call(Method::post, "/api/printers", to_text(wanted));
        EXPECT_EQ(added.status, 201) << added.body;
        const std::string id(parse_json(added.body)->at("printer").at("id").as_string());
        EXPECT_TRUE(co_await fuse.reaches("/api/printers/" + id, "/state/connection", "online"));
        const auto picture = co_await fuse.call(Method::get, "/api/printers/" + id + "/snapshot.jpg");
        EXPECT_EQ(picture.status, 200) << picture.body;
        EXPECT_FALSE(picture.body.contains("Exif"));
        EXPECT_EQ(picture.body, as_text(plain));
        EXPECT_EQ(camera.connections, 1);
        co_await camera.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
