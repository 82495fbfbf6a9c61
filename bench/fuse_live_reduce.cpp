// live.reduce: cores for the smaller encoding of one H.264 camera (1280x720, 30 pictures per second, a key
// picture every 2 s) behind a way of 1 Mbit/s: decoding all of them, scaling and encoding every other one.
#include <cstdio>

#include "bench/chamber.hpp"
#include "bench/cpu_seconds.hpp"
#include "fuse/live/reducer.hpp"

namespace {

using namespace gantry;
using media::h264::AccessUnitPtr;

constexpr int pictures_per_second = 30;
constexpr int distinct_pictures = 60;
constexpr int rounds = 10;
constexpr int way_kbps = 680;

std::vector<AccessUnitPtr> stream() {
    auto encoder = *media::h264::Encoder::open({.size = chamber_size,
                                                .frame_rate = pictures_per_second,
                                                .profile = media::h264::Profile::high,
                                                .key_interval = distinct_pictures,
                                                .bitrate_kbps = 4000});
    std::vector<AccessUnitPtr> units;
    for (int i = 0; i < distinct_pictures; ++i) {
        const std::chrono::steady_clock::time_point at{std::chrono::milliseconds(33 * i)};
        units.push_back(*encoder->encode(media::to_yuv(draw_chamber(i, 12).pixels()), at));
    }
    return units;
}

}  // namespace

int main() {
    const auto units = stream();
    std::size_t camera_bytes = 0;
    for (const auto& unit : units)
        camera_bytes += unit->data.size();
    fuse::live::Reducer reducer;
    std::size_t bytes = 0;
    std::size_t made = 0;
    const auto started = cpu_seconds();
    for (int round = 0; round < rounds; ++round) {
        for (const auto& unit : units) {
            auto later = std::make_shared<media::h264::AccessUnit>(*unit);
            later->captured_at += std::chrono::milliseconds(33 * distinct_pictures) * round;
            const AccessUnitPtr next = std::move(later);
            const auto small =
                reducer.reduce(std::span(&next, 1), fuse::live::Reducer::Newest::encode, way_kbps);
            if (!small) return 1;
            if (!*small) continue;
            bytes += (*small)->data.size();
            ++made;
        }
    }
    constexpr double seconds = 1.0 * distinct_pictures * rounds / pictures_per_second;
    std::printf("{\"bench\":\"live.reduce\",\"n\":%d,\"value\":%.3f,\"unit\":\"core\"}\n", chamber_size.width,
                (cpu_seconds() - started) / seconds);
    std::fprintf(stderr, "%.1f pictures per second, %.0f kbit/s of %.0f\n",
                 static_cast<double>(made) / seconds, static_cast<double>(bytes) * 8 / 1000 / seconds,
                 static_cast<double>(camera_bytes) * 8 / 1000 * rounds / seconds);
    return 0;
}
