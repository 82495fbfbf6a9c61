#include "rtc/ice/loop.hpp"

#include <glib-unix.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <utility>

namespace gantry::rtc::ice {
namespace {

struct Callback {
    std::function<void()> call;
    Timer::Repeat repeat;
};

gboolean on_timer(gpointer data) {
    // A copy: the callback may drop its timer, which frees `data`.
    const auto callback = *static_cast<std::shared_ptr<Callback>*>(data);
    callback->call();
    return callback->repeat == Timer::Repeat::again ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void free_callback(gpointer data) {
    delete static_cast<std::shared_ptr<Callback>*>(data);
}

}  // namespace

Loop::Loop() {
    // Our own queue and descriptor, not g_main_context_invoke: one wake-up for many jobs, and a mutex that
    // ThreadSanitizer sees.
    wake_descriptor_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_descriptor_ < 0) throw std::runtime_error("eventfd: out of descriptors");
    context_ = g_main_context_new();
    main_loop_ = g_main_loop_new(context_, FALSE);
    wake_source_ = g_unix_fd_source_new(wake_descriptor_, G_IO_IN);
    g_source_set_callback(wake_source_, G_SOURCE_FUNC(&Loop::on_wake), this, nullptr);
    g_source_attach(wake_source_, context_);
    thread_ = std::thread([this] {
        g_main_context_push_thread_default(context_);
        g_main_loop_run(main_loop_);
        g_main_context_pop_thread_default(context_);
    });
}

Loop::~Loop() {
    post([this] { g_main_loop_quit(main_loop_); });
    thread_.join();
    g_source_destroy(wake_source_);
    g_source_unref(wake_source_);
    g_main_loop_unref(main_loop_);
    g_main_context_unref(context_);
    close(wake_descriptor_);
}

void Loop::post(Job job) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = jobs_.empty();
        jobs_.push_back(std::move(job));
    }
    if (!first) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(wake_descriptor_, &one, sizeof one);
}

gboolean Loop::on_wake(gint, GIOCondition, gpointer self) {
    static_cast<Loop*>(self)->take_jobs();
    return G_SOURCE_CONTINUE;
}

void Loop::take_jobs() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = read(wake_descriptor_, &count, sizeof count);
    std::vector<Job> jobs;
    {
        const std::lock_guard lock(mutex_);
        jobs.swap(jobs_);
    }
    for (auto& job : jobs)
        job();
}

Timer::Timer(GMainContext* context, std::chrono::milliseconds interval, Repeat repeat,
             std::function<void()> callback)
    : source_(g_timeout_source_new(static_cast<guint>(std::max<std::int64_t>(interval.count(), 0)))) {
    auto* data = new std::shared_ptr<Callback>(std::make_shared<Callback>(std::move(callback), repeat));
    g_source_set_callback(source_, on_timer, data, free_callback);
    g_source_attach(source_, context);
}

Timer& Timer::operator=(Timer&& other) noexcept {
    if (this != &other) {
        stop();
        source_ = std::exchange(other.source_, nullptr);
    }
    return *this;
}

void Timer::stop() {
    if (source_ == nullptr) return;
    g_source_destroy(source_);
    g_source_unref(std::exchange(source_, nullptr));
}

}  // namespace gantry::rtc::ice
