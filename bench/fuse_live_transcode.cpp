// live.transcode: CPU milliseconds from one 1280x720 JPEG of a chamber camera to H.264. The pictures have the
// detail, the noise and the size (60 to 100 KB) of an A1's.
#include <cmath>
#include <cstdio>

#include "bench/cpu_seconds.hpp"
#include "fuse/live/transcoder.hpp"
#include "media/canvas/canvas.hpp"

namespace {

using namespace gantry;
using Clock = std::chrono::steady_clock;

constexpr media::Size size{1280, 720};
constexpr int distinct_pictures = 60;
constexpr int rounds = 10;

media::canvas::Canvas draw(int step) {
    media::canvas::Canvas canvas(size, {40, 44, 52});
    canvas.gradient({0, 0, 1280, 720}, {96, 100, 112}, {28, 30, 34});
    for (int i = 0; i < 90; ++i) {  // the chamber's fixed detail
        const double x = std::fmod(i * 137.5, 1280);
        const double y = std::fmod(i * 71.3, 720);
        canvas.rectangle({x, y, 60, 24}, {static_cast<std::uint8_t>(60 + i), 90, 80}, 4);
        canvas.line({x, y}, {x + 90, y + 40}, {190, 190, 180, 0.5}, 2);
    }
    const double head = 200 + 8.0 * step;  // the tool head on its way
    canvas.rectangle({head, 180, 180, 150}, {50, 52, 58}, 12);
    canvas.circle({head + 90, 330}, 14, {230, 120, 40});
    canvas.rectangle({480, 420, 320, 8.0 + step}, {40, 160, 90});
    canvas.noise(3, static_cast<std::uint32_t>(step + 1));
    return canvas;
}

std::vector<media::jpeg::Image> pictures() {
    std::vector<media::jpeg::Image> images;
    media::jpeg::Encoder encoder;
    for (int i = 0; i < distinct_pictures; ++i)
        images.push_back({*encoder.encode(draw(i).pixels(), 82), {}, {}});
    return images;
}

}  // namespace

int main() {
    const auto images = pictures();
    fuse::live::Transcoder transcoder({});
    std::size_t bytes = 0;
    Clock::time_point at{};
    const auto started = cpu_seconds();
    for (int round = 0; round < rounds; ++round) {
        for (const auto& image : images) {
            const auto unit = transcoder.encode(image, fuse::live::Transcoder::Picture::any, at);
            if (!unit) return 1;
            bytes += (*unit)->data.size();
            at += std::chrono::milliseconds(66);
        }
    }
    const int count = distinct_pictures * rounds;
    std::printf("{\"bench\":\"live.transcode\",\"n\":%d,\"value\":%.2f,\"unit\":\"ms\"}\n", size.width,
                (cpu_seconds() - started) * 1e3 / count);
    std::fprintf(stderr, "JPEG %zu KB, H.264 %zu KB per picture\n", images[0].data.size() / 1024,
                 bytes / static_cast<std::size_t>(count) / 1024);
    return 0;
}
