#include "sim/camera/source.hpp"

#include <algorithm>
#include <stdexcept>

#include "media/h264/encoder.hpp"
#include "sim/camera/rtsp_camera.hpp"

namespace gantry::sim::camera {
namespace {

using media::h264::AccessUnitPtr;
using std::chrono::steady_clock;

constexpr int key_interval = 2 * rtsp_frame_rate;

// A camera with its encoder.
class Encoded : public Source {
public:
    explicit Encoded(const Feed& feed) : scene_(feed.size, feed.name) {
        media::h264::EncoderOptions options{.size = feed.size,
                                            .frame_rate = rtsp_frame_rate,
                                            .profile = media::h264::Profile::high,
                                            .key_interval = key_interval,
                                            .bitrate_kbps = feed.size.height > 720 ? 8000 : 4000};
        auto encoder = media::h264::Encoder::open(options);
        if (!encoder) throw std::runtime_error(encoder.error().detail);
        encoder_ = *std::move(encoder);
    }

    AccessUnitPtr picture(const View& view) override {
        return picture(view, std::chrono::system_clock::now(), steady_clock::now());
    }
    AccessUnitPtr picture(const View& view, std::chrono::system_clock::time_point shown,
                          steady_clock::time_point at) {
        const auto unit = encoder_->encode(scene_.draw(view, shown), at);
        if (!unit) throw std::runtime_error(unit.error().detail);
        return *unit;
    }
    void request_key_frame() override { encoder_->request_key_frame(); }

private:
    Scene scene_;
    std::unique_ptr<media::h264::Encoder> encoder_;
};

class Repeated : public Source {
public:
    explicit Repeated(std::vector<AccessUnitPtr> pictures) : pictures_(std::move(pictures)) {}

    AccessUnitPtr picture(const View&) override {
        auto picture = std::make_shared<media::h264::AccessUnit>(*pictures_[next_]);
        next_ = (next_ + 1) % pictures_.size();
        picture->captured_at = steady_clock::now();
        return picture;
    }
    void request_key_frame() override { next_ = 0; }

private:
    std::vector<AccessUnitPtr> pictures_;
    std::size_t next_ = 0;
};

}  // namespace

std::vector<AccessUnitPtr> Recording::pictures(const Feed& feed) {
    const auto known = std::ranges::find(films_, feed.size, &Film::size);
    if (known != films_.end()) return known->pictures;
    Encoded camera(feed);
    const auto shown = std::chrono::system_clock::now();
    const auto at = steady_clock::now();
    Film film{.size = feed.size, .pictures = {}};
    for (int i = 0; i < key_interval; ++i) {
        const auto later = i * std::chrono::microseconds(1'000'000) / rtsp_frame_rate;
        film.pictures.push_back(camera.picture(feed.view, shown + later, at + later));
    }
    films_.push_back(std::move(film));
    return films_.back().pictures;
}

std::unique_ptr<Source> make_source(const Feed& feed) {
    if (feed.recording) return std::make_unique<Repeated>(feed.recording->pictures(feed));
    return std::make_unique<Encoded>(feed);
}

}  // namespace gantry::sim::camera
