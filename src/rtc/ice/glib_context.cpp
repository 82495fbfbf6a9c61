#include "rtc/ice/glib_context.hpp"

#include <sys/epoll.h>

#include <unistd.h>

#include <algorithm>
#include <array>

namespace gantry::rtc::ice {
namespace {

// poll's bits, epoll's and GLib's are the same.
static_assert(unsigned{EPOLLIN} == unsigned{G_IO_IN} && unsigned{EPOLLOUT} == unsigned{G_IO_OUT} &&
              unsigned{EPOLLPRI} == unsigned{G_IO_PRI} && unsigned{EPOLLERR} == unsigned{G_IO_ERR} &&
              unsigned{EPOLLHUP} == unsigned{G_IO_HUP});

constexpr std::size_t usual_descriptors = 4;

// A context without sources waits for its own wake-up alone.
int find_wake_up(GMainContext* context) {
    std::array<GPollFD, 1> only{};
    gint limit_ms = -1;
    g_main_context_query(context, G_MAXINT, &limit_ms, only.data(), only.size());
    return only[0].fd;
}

}  // namespace

GlibContext::Use::Use(GlibContext& context) : context_(context.context_) {
    g_main_context_push_thread_default(context_);
    if (!std::exchange(context.changed_, true)) context.loop_.changed(context.number_);
}

GlibContext::GlibContext(Loop& loop) : loop_(loop), context_(g_main_context_new()), number_(loop.add(*this)) {
    // Owned for good: what this thread adds then needs no wake-up.
    g_main_context_acquire(context_);
    wake_up_ = find_wake_up(context_);
    loop_.watch(number_, wake_up_, EPOLLIN);
    alarm_->ring = [this] { dispatch(); };
}

GlibContext::~GlibContext() {
    loop_.remove(number_);
    loop_.set(alarm_, std::nullopt);
    for (const auto& descriptor : descriptors_)
        loop_.unwatch(descriptor.fd);
    g_main_context_release(context_);
    g_main_context_unref(context_);
}

void GlibContext::look() {
    changed_ = false;
    // GLib writes to it twice for each packet, though no one waits elsewhere: what it tells is seen below.
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = read(wake_up_, &count, sizeof count);
    g_main_context_prepare(context_, &priority_);
    const auto before = std::exchange(descriptors_, {});
    descriptors_.resize(std::max(usual_descriptors, before.size()));
    gint limit_ms = -1;
    for (;;) {
        const auto room = descriptors_.size();
        const auto needed = static_cast<std::size_t>(g_main_context_query(
            context_, priority_, &limit_ms, descriptors_.data(), static_cast<gint>(room)));
        descriptors_.resize(needed);
        if (needed <= room) break;
    }
    for (const auto& old : before) {
        const auto same = [&](const GPollFD& descriptor) { return descriptor.fd == old.fd; };
        if (std::ranges::none_of(descriptors_, same)) loop_.unwatch(old.fd);
    }
    const auto now = std::chrono::steady_clock::now();
    loop_.set(alarm_, limit_ms < 0 ? std::nullopt : std::optional(now + std::chrono::milliseconds(limit_ms)));
}

void GlibContext::watch() const {
    for (const auto& descriptor : descriptors_) {
        if (descriptor.fd != wake_up_) loop_.watch(number_, descriptor.fd, descriptor.events);
    }
}

void GlibContext::note(int descriptor, std::uint32_t events) {
    for (auto& known : descriptors_) {
        if (known.fd == descriptor) known.revents = static_cast<gushort>(events);
    }
}

void GlibContext::dispatch() {
    // Something was added or taken away since look(): the loop comes back after the next one.
    if (changed_) return;
    const Use use(*this);
    const auto count = static_cast<gint>(descriptors_.size());
    if (g_main_context_check(context_, priority_, descriptors_.data(), count) != 0) {
        g_main_context_dispatch(context_);
    }
}

}  // namespace gantry::rtc::ice
