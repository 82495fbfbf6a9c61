#include "rtc/engine.hpp"

#include <future>
#include <set>

#include "base/heap.hpp"
#include "rtc/viewer/peer.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;
using viewer::Peer;
using viewer::Stream;

constexpr auto goodbye_limit = 500ms;
constexpr auto between_trims = 10s;

struct Counters {
    std::atomic<std::size_t> viewers = 0;
    std::atomic<std::size_t> pending = 0;
};

// Takes one of `limit` places; false when none is free.
bool take_place(std::atomic<std::size_t>& places, std::size_t limit) {
    auto taken = places.load();
    do {
        if (taken >= limit) return false;
    } while (!places.compare_exchange_weak(taken, taken + 1));
    return true;
}

// A viewer's part of the limits: pending until it is connected, counted until it is gone.
class Seat {
public:
    static std::shared_ptr<Seat> take(Counters& counters, const EngineOptions& options,
                                      std::shared_ptr<Stream> stream) {
        if (!take_place(counters.viewers, options.max_viewers)) return nullptr;
        if (!take_place(counters.pending, options.max_pending)) {
            --counters.viewers;
            return nullptr;
        }
        return std::make_shared<Seat>(counters, std::move(stream));
    }

    Seat(Counters& counters, std::shared_ptr<Stream> stream)
        : counters_(counters), stream_(std::move(stream)) {
        ++stream_->viewers;
    }
    ~Seat() {
        connected();
        --stream_->viewers;
        --counters_.viewers;
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    void connected() {
        if (std::exchange(pending_, false)) --counters_.pending;
    }

private:
    Counters& counters_;
    std::shared_ptr<Stream> stream_;
    bool pending_ = true;
};

}  // namespace

class Engine::Impl {
public:
    explicit Impl(EngineOptions options) : options_(std::move(options)) {
        loop_.post(
            [this] { tick_ = ice::Timer(loop_, 1s, ice::Timer::Repeat::again, [this] { on_second(); }); });
    }
    ~Impl();

    // Any thread.
    Result<std::shared_ptr<Peer>> open(const std::shared_ptr<Stream>& stream, ViewerRequest request,
                                       ViewerEvents events, std::shared_ptr<viewer::Statistics> statistics);
    ice::Loop& loop() { return loop_; }
    std::size_t viewers() const { return counters_.viewers; }

    // Loop's thread.
    void end_viewers_of(const Stream* stream);
    void offer_smaller(const std::shared_ptr<Stream>& stream, std::shared_ptr<Stream> smaller);

private:
    void add(const std::shared_ptr<Peer>& peer);
    void remove(Peer* peer);
    void on_second();
    // What viewers who are gone left free in the heap goes back to the system.
    void trim(std::chrono::steady_clock::time_point now);
    void when_empty(std::function<void()> call);

    EngineOptions options_;
    Counters counters_;
    dtls::Context dtls_;
    ice::Burst scratch_;
    ice::Loop loop_;
    ice::Resolver resolver_{loop_};
    ice::Timer tick_;
    std::set<std::shared_ptr<Peer>> peers_;  // shared with callbacks on their way; loop's thread only
    std::function<void()> when_empty_;       // set once the engine ends
    bool has_gone_ = false;                  // a viewer, since the last trim
    std::chrono::steady_clock::time_point next_trim_;
};

Engine::Impl::~Impl() {
    const auto gone = std::make_shared<std::promise<void>>();
    loop_.post([this, gone] {
        for (const auto& peer : std::set(peers_))
            peer->end({Errc::cancelled, "the program ends"});
        when_empty([gone] { gone->set_value(); });
    });
    // A TURN server that does not answer must not hold the program.
    gone->get_future().wait_for(goodbye_limit);
    std::promise<void> cleared;
    loop_.post([this, &cleared] {
        when_empty_ = nullptr;
        peers_.clear();
        tick_.stop();
        cleared.set_value();
    });
    cleared.get_future().wait();
}

Result<std::shared_ptr<Peer>> Engine::Impl::open(const std::shared_ptr<Stream>& stream, ViewerRequest request,
                                                 ViewerEvents events,
                                                 std::shared_ptr<viewer::Statistics> statistics) {
    auto offer = sdp::parse_offer(request.offer_sdp);
    if (!offer) return std::unexpected(std::move(offer.error()));
    auto seat = Seat::take(counters_, options_, stream);
    if (!seat) return fail(Errc::busy, "too many viewers");

    const auto gone = std::make_shared<Peer*>(nullptr);
    viewer::PeerStart start{.offer = std::move(*offer),
                            .request = std::move(request),
                            .events = std::move(events),
                            .stream = stream,
                            .statistics = std::move(statistics),
                            .on_connected = [seat] { seat->connected(); },
                            .on_gone = [this, gone] { remove(*gone); }};
    const viewer::Surroundings around{options_, loop_, resolver_, dtls_, scratch_};
    auto peer = std::make_shared<Peer>(around, std::move(start));
    *gone = peer.get();
    loop_.post([this, peer] { add(peer); });
    return peer;
}

void Engine::Impl::add(const std::shared_ptr<Peer>& peer) {
    peers_.insert(peer);
    peer->open();
    if (when_empty_) peer->end({Errc::cancelled, "the program ends"});
}

void Engine::Impl::remove(Peer* peer) {
    std::erase_if(peers_, [peer](const auto& held) { return held.get() == peer; });
    has_gone_ = true;
    if (peers_.empty() && when_empty_) std::exchange(when_empty_, nullptr)();
}

void Engine::Impl::when_empty(std::function<void()> call) {
    if (peers_.empty()) return call();
    when_empty_ = std::move(call);
}

void Engine::Impl::end_viewers_of(const Stream* stream) {
    for (const auto& peer : std::set(peers_)) {
        if (peer->stream() == stream) peer->end({Errc::offline, "the camera's stream has ended"});
    }
}

void Engine::Impl::offer_smaller(const std::shared_ptr<Stream>& stream, std::shared_ptr<Stream> smaller) {
    stream->offer_smaller(std::move(smaller));
    for (const auto& peer : std::set(peers_)) {
        if (peer->stream() == stream.get()) peer->choose_encoding(std::chrono::steady_clock::now());
    }
}

void Engine::Impl::on_second() {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& peer : std::set(peers_))
        peer->on_second(now);
    trim(now);
}

void Engine::Impl::trim(std::chrono::steady_clock::time_point now) {
    if (!has_gone_ || now < next_trim_) return;
    heap::trim();
    has_gone_ = false;
    next_trim_ = now + between_trims;
}

class Track::Impl {
public:
    Impl(Engine::Impl& of, TrackOptions options)
        : engine(of), stream(std::make_shared<Stream>(of.loop(), std::move(options))) {}

    Engine::Impl& engine;
    std::shared_ptr<Stream> stream;  // shared with the peers, and released on the loop's thread
};

Track::Track(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Track::~Track() {
    auto& engine = impl_->engine;
    engine.loop().post([&engine, stream = std::move(impl_->stream)] { engine.end_viewers_of(stream.get()); });
}

void Track::push(media::h264::AccessUnitPtr picture) {
    impl_->engine.loop().post(
        [stream = impl_->stream, packets = impl_->stream->packetise(*picture)]() mutable {
            stream->deliver(std::move(packets));
        });
}

std::size_t Track::viewers() const {
    return impl_->stream->viewers;
}

void Track::offer_smaller(const Track* smaller) {
    auto& engine = impl_->engine;
    engine.loop().post([&engine, stream = impl_->stream,
                        other = smaller == nullptr ? nullptr : smaller->impl_->stream]() mutable {
        engine.offer_smaller(stream, std::move(other));
    });
}

class Viewer::Impl {
public:
    Engine::Impl& engine;
    std::weak_ptr<Peer> peer;                        // the engine's
    std::shared_ptr<viewer::Statistics> statistics;  // shared with the peer

    template <class Call>
    void with_peer(Call call) const {
        engine.loop().post([peer = peer, call = std::move(call)] {
            if (const auto alive = peer.lock()) call(*alive);
        });
    }
};

Viewer::Viewer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Viewer::~Viewer() {
    close();
}

void Viewer::add_remote_candidate(std::string candidate) {
    impl_->with_peer(
        [candidate = std::move(candidate)](Peer& peer) { peer.add_remote_candidate(candidate); });
}

void Viewer::close() {
    impl_->with_peer([](Peer& peer) { peer.end({Errc::cancelled, "closed"}); });
}

ViewerStats Viewer::stats() const {
    return impl_->statistics->snapshot();
}

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Engine::~Engine() = default;

std::unique_ptr<Track> Engine::make_track(TrackOptions options) {
    return std::make_unique<Track>(std::make_unique<Track::Impl>(*impl_, std::move(options)));
}

Result<std::unique_ptr<Viewer>> Engine::open(Track& track, ViewerRequest request, ViewerEvents events) {
    auto statistics = std::make_shared<viewer::Statistics>();
    auto peer = impl_->open(track.impl_->stream, std::move(request), std::move(events), statistics);
    if (!peer) return std::unexpected(std::move(peer.error()));
    return std::make_unique<Viewer>(std::make_unique<Viewer::Impl>(*impl_, *peer, std::move(statistics)));
}

std::size_t Engine::viewers() const {
    return impl_->viewers();
}

}  // namespace gantry::rtc
