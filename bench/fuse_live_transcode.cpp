// live.transcode: CPU milliseconds from one 1280x720 JPEG of a chamber camera to H.264. The pictures have the
// detail, the noise and the size (60 to 100 KB) of an A1's.
#include <cstdio>

#include "bench/chamber.hpp"
#include "bench/cpu_seconds.hpp"
#include "fuse/live/transcoder.hpp"

namespace {

using namespace gantry;
using Clock = std::chrono::steady_clock;

constexpr int distinct_pictures = 60;
constexpr int rounds = 10;

std::vector<media::jpeg::Image> pictures() {
    std::vector<media::jpeg::Image> images;
    media::jpeg::Encoder encoder;
    for (int i = 0; i < distinct_pictures; ++i)
        images.push_back({*encoder.encode(draw_chamber(i, 3).pixels(), 82), {}, {}});
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
    std::printf("{\"bench\":\"live.transcode\",\"n\":%d,\"value\":%.2f,\"unit\":\"ms\"}\n",
                chamber_size.width, (cpu_seconds() - started) * 1e3 / count);
    std::fprintf(stderr, "JPEG %zu KB, H.264 %zu KB per picture\n", images[0].data.size() / 1024,
                 bytes / static_cast<std::size_t>(count) / 1024);
    return 0;
}
