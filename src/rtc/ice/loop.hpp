// The engine's thread: a GLib main loop on which every agent and viewer lives. Owned by the Engine.
// post() may be called from any thread; everything else on the loop's own.
#pragma once

#include <glib.h>

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::rtc::ice {

class Loop {
public:
    using Job = std::function<void()>;

    Loop();   // throws std::runtime_error or std::system_error
    ~Loop();  // stops; jobs not yet begun are dropped
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Runs `job` on the loop's thread, in the order of the calls.
    void post(Job job);
    GMainContext* context() const { return context_; }

private:
    static gboolean on_wake(gint descriptor, GIOCondition condition, gpointer self);
    void take_jobs();

    GMainContext* context_ = nullptr;
    GMainLoop* main_loop_ = nullptr;
    GSource* wake_source_ = nullptr;
    int wake_descriptor_ = -1;
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
    Timer(GMainContext* context, std::chrono::milliseconds interval, Repeat repeat,
          std::function<void()> callback);
    Timer(Timer&& other) noexcept : source_(std::exchange(other.source_, nullptr)) {}
    Timer& operator=(Timer&& other) noexcept;
    ~Timer() { stop(); }

    void stop();
    bool running() const { return source_ != nullptr && !g_source_is_destroyed(source_); }

private:
    GSource* source_ = nullptr;
};

}  // namespace gantry::rtc::ice
