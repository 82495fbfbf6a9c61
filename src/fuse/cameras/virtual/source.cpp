#include "fuse/cameras/virtual/source.hpp"

#include "fuse/cameras/virtual/painter.hpp"
#include "media/h264/encoder.hpp"

namespace gantry::fuse::cameras::virtual_camera {
namespace {

using media::h264::AccessUnitPtr;
using media::h264::Encoder;
using Clock = std::chrono::steady_clock;

constexpr media::Size size{1280, 720};
// A viewer begins with the pictures since the last key picture: few of them, and a key picture is cheap here.
constexpr int pictures_per_key = 30;
constexpr int quality = 22;

const Error switched_off{Errc::offline,
                         "This virtual printer is switched off. Switch it on in its controls."};

// Makes one picture at a time, on the pool.
class Studio {
public:
    Result<AccessUnitPtr> shoot(const Subject& subject, Clock::duration running, bool key) {
        if (!encoder_) {
            auto opened = Encoder::open({.size = size, .key_interval = pictures_per_key, .quality = quality});
            if (!opened) return std::unexpected(std::move(opened.error()));
            encoder_ = std::move(*opened);
        }
        if (key) encoder_->request_key_frame();
        return encoder_->encode(painter_.draw(subject, running, std::chrono::system_clock::now()),
                                Clock::now());
    }

private:
    Painter painter_{size};
    std::unique_ptr<Encoder> encoder_;
};

class Source final : public CameraSource {
public:
    Source(CameraTarget target, Limits limits) : target_(std::move(target)), limits_(limits) {}

    awaitable<Error> run(CameraSink& sink) override {
        begun_ = next_ = Clock::now();
        asio::steady_timer timer(co_await asio::this_coro::executor);
        for (;;) {
            if (target_.subject().state.connection == farm::Connection::offline) co_return switched_off;
            if (sink.wanted()) {
                auto unit = co_await shoot();
                if (!unit) co_return std::move(unit.error());
                if (*unit) sink.publish(std::move(*unit));
            }
            rested_ = !sink.wanted();
            next_ = std::max(next_ + limits_.interval, Clock::now());
            timer.expires_at(next_);
            co_await timer.async_wait(use_awaitable);
        }
    }

private:
    // Shared with the pool's work, which a cancelled run() does not wait for.
    struct Shared {
        std::unique_ptr<Studio> studio;  // made on the pool as well: a background takes a while
    };

    awaitable<Result<AccessUnitPtr>> shoot() {
        auto work = [shared = shared_, subject = target_.subject(), running = Clock::now() - begun_,
                     key = rested_] {
            if (!shared->studio) shared->studio = std::make_unique<Studio>();
            return shared->studio->shoot(subject, running, key);
        };
        co_return co_await target_.pool->run(std::move(work));
    }

    CameraTarget target_;
    Limits limits_;
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    Clock::time_point begun_;
    Clock::time_point next_;
    bool rested_ = false;  // nobody read: who does now begins with a key picture
};

}  // namespace

std::unique_ptr<CameraSource> make_source(CameraTarget target, Limits limits) {
    return std::make_unique<Source>(std::move(target), limits);
}

Registration registration() {
    return {.kind = "generated", .pictures = Pictures::h264, .make = [](CameraTarget target) {
                return make_source(std::move(target));
            }};
}

}  // namespace gantry::fuse::cameras::virtual_camera
