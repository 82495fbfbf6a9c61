// The engine's thread: an epoll loop on which every agent and viewer lives. Each agent has a GLib context of
// its own (glib_context.hpp), so that a packet for one viewer costs nothing for the others. Owned by the
// Engine. post() may be called from any thread; everything else on the loop's own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gantry::rtc::ice {

class GlibContext;

class Loop {
public:
    using Job = std::function<void()>;

    Loop();   // throws std::runtime_error or std::system_error
    ~Loop();  // stops; jobs not yet begun are dropped
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Runs `job` on the loop's thread, in the order of the calls.
    void post(Job job);

private:
    friend class Timer;
    friend class GlibContext;
    using Time = std::chrono::steady_clock::time_point;

    struct Alarm {
        std::function<void()> ring;
        std::optional<std::chrono::milliseconds> again;
        Time due;
        bool set = false;
        bool stopped = false;
    };
    // Shared by the loop, while it is set, and by its owner: ringing may drop either.
    using AlarmPtr = std::shared_ptr<Alarm>;

    // Replaces the time that was set before; std::nullopt: it does not ring.
    void set(const AlarmPtr& alarm, std::optional<Time> due);

    std::uint32_t add(GlibContext& context);
    void remove(std::uint32_t context);
    // Before the loop waits again, the context says anew what for.
    void changed(std::uint32_t context) { changed_.push_back(context); }

    void run();
    void look_again();
    int wait_limit_ms() const;
    void take_jobs();
    void ring_due();
    GlibContext* find(std::uint32_t context) const;
    // Below: of the contexts and their descriptors. `descriptor` may be closed already.
    void watch(std::uint32_t context, int descriptor, std::uint32_t events) const;
    void unwatch(int descriptor) const;

    int epoll_ = -1;
    int wake_ = -1;
    bool stopped_ = false;  // loop's thread
    std::set<std::pair<Time, AlarmPtr>> alarms_;
    std::unordered_map<std::uint32_t, GlibContext*> contexts_;
    std::uint32_t last_context_ = 0;
    std::vector<std::uint32_t> changed_;
    std::mutex mutex_;  // guards jobs_
    std::vector<Job> jobs_;
    std::thread thread_;
};

// Calls back on the loop's thread, once or again and again; dropping it stops that. The callback may drop the
// timer that it belongs to.
class Timer {
public:
    enum class Repeat { once, again };

    Timer() = default;
    Timer(Loop& loop, std::chrono::milliseconds interval, Repeat repeat, std::function<void()> callback);
    Timer(Timer&& other) noexcept
        : loop_(std::exchange(other.loop_, nullptr)), alarm_(std::move(other.alarm_)) {}
    Timer& operator=(Timer&& other) noexcept;
    ~Timer() { stop(); }

    void stop();
    // False from the last callback on.
    bool running() const { return alarm_ && (alarm_->set || alarm_->again); }

private:
    Loop* loop_ = nullptr;
    Loop::AlarmPtr alarm_;
};

}  // namespace gantry::rtc::ice
