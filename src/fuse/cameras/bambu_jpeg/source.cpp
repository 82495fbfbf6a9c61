#include "fuse/cameras/bambu_jpeg/source.hpp"

#include "bambu/camera/framing.hpp"
#include "base/within.hpp"
#include "fuse/cameras/connection.hpp"

namespace gantry::fuse::cameras::bambu_jpeg {
namespace {

const Error refused{
    Errc::unauthorized,
    "The printer closed the camera connection after the login. Verify the 8-digit access code on "
    "the printer's screen; if it is right, the camera is refused or in use by another program."};
const Error no_frames{
    Errc::disabled,
    "Connected, but the camera sends no pictures. The camera might be disabled in the printer's "
    "settings, or in use by another program."};
const Error gone_silent{Errc::timeout, "The camera stopped sending pictures."};
const Error ended{Errc::offline, "The printer closed the camera connection."};
const Error cut{Errc::offline, "The printer closed the camera connection in the middle of a picture."};

class Connection {
public:
    Connection(net::Stream& stream, CameraSink& sink, Limits limits)
        : stream_(stream),
          sink_(sink),
          limits_(limits),
          parser_([this](Bytes jpeg) { publish(std::move(jpeg)); }) {}

    awaitable<Error> run(bambu::camera::AuthenticationPacket login) {
        co_await stream_.write(login);
        for (;;) {
            auto outcome = co_await within(frames_ == 0 ? limits_.first_frame : limits_.gap, read_frame());
            if (outcome) continue;
            if (outcome.error().code != Errc::timeout) co_return outcome.error();
            co_return frames_ == 0 ? no_frames : gone_silent;
        }
    }

private:
    // Until at least one more frame is complete.
    awaitable<Result<>> read_frame() {
        const auto before = frames_;
        while (frames_ == before) {
            const auto count = co_await read_some();
            if (count == 0) co_return std::unexpected(why_it_ended());
            const auto dropped = parser_.dropped();
            auto added = parser_.add(std::span(buffer_).first(count));
            if (parser_.dropped() > dropped) sink_.drop(parser_.dropped() - dropped);
            if (!added) co_return added;
        }
        co_return Result<>();
    }

    const Error& why_it_ended() {
        if (parser_.received() == 0) return refused;
        if (!parser_.within_frame()) return ended;
        sink_.drop(1);
        return cut;
    }

    // 0 at the end, however the printer makes it.
    awaitable<std::size_t> read_some() {
        try {
            co_return co_await stream_.read_some(buffer_);
        } catch (const SystemError& e) {
            if (e.code() != asio::error::connection_reset && e.code() != asio::error::broken_pipe) throw;
        }
        co_return 0;
    }

    void publish(Bytes jpeg) {
        ++frames_;
        sink_.publish(std::make_shared<const media::jpeg::Image>(media::jpeg::Image{
            std::move(jpeg), std::chrono::steady_clock::now(), std::chrono::system_clock::now()}));
    }

    net::Stream& stream_;
    CameraSink& sink_;
    Limits limits_;
    bambu::camera::FrameParser parser_;
    std::uint64_t frames_ = 0;
    std::array<std::byte, 16 * 1024> buffer_{};
};

class Source final : public CameraSource {
public:
    Source(CameraTarget target, Limits limits) : target_(std::move(target)), limits_(limits) {}

    awaitable<Error> run(CameraSink& sink) override {
        const auto login = bambu::camera::authentication_packet(target_.access_code);
        if (!login)
            co_return Error{Errc::unauthorized, "Enter the 8-digit access code of the printer's screen."};
        net::tls::Target peer{target_.host, target_.port, target_.server_name, limits_.connect};
        if (peer.port == 0) peer.port = bambu::camera::port;
        auto stream = co_await dial(std::move(peer), target_.verify);
        if (!stream) co_return std::move(stream.error());
        Connection connection(**stream, sink, limits_);
        co_return co_await run_and_close([&] { return connection.run(*login); },
                                         [&] { return (*stream)->shutdown(); });
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
    return {.kind = "bambu_jpeg", .pictures = Pictures::jpeg, .make = [](CameraTarget target) {
                return make_source(std::move(target));
            }};
}

}  // namespace gantry::fuse::cameras::bambu_jpeg
