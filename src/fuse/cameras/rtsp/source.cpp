#include "fuse/cameras/rtsp/source.hpp"

#include "fuse/cameras/connection.hpp"
#include "fuse/cameras/rtsp/session.hpp"

namespace gantry::fuse::cameras::rtsp {
namespace {

constexpr std::uint16_t default_port = 322;
constexpr std::string_view default_path = "/streaming/live/1";
constexpr std::string_view default_user = "bblp";

// Printers do not listen, or close at once, while the switch is off.
Error explain(Error error) {
    if (error.code == Errc::offline)
        error.detail += " Switch on \"LAN Mode Liveview\" in the printer's settings if it is off.";
    return error;
}

class Source final : public CameraSource {
public:
    Source(CameraTarget target, Limits limits) : target_(std::move(target)), limits_(limits) {}

    awaitable<Error> run(CameraSink& sink) override {
        net::tls::Target peer{target_.host, target_.port, target_.server_name, limits_.connect};
        if (peer.port == 0) peer.port = default_port;
        auto url = fmt::format("rtsps://{}:{}{}", target_.host, peer.port,
                               target_.path.empty() ? default_path : std::string_view(target_.path));
        auto stream = co_await dial(std::move(peer), target_.verify);
        if (!stream) co_return explain(std::move(stream.error()));
        net::rtsp::Credentials credentials{target_.user.empty() ? std::string(default_user) : target_.user,
                                           target_.access_code};
        Session session(std::move(*stream), std::move(credentials), std::move(url), sink, limits_);
        co_return co_await run_and_close([&] { return session.run(); }, [&] { return session.goodbye(); });
    }

private:
    CameraTarget target_;
    Limits limits_;
};

}  // namespace

std::unique_ptr<CameraSource> make_source(CameraTarget target, Limits limits) {
    return std::make_unique<Source>(std::move(target), limits);
}

Registration registration() {
    return {.kind = "rtsp", .pictures = Pictures::h264, .make = [](CameraTarget target) {
                return make_source(std::move(target));
            }};
}

}  // namespace gantry::fuse::cameras::rtsp
