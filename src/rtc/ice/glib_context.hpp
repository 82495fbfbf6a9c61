// The GLib context of one agent. The loop prepares and dispatches it only when one of its descriptors is
// ready or one of its timers due, so that hundreds of agents cost no more than those with something to do.
// (One context for all means that each packet polls and checks the sockets of all.) Owned by its agent; used
// on the loop's thread, which owns it in GLib's sense until it ends.
#pragma once

#include <glib.h>

#include "rtc/ice/loop.hpp"

namespace gantry::rtc::ice {

class GlibContext {
public:
    explicit GlibContext(Loop& loop);
    ~GlibContext();
    GlibContext(const GlibContext&) = delete;
    GlibContext& operator=(const GlibContext&) = delete;

    GMainContext* get() const { return context_; }

    // Every call into the agent stands in the scope of one: what the call adds to "the thread's context" is
    // added here, and the loop looks again afterwards. They nest.
    class Use {
    public:
        explicit Use(GlibContext& context);
        ~Use() { g_main_context_pop_thread_default(context_); }
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

    private:
        GMainContext* context_;
    };

private:
    friend class Loop;

    // The steps of g_main_context_iteration, with the loop's one wait for all contexts in their middle.
    void look();
    void watch() const;
    void note(int descriptor, std::uint32_t events);
    void dispatch();

    Loop& loop_;
    GMainContext* context_;
    std::uint32_t number_;
    int wake_up_ = -1;      // GLib's own descriptor
    bool changed_ = false;  // since look()
    gint priority_ = 0;
    std::vector<GPollFD> descriptors_;
    Loop::AlarmPtr alarm_ = std::make_shared<Loop::Alarm>();
};

}  // namespace gantry::rtc::ice
