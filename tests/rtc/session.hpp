// An engine with one track and receivers connected to it: the frame of the end-to-end tests.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "rtc/engine.hpp"
#include "tests/rtc/pictures.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::rtc {

inline EngineOptions loopback_options() {
    EngineOptions options;
    options.addresses = {"127.0.0.1"};
    return options;
}

// Polls: for what no event tells, such as counters and descriptors.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

class Session {
public:
    explicit Session(EngineOptions options = loopback_options(),
                     TrackOptions::Start start = TrackOptions::Start::cached_gop)
        : engine(std::move(options)),
          track(engine.make_track(
              {.start = start,
               .on_key_frame_wanted = [this] { ++key_frames_wanted; },
               .on_limit = [this](std::optional<double> bytes) { limit = bytes.value_or(0); },
               .on_smaller_wanted = [this](bool wanted) { smaller_wanted = wanted; }})) {}

    // Opens a viewer for the receiver and gives it the answer.
    std::unique_ptr<Viewer> connect(Receiver& receiver, ViewerRequest request = {}) {
        request.offer_sdp = receiver.offer();
        auto viewer = engine.open(*track, std::move(request), receiver.events());
        if (!viewer) throw std::runtime_error(viewer.error().detail);
        if (!receiver.wait([](const auto& seen) { return !seen.answers.empty(); })) {
            throw std::runtime_error("no answer");
        }
        receiver.accept(receiver.seen().answers[0]);
        return std::move(*viewer);
    }

    void push(PictureKind kind, std::size_t bytes = 1000) { track->push(make_picture(kind, bytes, next_++)); }

    // How many pictures were pushed; the last one's number is one less.
    std::uint32_t pushed() const { return next_; }

    std::atomic<int> key_frames_wanted = 0;
    std::atomic<double> limit = 0;  // of the best way, as told to the source; 0: none
    std::atomic<bool> smaller_wanted = false;
    Engine engine;
    std::unique_ptr<Track> track;

private:
    std::uint32_t next_ = 0;
};

}  // namespace gantry::rtc
