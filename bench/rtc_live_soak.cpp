// live.soak: whether anything is left behind by 2,000 viewers who come and go within 10 minutes, 50 at a
// time, every fifth without a goodbye. Memory and descriptors of the sender with 50 watching: at the end
// against the start, when the second 50 had taken the places of the first ("memory_of_first": when the
// first were there and nobody had left; the allocator's caches of freed blocks and the code that ends a
// viewer are not in memory then). `bench_rtc_live_soak N` lets N viewers come, in the same rhythm.
#include <algorithm>
#include <deque>
#include <filesystem>

#include "base/heap.hpp"
#include "bench/viewers.hpp"

namespace {

using namespace gantry;
using namespace gantry::bench;

constexpr std::size_t at_a_time = 50;
constexpr auto stay = 15s;
constexpr auto between = std::chrono::milliseconds(stay) / at_a_time;

using Clock = std::chrono::steady_clock;

std::size_t descriptor_count() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

void print(const char* n, double value, const char* unit) {
    fmt::print("{{\"bench\":\"live.soak\",\"n\":\"{}\",\"value\":{:.4g},\"unit\":\"{}\"}}\n", n, value, unit);
    std::fflush(stdout);
}

struct Use {
    double memory_kib = resident_kib();
    double descriptors = static_cast<double>(descriptor_count());
};

// Those who come and go; at most 50 are there, and those who vanished until the sender notices.
class Crowd {
public:
    Crowd(Audience& audience, Camera& camera) : audience_(audience), camera_(camera) {}

    void let_in(std::size_t count) {
        next_ = Clock::now();
        for (std::size_t i = 0; i < count; ++i) {
            if (seats_.size() == at_a_time) leave();
            seats_.push_back(audience_.open());
            next_ += between;
            camera_.run_until([this] { return Clock::now() >= next_; });
            std::erase_if(vanished_, [](const auto& seat) { return seat.gone->load(); });
        }
    }
    // All who are there see pictures, and whoever vanished is found gone. Throws std::runtime_error when not.
    void settle() {
        const auto limit = Clock::now() + 30s;
        camera_.run_until([this, limit] {
            std::erase_if(vanished_, [](const auto& seat) { return seat.gone->load(); });
            return (vanished_.empty() && unconnected() == 0) || Clock::now() > limit;
        });
        camera_.run_for(12s);  // the engine gives memory back within 10 s
        camera_.run_to_key();
        if (unconnected() > 0) throw std::runtime_error(fmt::format("{} viewers see nothing", unconnected()));
        if (!vanished_.empty())
            throw std::runtime_error(fmt::format("{} who vanished are kept", vanished_.size()));
    }
    std::size_t failed() const { return failed_; }
    void end() {
        seats_.clear();
        camera_.run_for(3s);
    }

private:
    std::ptrdiff_t unconnected() const {
        return std::ranges::count_if(seats_,
                                     [](const auto& seat) { return !seat.viewer->stats().connected; });
    }
    void leave() {
        auto seat = std::move(seats_.front());
        seats_.pop_front();
        if (!seat.viewer->stats().connected) ++failed_;
        if (seat.index % 5 != 0) return;
        audience_.kill(seat);
        vanished_.push_back(std::move(seat));
    }

    Audience& audience_;
    Camera& camera_;
    std::deque<Audience::Seat> seats_;
    std::vector<Audience::Seat> vanished_;
    std::size_t failed_ = 0;
    Clock::time_point next_;
};

int run(std::size_t viewers) {
    EngineOptions options;
    options.addresses = {"127.0.0.1"};
    Engine engine(options);
    const auto track = engine.make_track({});
    Camera camera(*track);
    Audience audience(engine, *track);
    const Use empty;
    Crowd crowd(audience, camera);
    crowd.let_in(at_a_time);
    crowd.settle();
    const Use first;
    crowd.let_in(at_a_time);
    crowd.settle();
    const Use start;
    crowd.let_in(viewers - 2 * at_a_time);
    crowd.settle();
    const Use end;
    crowd.end();
    const Use after;
    print("viewers", static_cast<double>(viewers), "viewers");
    print("failed", static_cast<double>(crowd.failed()), "viewers");
    print("memory", end.memory_kib / start.memory_kib, "ratio");
    print("memory_of_first", end.memory_kib / first.memory_kib, "ratio");
    print("descriptors", end.descriptors / start.descriptors, "ratio");
    print("descriptors_left", after.descriptors - empty.descriptors, "descriptors");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "receive") return receive();
    heap::give_large_blocks_back();  // as Fuse does
    return run(argc > 1 ? std::stoul(argv[1]) : 2000);
}
