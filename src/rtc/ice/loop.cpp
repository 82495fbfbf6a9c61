#include "rtc/ice/loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "rtc/ice/glib_context.hpp"

namespace gantry::rtc::ice {
namespace {

constexpr std::size_t events_at_once = 64;
constexpr std::uint32_t own_wake_up = 0;  // no context's number

std::chrono::steady_clock::time_point now() {
    return std::chrono::steady_clock::now();
}

std::uint64_t pack(std::uint32_t context, int descriptor) {
    return std::uint64_t{context} << 32 | static_cast<std::uint32_t>(descriptor);
}

}  // namespace

Loop::Loop() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (epoll_ < 0 || wake_ < 0) {
        close(epoll_);
        close(wake_);
        throw std::runtime_error("epoll, eventfd: out of descriptors");
    }
    watch(own_wake_up, wake_, EPOLLIN);
    thread_ = std::thread([this] { run(); });
}

Loop::~Loop() {
    post([this] { stopped_ = true; });
    thread_.join();
    close(epoll_);
    close(wake_);
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
    [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
}

void Loop::take_jobs() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = read(wake_, &count, sizeof count);
    std::vector<Job> jobs;
    {
        const std::lock_guard lock(mutex_);
        jobs.swap(jobs_);
    }
    for (auto& job : jobs)
        job();
}

void Loop::run() {
    std::array<epoll_event, events_at_once> events{};
    std::vector<std::uint32_t> ready;
    while (!stopped_) {
        look_again();
        const auto count =
            epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_limit_ms());
        bool woken = false;
        ready.clear();
        for (int i = 0; i < count; ++i) {
            const auto number =
                static_cast<std::uint32_t>(events[static_cast<std::size_t>(i)].data.u64 >> 32);
            const auto descriptor =
                static_cast<int>(static_cast<std::uint32_t>(events[static_cast<std::size_t>(i)].data.u64));
            woken |= number == own_wake_up;
            auto* context = find(number);
            if (context == nullptr) continue;
            context->note(descriptor, events[static_cast<std::size_t>(i)].events);
            if (std::ranges::find(ready, number) == ready.end()) ready.push_back(number);
        }
        if (woken) take_jobs();
        // What runs here may end other contexts: each is looked up when its turn comes.
        for (const auto number : ready) {
            if (auto* context = find(number)) context->dispatch();
        }
        ring_due();
    }
}

// In two steps: a number that one context's socket had until now may be that of another's new one.
void Loop::look_again() {
    std::ranges::sort(changed_);
    const auto repeated = std::ranges::unique(changed_);
    changed_.erase(repeated.begin(), repeated.end());
    for (const auto number : changed_) {
        if (auto* context = find(number)) context->look();
    }
    for (const auto number : changed_) {
        if (auto* context = find(number)) context->watch();
    }
    changed_.clear();
}

int Loop::wait_limit_ms() const {
    if (alarms_.empty()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(alarms_.begin()->first - now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

void Loop::ring_due() {
    const auto time = now();
    while (!alarms_.empty() && alarms_.begin()->first <= time) {
        const auto alarm = alarms_.begin()->second;
        set(alarm, std::nullopt);
        alarm->ring();
        if (alarm->again && !alarm->set && !alarm->stopped) set(alarm, now() + *alarm->again);
    }
}

void Loop::set(const AlarmPtr& alarm, std::optional<Time> due) {
    if (alarm->set) alarms_.erase({alarm->due, alarm});
    alarm->set = due.has_value();
    if (!due) return;
    alarm->due = *due;
    alarms_.emplace(*due, alarm);
}

std::uint32_t Loop::add(GlibContext& context) {
    do {
        ++last_context_;
    } while (last_context_ == own_wake_up || contexts_.contains(last_context_));
    contexts_.emplace(last_context_, &context);
    return last_context_;
}

void Loop::remove(std::uint32_t context) {
    contexts_.erase(context);
}

GlibContext* Loop::find(std::uint32_t context) const {
    const auto found = contexts_.find(context);
    return found == contexts_.end() ? nullptr : found->second;
}

void Loop::watch(std::uint32_t context, int descriptor, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = pack(context, descriptor);
    // A closed socket leaves the set by itself, so the loop cannot know whether this one is in it.
    if (epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) != 0) {
        epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    }
}

void Loop::unwatch(int descriptor) const {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
}

Timer::Timer(Loop& loop, std::chrono::milliseconds interval, Repeat repeat, std::function<void()> callback)
    : loop_(&loop), alarm_(std::make_shared<Loop::Alarm>()) {
    const auto wait = std::max(interval, std::chrono::milliseconds(0));
    alarm_->ring = std::move(callback);
    if (repeat == Repeat::again) alarm_->again = wait;
    loop_->set(alarm_, now() + wait);
}

Timer& Timer::operator=(Timer&& other) noexcept {
    if (this != &other) {
        stop();
        loop_ = std::exchange(other.loop_, nullptr);
        alarm_ = std::move(other.alarm_);
    }
    return *this;
}

void Timer::stop() {
    if (!alarm_) return;
    alarm_->stopped = true;
    loop_->set(alarm_, std::nullopt);
    alarm_.reset();
}

}  // namespace gantry::rtc::ice
